package busyhour.rtp.send;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Writes down what the pacer offered. */
final class RecordingTarget implements PacingTarget {

    record Sent(int streamId, long intendedNs, long nowNs) {
        long latenessNs() {
            return nowNs - intendedNs;
        }
    }

    final List<Sent> sent = new ArrayList<>();
    final List<Sent> refused = new ArrayList<>();
    final List<Integer> fetched = new ArrayList<>();
    long skipped;
    IntPredicate refuse = id -> false;

    @Override
    public void fetch(final int streamId) {
        fetched.add(streamId);
    }

    @Override
    public boolean onDue(final int streamId, final long intendedNs, final long nowNs) {
        final Sent packet = new Sent(streamId, intendedNs, nowNs);
        final boolean accepted = !refuse.test(streamId);
        (accepted ? sent : refused).add(packet);
        return accepted;
    }

    @Override
    public void onSkipped(final int streamId, final int packets, final long nowNs) {
        skipped += packets;
    }

    List<Long> intended(final int streamId) {
        return sent.stream().filter(p -> p.streamId() == streamId).map(Sent::intendedNs).toList();
    }
}
