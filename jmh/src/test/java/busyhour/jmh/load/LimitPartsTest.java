package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts with contenders that only claim to have measured: arithmetic, order and verdicts. */
class LimitPartsTest {

    private static final Gaps SEEN = new Gaps(1_000, 100_000, 2_000_000_000L, 0.9991, 20_300, 20_900, 25_000, 0, 0);

    private final List<String> order = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    /** Costs so many microseconds a packet, in turn; full above 80 % busy. */
    private final class Made implements Contender {
        private final String name;
        private final double[] usPerPacket;
        private final boolean says;
        private int next;

        Made(String name, boolean says, double... usPerPacket) {
            this.name = name;
            this.says = says;
            this.usPerPacket = usPerPacket;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String missing() {
            return null;
        }

        @Override
        public Figures measure(int endpoints, double seconds, Tap tap) {
            order.add(name + " " + endpoints);
            final double us = usPerPacket[next++ % usPerPacket.length];
            final double asked = endpoints * 50.0;
            final double busy = Math.min(1, asked * us / 1e6);
            return new Figures(name, endpoints, Math.min(asked, busy * 1e6 / us), busy, 0, us, 10, 20, 0, says && busy > 0.8,
                    tap == null ? null : SEEN, LoadReport.object());
        }
    }

    private LimitParts parts(Contender pacer, Contender busyhour) throws IOException {
        final Tap tap = new Tap(new CBaseline(directory, directory), -1);
        return new LimitParts(pacer, new Made("burst", false, 1), busyhour, busyhour, null, tap, 3, 1, new LoadReport(directory, "limit"),
                new PrintStream(text, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldCompareMediansOfMeasurementsInTurn() throws Exception {
        final LimitParts parts = parts(new Made("pacer", false, 1, 2, 5), new Made("busyhour", true, 2.5, 8, 2));
        parts.ratios(List.of(1_000));
        assertThat(order).containsExactly("pacer 1000", "busyhour 1000", "pacer 1000", "busyhour 1000", "pacer 1000", "busyhour 1000", "burst 1000");
        // 500,000 and 400,000 packets per busy second are the medians
        assertThat(printed()).contains("held      1000 endpoints, packets per busy second by those of the C pacer: 0.8, wanted >= 0.75",
                "1000 endpoints: 0.4 of the burst loop");
        assertThat(parts.exitCode()).isEqualTo(LoadPrograms.HELD);
    }

    @Test
    void shouldNotHoldWhenOneNumberOfEndpointsFallsShort() throws Exception {
        final LimitParts parts = parts(new Made("pacer", false, 1, 1, 1, 1), new Made("busyhour", true, 1, 1, 1, 1.4, 1.4, 1.4));
        parts.ratios(List.of(1_000, 2_000));
        assertThat(printed()).contains("held      1000 endpoints", "NOT HELD  2000 endpoints, packets per busy second by those of the C pacer: 0.7143");
        assertThat(parts.exitCode()).isEqualTo(LoadPrograms.NOT_HELD);
    }

    @Test
    void shouldTakeTheBestShareOfGaps() throws Exception {
        final LimitParts parts = parts(new Made("pacer", false, 1), new Made("busyhour", true, 1));
        parts.gaps(List.of(1_000, 2_000));
        assertThat(order).filteredOn(name -> name.endsWith(" 1000")).hasSize(6);
        assertThat(order).filteredOn(name -> name.endsWith(" 2000")).hasSize(2);
        assertThat(printed()).contains("held      1000 endpoints, % of gaps within 1 ms, best of 3 (C pacer 99.91): 99.91 %, wanted >= 99.9 %");
    }

    @Test
    void shouldFindTheKneeOfEachContender() throws Exception {
        parts(new Made("pacer", true, 2), new Made("busyhour", true, 4)).sweep();
        // 80 % of a core is 400,000 and 200,000 packets/s, 8,000 and 4,000 endpoints
        assertThat(printed()).containsPattern("knee: pacer holds 7[0-9]{3} two-way endpoints on one core, not 8[0-9]{3}")
                .containsPattern("knee: busyhour holds (3[6-9][0-9]{2}|4000) two-way endpoints on one core, not 4[0-9]{3}");
    }

    @Test
    void shouldFillTheShardAndExpectItToSaySo() throws Exception {
        parts(new Made("pacer", true, 1), new Made("busyhour", true, 4)).full();
        assertThat(order).containsExactly("busyhour 1000", "busyhour 5000");
        assertThat(printed()).contains("held      a full shard says that it is overloaded: 5000 endpoints, 250000 packets/s of 250000, busy 100.0 %");
    }

    @Test
    void shouldNotHoldWhenAFullShardSaysNothing() throws Exception {
        final LimitParts parts = parts(new Made("pacer", true, 1), new Made("busyhour", false, 4));
        parts.full();
        assertThat(printed()).contains("NOT HELD  a full shard says that it is overloaded");
        assertThat(parts.exitCode()).isEqualTo(LoadPrograms.NOT_HELD);
    }
}
