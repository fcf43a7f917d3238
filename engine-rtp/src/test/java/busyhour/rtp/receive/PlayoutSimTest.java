package busyhour.rtp.receive;

import static busyhour.rtp.receive.StreamSimulation.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.rtp.playout.PlayoutMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The playout buffer model under jitter, duplicates, reordering and a changed path. */
class PlayoutSimTest {

    private static final long[] LOST = {};
    private static final StreamSimulation.Observer NOBODY = (second, stream) -> { };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldDiscardExactlyWhatAFixedBufferCannotWaitFor(long seed) {
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.FIXED_50);
        final long[] delays = new long[2_000];
        new StreamSimulation(stream, seed).run(40, (index, random) -> {
            delays[index] = index == 0 ? 20 * MS : (long) (random.nextDouble() * 80 * MS);
            return new long[]{delays[index]};
        }, NOBODY);
        int late = 0;
        for (final long delayNs : delays) {
            late += delayNs > 70 * MS ? 1 : 0;
        }
        assertThat(stream.jitterBuffer().jbLatePackets()).as("seed %d", seed).isEqualTo(late);
        assertThat(stream.jitterBuffer().jbPacketLosses()).isEqualTo(late);
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.network().outOfOrderPackets()).isPositive();
        assertThat(stream.jitterBuffer().jbMaxDelayMs()).isLessThanOrEqualTo(70);
    }

    @ParameterizedTest
    @EnumSource(PlayoutMode.class)
    void shouldKeepItsBooksInEveryWeather(PlayoutMode mode) {
        for (long seed = 0; seed < 20; seed++) {
            final RtpReceiveStream stream = new RtpReceiveStream(mode);
            new StreamSimulation(stream, seed).run(30, (index, random) -> {
                final long delayNs = (long) (Math.abs(random.nextGaussian()) * 30 * MS);
                final double dice = random.nextDouble();
                return dice < 0.05 ? LOST : dice < 0.08 ? new long[]{delayNs, delayNs + 3 * MS} : new long[]{delayNs};
            }, NOBODY);
            stream.onSecond(100 * StreamSimulation.SECOND); // everything is due
            final double pushed = stream.jitterBuffer().jbPacketsPushed();
            final double late = stream.jitterBuffer().jbLatePackets();
            final double received = stream.network().packetsReceived() - stream.network().duplicatePackets();
            assertThat(pushed + late).as("mode %s seed %d", mode, seed).isEqualTo(received);
            assertThat(stream.jitterBuffer().jbDepthPackets()).isZero();
            // each slot from the first packet to the last was played or concealed; what came before the first was late
            final double slots = pushed + stream.jitterBuffer().jbPacketLosses();
            assertThat(slots).isCloseTo(stream.receptionReport().packetsExpected(), within(2.0));
            assertThat(stream.jitterBuffer().jbDuplicates()).isEqualTo(stream.network().duplicatePackets());
        }
    }

    @Test
    void shouldFollowTheDelayVariation() {
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
        final double[] lateAfterWarmUp = new double[1];
        new StreamSimulation(stream, 9).run(90, (index, random) ->
                new long[]{10 * MS + (long) (index < 2_000 ? random.nextDouble() * 80 * MS : 0)}, (second, s) -> {
                    if (second == 5) {
                        lateAfterWarmUp[0] = s.jitterBuffer().jbLatePackets();
                    }
                    if (second == 38) {
                        assertThat(s.jitterBuffer().jbTargetDelayMs()).isBetween(75.0, 95.0);
                        assertThat(s.jitterBuffer().jbLatePackets() - lateAfterWarmUp[0]).isLessThan(0.01 * 33 * 50);
                    }
                    if (second == 80) {
                        assertThat(s.jitterBuffer().jbTargetDelayMs()).isEqualTo(20);
                        assertThat(s.jitterBuffer().jbCurrentDelayMs()).isCloseTo(20, within(0.01));
                    }
                });
        assertThat(stream.jitterBuffer().jbAdaptations()).isBetween(5.0, 60.0);
    }

    @ParameterizedTest
    @EnumSource(PlayoutMode.class)
    void shouldFindBackAfterThePathBecameLonger(PlayoutMode mode) {
        final RtpReceiveStream stream = new RtpReceiveStream(mode);
        new StreamSimulation(stream, 10).run(60, (index, random) -> new long[]{index < 1_000 ? 10 * MS : 400 * MS}, NOBODY);
        assertThat(stream.jitterBuffer().jbLatePackets()).as("late").isLessThanOrEqualTo(30);
        assertThat(stream.jitterBuffer().jbDiscardRate()).isZero();
    }

    @Test
    void shouldNotGrowUnderAFloodThatIsNeverDue() {
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.FIXED_200);
        new StreamSimulation(stream, 12).run(60, (index, random) -> new long[]{Math.max(0, 60_000 - 20L * index) * MS}, NOBODY);
        assertThat(stream.network().packetsReceived()).isEqualTo(3_000); // a minute of packets in the same millisecond
        assertThat(stream.jitterBuffer().jbOverflows()).isPositive();
        assertThat(stream.jitterBuffer().jbDepthPackets()).isLessThanOrEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-100, -20, 0, 50, 200})
    void shouldEstimateTheSkewOfThePeersClock(double ppm) {
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
        final StreamSimulation simulation = new StreamSimulation(stream, 77);
        simulation.skewPpm = ppm;
        simulation.run(120, (index, random) -> new long[]{(long) (5 * MS + random.nextDouble() * 3 * MS)}, NOBODY);
        assertThat(stream.quality().clockSkewEstimate()).isCloseTo(ppm, within(2.0));
    }
}
