package busyhour.rtp.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BurstGapAnalysisTest {

    private final BurstGapAnalysis analysis = new BurstGapAnalysis();

    @Test
    void shouldCallALoneLossPartOfTheGap() {
        play("r20 x1 r20");
        assertThat(analysis.burstDensity()).isZero();
        assertThat(analysis.meanBurstPackets()).isZero();
        assertThat(analysis.gapDensity()).isCloseTo(1 / 41.0, within(1e-12));
        assertThat(analysis.meanGapPackets()).isEqualTo(41);
    }

    @Test
    void shouldEndABurstAtSixteenReceivedInARow() {
        play("r30 x1 r15 x1 r16 x1 r20");
        assertThat(analysis.meanBurstPackets()).isEqualTo(17);
        assertThat(analysis.burstDensity()).isCloseTo(2 / 17.0, within(1e-12));
        assertThat(analysis.gapDensity()).isCloseTo(1 / 67.0, within(1e-12));
        assertThat(analysis.meanGapPackets()).isEqualTo((30 + 37) / 2.0);
    }

    @Test
    void shouldCountTheBurstInProgress() {
        play("r100 x4 r4");
        assertThat(analysis.meanBurstPackets()).isEqualTo(4);
        assertThat(analysis.burstDensity()).isEqualTo(1);
        assertThat(analysis.meanGapPackets()).isEqualTo(52);
    }

    @Test
    void shouldBeginWithABurst() {
        play("x2 r16");
        assertThat(analysis.burstDensity()).isEqualTo(1);
        assertThat(analysis.meanGapPackets()).isEqualTo(16);
    }

    /** An oracle that looks at the whole sequence at once, by the words of RFC 3611. */
    @Test
    void shouldAgreeWithTheDefinitionOnRandomSequences() {
        for (long seed = 0; seed < 300; seed++) {
            final Random random = new Random(seed);
            final boolean[] missing = new boolean[40 + random.nextInt(400)];
            boolean bad = false;
            for (int i = 0; i < missing.length; i++) {
                bad = bad ? random.nextDouble() > 0.1 : random.nextDouble() < 0.02;
                missing[i] = random.nextDouble() < (bad ? 0.4 : 0.02);
            }
            analysis.clear();
            for (final boolean slot : missing) {
                analysis.onSlot(slot);
            }
            assertAgrees(missing, seed);
        }
    }

    private void assertAgrees(boolean[] missing, long seed) {
        final boolean[] burst = new boolean[missing.length];
        for (int first = 0; first < missing.length; first++) {
            int last = first;
            for (int i = first; missing[first] && i < missing.length && i - last <= BurstGapAnalysis.GMIN; i++) {
                last = missing[i] ? i : last;
            }
            for (int i = first; last > first && i <= last; i++) {
                burst[i] = true;
            }
        }
        int inBurst = 0;
        int lostInBurst = 0;
        int lostInGap = 0;
        int bursts = 0;
        int gaps = 0;
        for (int i = 0; i < missing.length; i++) {
            inBurst += burst[i] ? 1 : 0;
            lostInBurst += burst[i] && missing[i] ? 1 : 0;
            lostInGap += !burst[i] && missing[i] ? 1 : 0;
            bursts += burst[i] && (i == 0 || !burst[i - 1]) ? 1 : 0;
            gaps += !burst[i] && (i == 0 || burst[i - 1]) ? 1 : 0;
        }
        final int inGap = missing.length - inBurst;
        assertThat(analysis.burstDensity()).as("seed %d", seed).isCloseTo(inBurst == 0 ? 0 : (double) lostInBurst / inBurst, within(1e-9));
        assertThat(analysis.gapDensity()).as("seed %d", seed).isCloseTo(inGap == 0 ? 0 : (double) lostInGap / inGap, within(1e-9));
        assertThat(analysis.meanBurstPackets()).as("seed %d", seed).isCloseTo(bursts == 0 ? 0 : (double) inBurst / bursts, within(1e-9));
        assertThat(analysis.meanGapPackets()).as("seed %d", seed).isCloseTo(gaps == 0 ? 0 : (double) inGap / gaps, within(1e-9));
    }

    @Test
    void shouldGiveBurstRatioOneForRandomLossAndMoreForBursts() {
        final LossRuns runs = new LossRuns();
        assertThat(runs.lossPercent()).isNaN();
        final Random random = new Random(11);
        for (int i = 0; i < 200_000; i++) {
            runs.onSlot(random.nextDouble() < 0.05);
        }
        assertThat(runs.lossPercent()).isCloseTo(5, within(0.2));
        assertThat(runs.burstRatio()).isCloseTo(1, within(0.03));
        runs.clear();
        boolean bad = false;
        for (int i = 0; i < 200_000; i++) { // two states: mean run 1 / 0.25 = 4, BurstR 1 / (p + q) = 1 / 0.26
            bad = bad ? random.nextDouble() >= 0.25 : random.nextDouble() < 0.01;
            runs.onSlot(bad);
        }
        assertThat(runs.burstRatio()).isCloseTo(1 / 0.26, within(0.2));
    }

    private void play(String slots) {
        for (final String part : slots.split(" ")) {
            for (int i = 0; i < Integer.parseInt(part.substring(1)); i++) {
                analysis.onSlot(part.charAt(0) == 'x');
            }
        }
    }
}
