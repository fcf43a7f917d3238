package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan's {@code send-jitter}. */
class SendJitterTest {

    private static final long MS = 1_000_000;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int PACKETS = 20_000;

    private static List<Long> run(final long ptimeNs, final long jitterNs, final long seed) {
        final PacketPacer pacer = new PacketPacer(1, 0);
        final RecordingTarget target = new RecordingTarget();
        pacer.add(0, 0, ptimeNs, jitterNs, seed);
        while (target.sent.size() < PACKETS) {
            pacer.poll(pacer.nextDueNs(), ALL, target);
        }
        assertThat(target.skipped).isZero();
        assertThat(target.sent).allMatch(p -> p.latenessNs() >= 0 && p.latenessNs() <= ptimeNs);
        return target.intended(0);
    }

    @ParameterizedTest
    @CsvSource({"20, 10", "20, 20", "10, 1", "60, 45"})
    void shouldSpreadDelaysEvenlyAndKeepOrder(final long ptimeMs, final long jitterMs) {
        final List<Long> intended = run(ptimeMs * MS, jitterMs * MS, 42);
        final int[] tenths = new int[11];
        double sum = 0;
        for (int n = 0; n < PACKETS; n++) {
            final long delayNs = intended.get(n) - n * ptimeMs * MS;
            assertThat(delayNs).isBetween(0L, jitterMs * MS);
            sum += delayNs;
            tenths[(int) (delayNs * 10 / (jitterMs * MS))]++;
        }
        assertThat(sum / PACKETS).isCloseTo(jitterMs * MS / 2.0, within(jitterMs * MS * 0.02));
        for (int i = 0; i < 10; i++) {
            assertThat(tenths[i]).isBetween(PACKETS / 10 - PACKETS / 50, PACKETS / 10 + PACKETS / 50);
        }
        assertThat(intended).isSorted();
    }

    @Test
    void shouldRepeatTheSameDelaysForTheSameSeed() {
        assertThat(run(20 * MS, 10 * MS, 5)).isEqualTo(run(20 * MS, 10 * MS, 5))
                .isNotEqualTo(run(20 * MS, 10 * MS, 6));
    }

    @Test
    void shouldQueueBehindADelayedPacketWhenJitterExceedsThePacketTime() {
        final List<Long> intended = run(20 * MS, 100 * MS, 9);
        assertThat(intended).isSorted();
        long bunched = 0;
        for (int n = 1; n < PACKETS; n++) {
            assertThat(intended.get(n) - n * 20 * MS).isBetween(0L, 100 * MS);
            bunched += intended.get(n).equals(intended.get(n - 1)) ? 1 : 0;
        }
        assertThat(bunched).isGreaterThan(PACKETS / 10);
    }

    @Test
    void shouldSkipByWholePacketTimesAfterAStall() {
        final PacketPacer pacer = new PacketPacer(1, 0);
        final RecordingTarget target = new RecordingTarget();
        pacer.add(0, 0, 20 * MS, 10 * MS, 3);
        pacer.poll(pacer.nextDueNs(), ALL, target);
        pacer.poll(1_000 * MS, ALL, target);
        while (target.sent.size() < 500) {
            pacer.poll(pacer.nextDueNs(), ALL, target);
        }
        assertThat(target.skipped).isBetween(46L, 48L);
        for (int n = 1; n < 500; n++) {
            final long slotNs = (n + target.skipped) * 20 * MS;
            assertThat(target.intended(0).get(n)).isBetween(slotNs, slotNs + 10 * MS);
        }
    }
}
