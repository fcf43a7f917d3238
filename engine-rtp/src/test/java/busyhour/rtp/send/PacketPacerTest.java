package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketPacerTest {

    private static final long MS = 1_000_000;
    private static final long START_NS = -7_123_456_789L; // monotonic clocks may be negative
    private static final int ALL = Integer.MAX_VALUE;

    private final PacketPacer pacer = new PacketPacer(16, START_NS);
    private final RecordingTarget target = new RecordingTarget();

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 50, 60})
    void shouldSendAtExactMultiplesOfThePacketTimeWhenPolledOnTime(final int ptimeMs) {
        final long firstNs = pacer.add(0, START_NS + 5 * MS + 1, ptimeMs * MS, 0, 1);
        assertThat(firstNs).isBetween(START_NS + 5 * MS + 1, START_NS + (5 + ptimeMs) * MS);
        for (int n = 0; n < 1_000; n++) {
            assertThat(pacer.nextDueNs()).isEqualTo(firstNs + n * ptimeMs * MS);
            assertThat(pacer.poll(pacer.nextDueNs() - 1, ALL, target)).isZero();
            assertThat(pacer.poll(pacer.nextDueNs(), ALL, target)).isEqualTo(1);
        }
        assertThat(target.sent).hasSize(1_000).allMatch(p -> p.latenessNs() == 0);
        assertThat(pacer.sentPackets()).isEqualTo(1_000);
    }

    @Test
    void shouldNeverLetLatenessMoveTheSchedule() {
        final long firstNs = pacer.add(0, START_NS, 20 * MS, 0, 1);
        for (int n = 0; n < 100; n++) {
            pacer.poll(firstNs + n * 20 * MS + n % 19 * MS, ALL, target);
        }
        for (int n = 0; n < 100; n++) {
            assertThat(target.sent.get(n).intendedNs()).isEqualTo(firstNs + n * 20 * MS);
            assertThat(target.sent.get(n).latenessNs()).isEqualTo(n % 19 * MS);
        }
    }

    @Test
    void shouldOfferARefusedPacketAgainWithItsIntendedTime() {
        final long firstNs = pacer.add(0, START_NS, 20 * MS, 0, 1);
        target.refuse = id -> target.refused.size() < 3;
        long nowNs = firstNs;
        for (int i = 0; i < 4; i++) {
            pacer.poll(nowNs, ALL, target);
            nowNs = Math.max(nowNs, pacer.nextDueNs());
        }
        assertThat(target.refused).hasSize(3).allMatch(p -> p.intendedNs() == firstNs);
        assertThat(target.sent).containsExactly(
                new RecordingTarget.Sent(0, firstNs, firstNs + 3 * PacketPacer.TICK_NS));
        assertThat(pacer.refusedSends()).isEqualTo(3);
        assertThat(pacer.nextDueNs()).isEqualTo(firstNs + 20 * MS);
        assertThat(target.skipped).isZero();
    }

    @Test
    void shouldLetTheTargetFetchWhatItOffersBeforeTheFirst() {
        for (int id = 0; id < 6; id++) {
            pacer.add(id, START_NS, 20 * MS, 0, 1);
        }
        final List<Integer> fetchedBefore = new ArrayList<>();
        target.refuse = id -> {
            fetchedBefore.add(target.fetched.size());
            return false;
        };
        pacer.poll(START_NS + 20 * MS - 1, 4, target);
        assertThat(fetchedBefore).containsExactly(4, 4, 4, 4);
        assertThat(target.fetched).containsExactlyElementsOf(target.sent.stream().map(RecordingTarget.Sent::streamId).toList());
        target.fetched.clear();
        pacer.poll(START_NS + 20 * MS - 1, ALL, target);
        assertThat(target.fetched).as("what the limit left").hasSize(2);
        target.fetched.clear();
        pacer.poll(pacer.nextDueNs() - 1, ALL, target);
        assertThat(target.fetched).as("none is due").isEmpty();
    }

    @Test
    void shouldSendTheSamePacketsWhicheverOfferIsRefused() {
        final List<RecordingTarget.Sent> undisturbed = playRefusing(0);
        assertThat(undisturbed).hasSize(100);
        for (int refused = 1; refused <= 100; refused++) {
            final List<RecordingTarget.Sent> played = playRefusing(refused);
            assertThat(played).extracting(RecordingTarget.Sent::intendedNs)
                    .containsExactlyInAnyOrderElementsOf(
                            undisturbed.stream().map(RecordingTarget.Sent::intendedNs).toList());
            assertThat(played).filteredOn(p -> p.latenessNs() != 0).hasSize(1)
                    .allMatch(p -> p.latenessNs() == PacketPacer.TICK_NS);
        }
    }

    private static List<RecordingTarget.Sent> playRefusing(final int offer) {
        final PacketPacer playing = new PacketPacer(4, START_NS);
        final RecordingTarget recording = new RecordingTarget();
        recording.refuse = id -> recording.sent.size() + recording.refused.size() + 1 == offer;
        for (int id = 0; id < 4; id++) {
            playing.add(id, START_NS, (id + 1) * 10 * MS, id % 2 * 5 * MS, id);
        }
        while (recording.sent.size() < 100) {
            playing.poll(playing.nextDueNs(), ALL, recording);
        }
        return recording.sent;
    }

    @Test
    void shouldNotLetARefusedStreamHoldUpTheOthers() {
        for (int id = 0; id < 10; id++) {
            pacer.add(id, START_NS, 20 * MS, 0, 1);
        }
        target.refuse = id -> id == 4;
        for (long nowNs = START_NS; nowNs < START_NS + 1_000 * MS; nowNs += MS / 10) {
            pacer.poll(nowNs, 4, target);
        }
        for (int id = 0; id < 10; id++) {
            assertThat(target.intended(id)).hasSize(id == 4 ? 0 : 50);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void shouldBoundTheBurstAfterAStallAndCountTheRest(final int maxCatchUp) {
        final PacketPacer bounded = new PacketPacer(1, START_NS, maxCatchUp);
        final long firstNs = bounded.add(0, START_NS, 20 * MS, 0, 1);
        bounded.poll(firstNs, ALL, target);
        final long nowNs = firstNs + 500 * MS;
        assertThat(bounded.poll(nowNs, ALL, target)).isEqualTo(maxCatchUp);
        assertThat(target.skipped).isEqualTo(25 - maxCatchUp).isEqualTo(bounded.skippedPackets());
        assertThat(bounded.poll(nowNs, ALL, target)).isZero();
        assertThat(bounded.nextDueNs()).isGreaterThan(nowNs).isLessThanOrEqualTo(firstNs + 520 * MS);
        assertThat(bounded.poll(firstNs + 520 * MS - 1, ALL, target)).isZero();
        final List<Long> intended = target.intended(0);
        assertThat(intended.getLast()).isEqualTo(nowNs);
        assertThat(intended).hasSize(1 + maxCatchUp);
    }

    @Test
    void shouldCatchUpWithoutSkippingAfterAShortStall() {
        final long firstNs = pacer.add(0, START_NS, 20 * MS, 0, 1);
        pacer.poll(firstNs, ALL, target);
        assertThat(pacer.poll(firstNs + 79 * MS, ALL, target)).isEqualTo(3);
        assertThat(target.skipped).isZero();
        assertThat(target.intended(0)).containsExactly(
                firstNs, firstNs + 20 * MS, firstNs + 40 * MS, firstNs + 60 * MS);
    }

    @Test
    void shouldLeaveTheRestToTheNextPollAtTheLimit() {
        for (int id = 0; id < 16; id++) {
            pacer.add(id, START_NS, 20 * MS, 0, 1);
        }
        final long nowNs = START_NS + 20 * MS - 1;
        assertThat(pacer.poll(nowNs, 5, target)).isEqualTo(5);
        assertThat(pacer.nextDueNs()).isLessThanOrEqualTo(nowNs);
        assertThat(pacer.poll(nowNs, 5, target)).isEqualTo(5);
        assertThat(pacer.poll(nowNs, 100, target)).isEqualTo(6);
        assertThat(target.sent).extracting(RecordingTarget.Sent::intendedNs).isSorted();
        assertThat(pacer.poll(nowNs, 100, target)).isZero();
    }

    @Test
    void shouldLetTheTargetRemoveAndAddStreamsWhileItIsCalled() {
        for (int id = 0; id < 8; id++) {
            pacer.add(id, START_NS, 20 * MS, 0, 1);
        }
        final PacingTarget churning = new PacingTarget() {
            @Override
            public boolean onDue(final int streamId, final long intendedNs, final long nowNs) {
                target.onDue(streamId, intendedNs, nowNs);
                pacer.remove(streamId);
                pacer.remove((streamId + 1) % 8);
                pacer.add(8 + streamId, nowNs, 20 * MS, 0, 1);
                if (streamId % 2 == 0) {
                    pacer.add(streamId, nowNs, 30 * MS, 0, 1);
                }
                return true;
            }

            @Override
            public void onSkipped(final int streamId, final int packets, final long nowNs) {
                target.onSkipped(streamId, packets, nowNs);
            }
        };
        final long nowNs = START_NS + 19 * MS;
        int sent = 0;
        while (sent < 8 && pacer.nextDueNs() <= nowNs) {
            sent += pacer.poll(nowNs, 1, sent == 0 ? churning : target);
        }
        assertThat(pacer.streams()).isBetween(7, 9);
        int paced = 0;
        for (int id = 0; id < 16; id++) {
            paced += pacer.isPaced(id) ? 1 : 0;
        }
        assertThat(paced).isEqualTo(pacer.streams());
    }

    @Test
    void shouldPaceStreamsAfterALongIdleTime() {
        final long laterNs = START_NS + 86_400_000 * MS;
        assertThat(pacer.nextDueNs()).isEqualTo(Long.MAX_VALUE);
        pacer.poll(laterNs, ALL, target);
        final long firstNs = pacer.add(3, laterNs, 20 * MS, 0, 1);
        assertThat(pacer.nextDueNs()).isEqualTo(firstNs);
        pacer.poll(firstNs, ALL, target);
        assertThat(target.intended(3)).containsExactly(firstNs);
    }

    @Test
    void shouldPaceStreamsAddedAfterAnIdleTimeWithoutPolls() {
        final long laterNs = START_NS + 60_000 * MS;
        final long firstNs = pacer.add(3, laterNs, 20 * MS, 0, 1);
        assertThat(pacer.poll(firstNs - 1, ALL, target)).isZero();
        assertThat(pacer.poll(firstNs, ALL, target)).isEqualTo(1);
        assertThat(target.sent.getFirst().latenessNs()).isZero();
    }

    @Test
    void shouldPacePacketTimesBeyondTheWheel() {
        final long firstNs = pacer.add(0, START_NS, 1_000 * MS, 0, 1);
        for (long nowNs = START_NS; nowNs < START_NS + 10_000 * MS; nowNs += MS) {
            pacer.poll(nowNs, ALL, target);
        }
        assertThat(target.intended(0)).hasSize(10);
        for (int n = 0; n < 10; n++) {
            assertThat(target.intended(0).get(n)).isEqualTo(firstNs + n * 1_000 * MS);
        }
        assertThat(target.sent).allMatch(p -> p.latenessNs() < MS);
    }

    @Test
    void shouldKeepAnOddPacketTimeWithoutDrift() {
        final long ptimeNs = 33_333_333;
        final long firstNs = pacer.add(0, START_NS, ptimeNs, 0, 1);
        for (int n = 0; n < 3_000; n++) {
            pacer.poll(pacer.nextDueNs(), ALL, target);
        }
        assertThat(target.sent.getLast().intendedNs()).isEqualTo(firstNs + 2_999 * ptimeNs);
        assertThat(target.sent).allMatch(p -> p.latenessNs() >= 0 && p.latenessNs() < PacketPacer.TICK_NS);
    }

    @Test
    void shouldRefuseMisuse() {
        pacer.add(0, START_NS, 20 * MS, 0, 1);
        assertThatThrownBy(() -> pacer.add(0, START_NS, 20 * MS, 0, 1)).hasMessageContaining("stream 0");
        assertThatThrownBy(() -> pacer.add(1, START_NS, 19_999, 0, 1)).hasMessageContaining("19999");
        assertThatThrownBy(() -> pacer.add(1, START_NS, 20 * MS, -1, 1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new PacketPacer(1, 0, 0)).hasMessageContaining("maxCatchUp 0");
        pacer.remove(1);
        assertThat(pacer.streams()).isEqualTo(1);
    }
}
