package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseSpreadTest {

    private static final long TICK_NS = PacketPacer.TICK_NS;
    private static final long MS = 1_000_000;

    private final PhaseSpread spread = new PhaseSpread(TICK_NS);

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 50, 60})
    void shouldFillEveryPhaseBeforeAnyTwice(final int ptimeMs) {
        final int c = spread.classOf(ptimeMs * MS);
        final int phases = spread.phasesOf(c);
        assertThat(phases).isEqualTo(ptimeMs * 50);
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < phases; i++) {
                spread.take(c);
            }
            for (int phase = 0; phase < phases; phase++) {
                assertThat(spread.streamsIn(c, phase)).isEqualTo(round);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60})
    void shouldKeepFewStreamsFarApart(final int ptimeMs) {
        final int c = spread.classOf(ptimeMs * MS);
        final TreeSet<Long> offsets = new TreeSet<>();
        for (int streams = 1; streams <= 400; streams++) {
            offsets.add(spread.offsetNs(c, spread.take(c)));
            long widest = offsets.first() + ptimeMs * MS - offsets.last();
            Long before = null;
            for (final long offset : offsets) {
                widest = before == null ? widest : Math.max(widest, offset - before);
                before = offset;
            }
            assertThat(widest).as("%d streams", streams).isLessThan(ptimeMs * MS / streams * 5 / 2);
        }
    }

    @Test
    void shouldPutPairsSideBySideAndFillEveryPhaseAllTheSame() {
        final int c = spread.classOf(20 * MS);
        final int phases = spread.phasesOf(c);
        int near = 0;
        for (int pair = 0; pair < phases; pair++) {
            final int first = spread.take(c);
            final int distance = Math.abs(spread.takeNear(c, first) - first);
            near += Math.min(distance, phases - distance) <= PhaseSpread.NEAR ? 1 : 0;
        }
        for (int phase = 0; phase < phases; phase++) {
            assertThat(spread.streamsIn(c, phase)).isEqualTo(2);
        }
        assertThat(near).as("of %d pairs", phases).isGreaterThan(phases * 8 / 10);
    }

    @Test
    void shouldChooseAnEmptiestPhaseThroughChurn() {
        final Random random = new Random(7);
        final int c = spread.classOf(20 * MS);
        final int[] phaseOf = new int[3_000];
        final boolean[] in = new boolean[phaseOf.length];
        for (int step = 0; step < 30_000; step++) {
            final int id = random.nextInt(phaseOf.length);
            if (in[id]) {
                spread.release(c, phaseOf[id]);
            } else {
                int least = Integer.MAX_VALUE;
                for (int phase = 0; phase < spread.phasesOf(c); phase++) {
                    least = Math.min(least, spread.streamsIn(c, phase));
                }
                phaseOf[id] = spread.take(c);
                assertThat(spread.streamsIn(c, phaseOf[id])).isEqualTo(least + 1);
            }
            in[id] = !in[id];
        }
    }

    @Test
    void shouldReuseTheClassOfAPacketTimeThatIsGone() {
        final int[] phases = new int[PhaseSpread.MAX_CLASSES];
        for (int c = 0; c < PhaseSpread.MAX_CLASSES; c++) {
            assertThat(spread.classOf((10 + c) * MS)).isEqualTo(c);
            phases[c] = spread.take(c);
        }
        assertThat(spread.classOf(60 * MS)).isEqualTo(PhaseSpread.UNCOUNTED);
        assertThat(spread.uncountedOffsetNs(60 * MS)).isBetween(0L, 60 * MS - 1);
        spread.release(3, phases[3]);
        assertThat(spread.classOf(60 * MS)).isEqualTo(3);
        assertThat(spread.phasesOf(3)).isEqualTo(3_000);
    }

    @Test
    void shouldWidenPhasesOfLongPacketTimes() {
        final int c = spread.classOf(1_000 * MS);
        assertThat(spread.phasesOf(c)).isLessThanOrEqualTo(PhaseSpread.MAX_PHASES);
        for (int i = 0; i < 5_000; i++) {
            assertThat(spread.offsetNs(c, spread.take(c))).isBetween(0L, 1_000 * MS - 1);
        }
    }
}
