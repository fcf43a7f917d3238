package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.engine.io.Impairment.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers over a real network that a relay spoils by a seed: they measure what the relay wrote down. */
class ImpairedNetworkInteropTest {

    private static final int CALLS = 10;
    private static final int DURATION_MS = 20_000;
    private static final long SEED = 20_261_121;
    private static final double RTT_TOLERANCE_MS = 2;
    private static final double APPLIED_DELAY_MS = 100;

    @TempDir
    Path directory;

    @Test
    void shouldMeasureWhatTheRelayDid() throws Exception {
        final List<String> own = Namespaces.own();
        final List<String> command = new ArrayList<>(own);
        final List<String> arguments = new ArrayList<>(List.of(directory.toString(), String.valueOf(CALLS), String.valueOf(DURATION_MS), "ADAPTIVE",
                String.valueOf(SEED)));
        arguments.addAll(own);
        command.addAll(Namespaces.java(ImpairedLine.class, arguments.toArray(String[]::new)));
        try (ForeignProcess line = ForeignProcess.start(directory, "line", command)) {
            assertThat(line.await(150)).as(line.output()).isZero();
            final String output = line.output();
            final RecordedRun record = new RecordedRun();
            output.substring(output.indexOf("CALLERS\n"), output.indexOf("CALLEES\n")).lines().forEach(text -> ImpairedSide.read(text, record, 0));
            output.substring(output.indexOf("CALLEES\n")).lines().forEach(text -> ImpairedSide.read(text, record, CALLS));
            final List<Counts> relay = output.lines().filter(text -> text.startsWith("STREAM ")).map(ImpairedNetworkInteropTest::counts).toList();
            assertThat(relay).as(output).hasSize(2 * CALLS);
            ImpairedCalls.assertCounts(record, relay);
            ImpairedCalls.assertScores(record, relay, 2 * APPLIED_DELAY_MS);
            final double applied = median(delaysMs(output, "there")) + median(delaysMs(output, "back"));
            final List<Double> measured = record.endpointGauges.get("rtt_ms").values().stream().flatMap(List::stream).toList();
            assertThat(median(measured)).as("round trip, p50").isCloseTo(applied, within(RTT_TOLERANCE_MS));
            if (ForeignProcess.isInstalled("tshark")) {
                assertTshark(relay, record);
            } else {
                System.out.println("SKIPPED: tshark is not there to judge the capture (Debian: tshark)");
            }
            System.out.printf("impaired network, seed %d: %d streams, %d packets, %d lost, %d doubled, %d reordered; round trip %.2f ms, applied %.2f ms%n",
                    SEED, relay.size(), relay.stream().mapToInt(Counts::offered).sum(), relay.stream().mapToInt(Counts::lost).sum(),
                    relay.stream().mapToInt(Counts::duplicates).sum(), relay.stream().mapToInt(Counts::reordered).sum(), median(measured), applied);
        }
    }

    /** A second judge of what the callees received: the capture of their interface. */
    private void assertTshark(final List<Counts> relay, final RecordedRun record) throws Exception {
        final List<TsharkCapture.Stream> streams = TsharkCapture.streams(directory.resolve("capture-eth0.pcap"), "20000-65535").stream()
                .filter(stream -> stream.to().equals(ImpairedSide.CALLEES)).toList();
        assertThat(streams).hasSize(CALLS).allSatisfy(stream -> assertThat(relay).anySatisfy(counts -> {
            assertThat(stream.ssrc()).isEqualToIgnoringCase("0x%08x".formatted(counts.ssrc()));
            assertThat(stream.packets()).isEqualTo(counts.forwarded());
            // tshark counts up to the packet that came last, which another may have overtaken
            final long lost = counts.expected() - counts.forwarded();
            assertThat(stream.lost()).isBetween(lost - 2, lost);
        }));
        final double theirs = streams.stream().mapToDouble(TsharkCapture.Stream::maxJitterMs).max().orElseThrow();
        final double ours = record.endpointGauges.get("jitter_max_ms").entrySet().stream().filter(entry -> entry.getKey() >= CALLS)
                .flatMap(entry -> entry.getValue().stream()).mapToDouble(Double::doubleValue).max().orElseThrow();
        assertThat(ours).as("largest jitter").isCloseTo(theirs, within(0.05 * theirs));
    }

    private static Counts counts(final String line) {
        final String[] words = line.split(" ");
        final int[] numbers = new int[words.length];
        for (int i = 2; i < words.length; i++) {
            numbers[i] = Integer.parseInt(words[i]);
        }
        return new Counts(numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7], numbers[8], numbers[9]);
    }

    private static List<Double> delaysMs(final String output, final String way) {
        return output.lines().filter(line -> line.startsWith("DELAY " + way)).map(line -> Long.parseLong(line.split(" ")[2]) / 1e6).toList();
    }

    private static double median(final List<Double> values) {
        assertThat(values).isNotEmpty();
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
