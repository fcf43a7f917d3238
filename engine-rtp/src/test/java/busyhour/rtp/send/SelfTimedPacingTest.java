package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams that say their own next due time. */
class SelfTimedPacingTest {

    private static final long MS = 1_000_000;

    private final PacketPacer pacer = new PacketPacer(4, 0);
    private final List<Long> offeredNs = new ArrayList<>();
    private long dueNs;
    private boolean refuses;
    private Runnable inCall = () -> { };

    private final PacingTarget target = new PacingTarget() {
        @Override
        public boolean onDue(final int streamId, final long intendedNs, final long nowNs) {
            assertThat(streamId).isEqualTo(2);
            offeredNs.add(intendedNs);
            inCall.run();
            return !refuses;
        }

        @Override
        public void onSkipped(final int streamId, final int packets, final long nowNs) {
            throw new AssertionError("skipped");
        }

        @Override
        public long nextDueNs(final int streamId) {
            return dueNs;
        }
    };

    private void pollUntil(final long endNs) {
        while (pacer.nextDueNs() <= endNs) {
            pacer.poll(pacer.nextDueNs(), 10, target);
        }
    }

    @Test
    void shouldAskForTheNextTimeAfterEachPacket() {
        final long firstNs = pacer.addSelfTimed(2, 5 * MS, 33 * MS);
        assertThat(firstNs).isBetween(5 * MS, 38 * MS);
        dueNs = firstNs + 3 * MS + 1;
        pollUntil(firstNs);
        dueNs = firstNs + 400 * MS; // beyond the wheel
        pollUntil(firstNs + 4 * MS);
        dueNs = Long.MAX_VALUE;
        pollUntil(firstNs + 1_000 * MS);
        assertThat(offeredNs).containsExactly(firstNs, firstNs + 3 * MS + 1, firstNs + 400 * MS);
        assertThat(pacer.nextDueNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(pacer.isPaced(2)).isTrue();
    }

    @Test
    void shouldWakeAStreamThatHadNothingDueAndBringForwardOneThatWaits() {
        final long firstNs = pacer.addSelfTimed(2, 0, 33 * MS);
        dueNs = Long.MAX_VALUE;
        pollUntil(firstNs);
        pacer.reschedule(2, 500 * MS);
        pacer.reschedule(2, 300 * MS);
        pacer.reschedule(2, 300 * MS);
        pollUntil(1_000 * MS);
        assertThat(offeredNs).containsExactly(firstNs, 300 * MS);
        pacer.reschedule(2, 1_100 * MS);
        pacer.reschedule(2, Long.MAX_VALUE);
        pollUntil(2_000 * MS);
        assertThat(offeredNs).hasSize(2);
        pacer.remove(2);
        pacer.reschedule(2, 2_100 * MS); // of nobody
        pollUntil(3_000 * MS);
        assertThat(offeredNs).hasSize(2);
        assertThat(pacer.addSelfTimed(2, 3_000 * MS, 33 * MS)).isGreaterThanOrEqualTo(3_000 * MS);
    }

    @Test
    void shouldOfferARefusedPacketAgainATickLater() {
        final long firstNs = pacer.addSelfTimed(2, 0, 33 * MS);
        refuses = true;
        pollUntil(firstNs + PacketPacer.TICK_NS);
        refuses = false;
        dueNs = Long.MAX_VALUE;
        pollUntil(firstNs + 10 * MS);
        assertThat(offeredNs).containsExactly(firstNs, firstNs, firstNs);
        assertThat(pacer.refusedSends()).isEqualTo(2);
    }

    @Test
    void shouldTakeWhatTheStreamSaysWithinItsOwnCall() {
        final long firstNs = pacer.addSelfTimed(2, 0, 33 * MS);
        inCall = () -> pacer.reschedule(2, 1);
        dueNs = firstNs + MS;
        pollUntil(firstNs);
        inCall = () -> pacer.remove(2);
        pollUntil(firstNs + 50 * MS);
        assertThat(offeredNs).containsExactly(firstNs, firstNs + MS);
        assertThat(pacer.streams()).isZero();
    }

    @Test
    void shouldNotSkipForAStreamThatKeepsItsOwnTime() {
        pacer.addSelfTimed(2, 0, 33 * MS);
        dueNs = Long.MAX_VALUE;
        pacer.poll(10_000 * MS, 10, target);
        assertThat(offeredNs).hasSize(1);
        assertThat(pacer.skippedPackets()).isZero();
    }
}
