package busyhour.rtp.receive;

import static busyhour.rtp.receive.StreamSimulation.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.quality.EModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MOS as G.107 says, over a simulated network in virtual time. */
class QualitySimTest {

    private static final long[] LOST = {};
    private static final StreamSimulation.Observer NOBODY = (second, stream) -> { };

    private final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);

    private double sumOfSeconds;
    private int seconds;

    @Test
    void shouldReachTheBestScoreOfG711WithoutLoss() {
        new StreamSimulation(stream, 1).run(20, (index, random) -> new long[]{MS}, (second, s) -> {
            assertThat(s.quality().fractionLost()).isZero();
            assertThat(s.quality().mos()).isGreaterThan(4.35);
            assertThat(s.quality().mosLq()).isCloseTo(4.41, within(0.01));
            assertThat(s.network().packetsRecvRatePs()).isBetween(49.0, 51.0);
        });
        assertThat(stream.network().packetsReceived()).isEqualTo(1_000);
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.quality().burstLossRatio()).isNaN();
        assertThat(stream.jitterBuffer().jbPacketsPushed()).isBetween(997.0, 1_000.0);
        assertThat(stream.jitterBuffer().jbUnderflows()).isZero();
        // 20 ms of packet, 20 of buffer: what is known of the delay
        assertThat(stream.quality().idDelay()).isCloseTo(EModel.idDelay(40), within(0.01));
    }

    @ParameterizedTest
    @CsvSource({"1, 11", "3, 12", "5, 13", "10, 14"})
    void shouldFallAsTheModelSaysUnderRandomLoss(double lossPercent, long seed) {
        new StreamSimulation(stream, seed).run(400, (index, random) -> random.nextDouble() < lossPercent / 100
                ? LOST : new long[]{5 * MS + random.nextInt((int) (4 * MS))}, (second, s) -> {
                    sumOfSeconds += s.quality().mos();
                    seconds++;
                });
        final double expected = EModel.mos(EModel.rFactor(EModel.idDelay(40), EModel.ieEff(0, 25.1, lossPercent, 1)));
        assertThat(stream.quality().callMos()).as("MOS of the call, seed %d", seed).isCloseTo(expected, within(0.05));
        assertThat(sumOfSeconds / seconds).as("mean MOS of the seconds").isCloseTo(expected, within(0.08));
        assertThat(stream.quality().callLossPercent()).isCloseTo(lossPercent, within(0.5));
        assertThat(stream.quality().callBurstRatio()).isCloseTo(1, within(0.06));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void shouldFallFurtherWhenTheSameLossComesInBursts(long seed) {
        final boolean[] bad = new boolean[1]; // 4 % of the time bad, runs of 5
        new StreamSimulation(stream, seed).run(600, (index, random) -> {
            bad[0] = bad[0] ? random.nextDouble() >= 0.2 : random.nextDouble() < 0.2 * 0.04 / 0.96;
            return bad[0] ? LOST : new long[]{5 * MS};
        }, NOBODY);
        final double loss = stream.quality().callLossPercent();
        final double burstRatio = 1 / (0.2 + 0.2 * 0.04 / 0.96);
        assertThat(loss).isCloseTo(4, within(0.8));
        assertThat(stream.quality().callBurstRatio()).isCloseTo(burstRatio, within(0.5));
        final double bursty = EModel.mos(EModel.rFactor(EModel.idDelay(40), EModel.ieEff(0, 25.1, loss, burstRatio)));
        final double random = EModel.mos(EModel.rFactor(EModel.idDelay(40), EModel.ieEff(0, 25.1, loss, 1)));
        assertThat(stream.quality().callMos()).isCloseTo(bursty, within(0.05)).isLessThan(random - 0.03);
        assertThat(stream.quality().burstDensity()).isBetween(0.3, 1.0);
        assertThat(stream.quality().gapDensity()).isLessThan(1 / 17.0);
        assertThat(stream.quality().burstDuration()).isBetween(60.0, 400.0);
        assertThat(stream.audio().plcEvents()).isNotNaN();
    }

    @Test
    void shouldCountDiscardInAFixedBufferLikeLoss() {
        final RtpReceiveStream fixed = new RtpReceiveStream(PlayoutMode.FIXED_50);
        final int[] tooLate = new int[1];
        new StreamSimulation(fixed, 31).run(200, (index, random) -> {
            final boolean late = index > 0 && random.nextDouble() < 0.03;
            tooLate[0] += late ? 1 : 0;
            return new long[]{10 * MS + (late ? 70 * MS : 0)};
        }, NOBODY);
        assertThat(fixed.quality().packetsLost()).isZero();
        assertThat(fixed.jitterBuffer().jbLatePackets()).isEqualTo(tooLate[0]);
        assertThat(fixed.jitterBuffer().jbPacketLosses()).isEqualTo(tooLate[0]);
        final double loss = 100.0 * tooLate[0] / 10_000;
        final double expected = EModel.mos(EModel.rFactor(EModel.idDelay(70), EModel.ieEff(0, 25.1, loss, 1)));
        assertThat(fixed.quality().callMos()).isCloseTo(expected, within(0.02));
    }

    /** The built-in signal as a healthy call carries it. */
    @Test
    void shouldHearTheBuiltInSpeechAtItsLevelAndNoDeadAir() {
        final double[] sums = new double[4];
        new StreamSimulation(stream, 61).run(24, (index, random) -> new long[]{MS}, (second, s) -> {
            sums[0] += s.audio().speechActivity();
            sums[1] += s.audio().signalLevelDbov() > -99 ? 1 : 0;
            sums[2] += s.audio().signalLevelDbov() > -99 ? s.audio().signalLevelDbov() : 0;
            assertThat(s.audio().clippingRatio()).isZero();
            assertThat(s.audio().audioLevelPeakDbov()).isBetween(-50.0, 0.0);
            sums[3] = Math.max(sums[3], s.audio().noiseLevelDbov() > -99 ? -s.audio().noiseLevelDbov() : 0);
        });
        assertThat(sums[0] / 25).as("activity").isBetween(65.0, 90.0);
        assertThat(sums[2] / sums[1]).as("level").isBetween(-29.0, -25.0);
        assertThat(sums[3]).as("background").isBetween(52.0, 58.0);
        assertThat(stream.audio().deadAirMs()).isZero();
    }

    @Test
    void shouldCountTheDelayThatIsKnown() {
        new StreamSimulation(stream, 41).run(20, (index, random) -> new long[]{MS}, (second, s) -> s.roundTripMs(300));
        assertThat(stream.quality().idDelay()).isCloseTo(EModel.idDelay(20 + 20 + 150), within(0.02));
        assertThat(stream.quality().mos()).isLessThan(stream.quality().mosLq());
    }

    @Test
    void shouldScoreNothingInASecondWithoutPackets() {
        final int[] silent = new int[1];
        new StreamSimulation(stream, 51).run(10, (index, random) -> index >= 200 && index < 350 ? LOST : new long[]{MS}, (second, s) -> {
            if (second == 5) {
                assertThat(s.quality().mos()).isNaN();
                assertThat(s.quality().jitterMs()).isNaN();
                assertThat(s.quality().fractionLost()).isNaN();
                assertThat(s.network().packetsRecvRatePs()).isZero();
                silent[0]++;
            }
            if (second == 7) { // the loss of three seconds becomes known
                assertThat(s.quality().fractionLost()).isEqualTo(75);
                assertThat(s.quality().mos()).isLessThan(1.5);
                assertThat(s.network().sequenceNumberGaps()).isEqualTo(150);
            }
        });
        assertThat(silent[0]).isEqualTo(1);
        assertThat(stream.quality().packetsLost()).isEqualTo(150);
        assertThat(stream.jitterBuffer().jbPacketLosses()).isEqualTo(150);
    }
}
