package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.playout.PlayoutMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same network gives the same figures wherever sequence numbers and timestamps begin. */
class WrapPropertyTest {

    @Test
    void shouldNotNoticeWhereNumbersWrap() {
        for (long seed = 0; seed < 5; seed++) {
            final List<Double> reference = figures(seed, 1_000, 1_000);
            for (final int firstSequence : new int[]{0, 65_535, 65_000, 32_700, 64_036}) {
                for (final int firstTimestamp : new int[]{0, -1, -160, -80_000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                    assertThat(figures(seed, firstSequence, firstTimestamp))
                            .as("seed %d from %d and %d", seed, firstSequence, firstTimestamp).isEqualTo(reference);
                }
            }
        }
    }

    private static List<Double> figures(long seed, int firstSequence, int firstTimestamp) {
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
        final StreamSimulation simulation = new StreamSimulation(stream, seed);
        simulation.firstSequence = firstSequence;
        simulation.firstTimestamp = firstTimestamp;
        final List<Double> figures = new ArrayList<>();
        simulation.run(30, (index, random) -> {
            final long delayNs = random.nextInt(60_000_000);
            final int dice = random.nextInt(100);
            return dice < 3 ? new long[0] : dice < 6 ? new long[]{delayNs, delayNs + 1_000_000} : new long[]{delayNs};
        }, (second, s) -> {
            figures.add(s.quality().jitterMs());
            figures.add(s.quality().mos());
            figures.add(s.quality().packetsLost());
            figures.add(s.quality().pdvMs());
            figures.add(s.network().outOfOrderPackets());
            figures.add(s.network().duplicatePackets());
            figures.add(s.network().reorderDepthMax());
            figures.add(s.network().latePackets());
            figures.add(s.jitterBuffer().jbPacketLosses());
            figures.add(s.quality().timestampJumps());
        });
        return figures;
    }
}
