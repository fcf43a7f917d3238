package busyhour.engine.decode;

import busyhour.ipc.message.EndpointFileWriter;
import busyhour.ipc.ring.ShardRing;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The recordings of the calls with the lowest scores of one group; those of better ones are thrown away. The decoder's thread. */
final class WorstCalls {

    private static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long PAUSE_NS = 1_000_000L;

    private record Kept(double score, DecodedCall call) {
    }

    private final int limit;
    private final PriorityQueue<Kept> kept = new PriorityQueue<>(Comparator.comparingDouble(Kept::score).reversed());
    private final EndpointFileWriter files = new EndpointFileWriter();

    WorstCalls(final int limit) {
        this.limit = limit;
    }

    /** A recorded call is over. @param score NaN when it could not be judged. */
    void offer(final DecodedCall call, final double score) throws IOException {
        if (Double.isNaN(score)) {
            call.recording().delete();
            return;
        }
        kept.add(new Kept(score, call));
        if (kept.size() > limit) {
            kept.poll().call.recording().delete();
        }
    }

    /** Gives out what was kept: a capture and, where something could be decoded, its sound. @return how many files. */
    int write(final ShardRing ring) throws IOException {
        int count = 0;
        for (final Kept each : kept) {
            final DecodedCall call = each.call;
            final String name = "endpoint-" + call.endpoint + "-call-" + call.call;
            final byte[] capture = call.recording().capture();
            count += write(ring, call, name + ".pcap", capture);
            final byte[] sound = call.recording().sound(capture);
            count += sound == null ? 0 : write(ring, call, name + ".wav", sound);
            call.recording().delete();
        }
        return count;
    }

    private int write(final ShardRing ring, final DecodedCall call, final String name, final byte[] content) {
        final long limitNs = System.nanoTime() + LONGEST_WAIT_NS;
        int position = 0;
        while (position < content.length) {
            final int length = files.tryWrite(ring, call.endpoint, call.call, name, content, position);
            position += length;
            if (length == 0) {
                if (System.nanoTime() - limitNs > 0) {
                    return 0;
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        return 1;
    }
}
