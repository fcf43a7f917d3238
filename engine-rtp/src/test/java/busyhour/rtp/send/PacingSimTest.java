package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shard in virtual time: each send costs time, and now and then the shard stalls. */
class PacingSimTest {

    private static final long MS = 1_000_000;
    private static final long US = 1_000;
    private static final long PTIME_NS = 20 * MS;
    private static final long SEND_COST_NS = 3_400; // measured with loopback UDP
    private static final long POLL_COST_NS = 200;

    private static final class Shard implements PacingTarget {
        final PacketPacer pacer;
        final long[] lastSentNs;
        final long[] packets;
        final long[] skippedOf;
        final long[] burstOf;
        final long[] gapsNs = new long[4_000_000];
        int gaps;
        long worstBurst;
        long pollNs;
        long[] lastPollOf;
        long clockNs;

        Shard(final int streams, final int maxCatchUp) {
            pacer = new PacketPacer(streams, 0, maxCatchUp);
            lastSentNs = new long[streams];
            packets = new long[streams];
            skippedOf = new long[streams];
            burstOf = new long[streams];
            lastPollOf = new long[streams];
            Arrays.fill(lastSentNs, -1);
            Arrays.fill(lastPollOf, -1);
        }

        @Override
        public boolean onDue(final int id, final long intendedNs, final long nowNs) {
            clockNs += SEND_COST_NS;
            if (lastSentNs[id] >= 0) {
                gapsNs[gaps++] = clockNs - lastSentNs[id];
            }
            lastSentNs[id] = clockNs;
            packets[id]++;
            burstOf[id] = lastPollOf[id] == pollNs ? burstOf[id] + 1 : 1;
            lastPollOf[id] = pollNs;
            worstBurst = Math.max(worstBurst, burstOf[id]);
            return true;
        }

        @Override
        public void onSkipped(final int id, final int count, final long nowNs) {
            skippedOf[id] += count;
        }

        void runUntil(final long endNs, final int limit) {
            while (clockNs < endNs) {
                pollNs = clockNs;
                pacer.poll(clockNs, limit, this);
                clockNs += POLL_COST_NS;
                if (pacer.nextDueNs() > clockNs) {
                    clockNs = Math.min(pacer.nextDueNs(), endNs);
                }
            }
        }

        double shareOfGapsWithin(final long toleranceNs) {
            int within = 0;
            for (int i = 0; i < gaps; i++) {
                within += Math.abs(gapsNs[i] - PTIME_NS) <= toleranceNs ? 1 : 0;
            }
            return (double) within / gaps;
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 50", "1000, 50", "4000, 150"})
    void shouldKeepGapsTightWithThousandsOfStreams(final int streams, final long toleranceUs) {
        final Shard shard = new Shard(streams, 3);
        final Random random = new Random(1);
        for (int id = 0; id < streams; id++) {
            shard.pacer.add(id, random.nextLong(PTIME_NS), PTIME_NS, 0, id);
        }
        shard.runUntil(10_000 * MS, 64);
        assertThat(shard.shareOfGapsWithin(toleranceUs * US)).isGreaterThan(0.999);
        assertThat(shard.worstBurst).isEqualTo(1);
        assertThat(Arrays.stream(shard.packets)).allMatch(n -> n >= 499 && n <= 500);
    }

    @Test
    void shouldKeepGapsTightThroughAddAndRemove() {
        final int streams = 3_000;
        final Shard shard = new Shard(streams, 3);
        final Random random = new Random(2);
        for (int id = 0; id < streams / 2; id++) {
            shard.pacer.add(id, 0, PTIME_NS, 0, id);
        }
        for (int step = 1; step <= 5_000; step++) {
            final int id = random.nextInt(streams);
            if (shard.pacer.isPaced(id)) {
                shard.pacer.remove(id);
            } else {
                shard.pacer.add(id, shard.clockNs, PTIME_NS, 0, id);
                shard.lastSentNs[id] = -1;
            }
            shard.runUntil(step * MS, 64);
        }
        assertThat(shard.shareOfGapsWithin(150 * US)).isGreaterThan(0.999);
        assertThat(shard.pacer.skippedPackets()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"5, 1, 0", "25, 2, 0", "500, 3, 22"})
    void shouldCatchUpBoundedAfterAStall(final long stallMs, final int worstBurst, final int leastSkipped) {
        final int streams = 1_000;
        final Shard shard = new Shard(streams, 3);
        for (int id = 0; id < streams; id++) {
            shard.pacer.add(id, 0, PTIME_NS, 0, id);
        }
        shard.runUntil(1_000 * MS, 64);
        final long[] before = shard.packets.clone();
        shard.clockNs += stallMs * MS;
        shard.runUntil(2_000 * MS, Integer.MAX_VALUE);
        assertThat(shard.worstBurst).isLessThanOrEqualTo(worstBurst);
        for (int id = 0; id < streams; id++) {
            // what was not sent was skipped and counted, equally for all: the schedule itself never moved
            assertThat(shard.packets[id] - before[id] + shard.skippedOf[id]).isBetween(49L, 51L);
            assertThat(shard.skippedOf[id]).isBetween((long) leastSkipped, leastSkipped + 2L);
        }
        final int settled = shard.gaps;
        shard.runUntil(3_000 * MS, 64);
        final int late = shard.gaps;
        for (int i = settled; i < late; i++) {
            assertThat(Math.abs(shard.gapsNs[i] - PTIME_NS)).isLessThan(MS);
        }
    }

    @Test
    void shouldShareAnOverloadedShardEvenly() {
        final int streams = 8_000; // 400,000 packets a second asked of a shard that sends 294,000
        final Shard shard = new Shard(streams, 3);
        for (int id = 0; id < streams; id++) {
            shard.pacer.add(id, 0, PTIME_NS, 0, id);
        }
        shard.runUntil(5_000 * MS, 64);
        final long least = Arrays.stream(shard.packets).min().orElseThrow();
        final long most = Arrays.stream(shard.packets).max().orElseThrow();
        assertThat(least).isGreaterThan(most * 8 / 10);
        assertThat(shard.pacer.skippedPackets()).isGreaterThan(0);
    }
}
