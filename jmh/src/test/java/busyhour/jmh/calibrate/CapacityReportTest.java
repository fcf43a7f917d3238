package busyhour.jmh.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.engine.io.HostFacts;
import busyhour.engine.io.PortRange;
import busyhour.ipc.CapacityFile;
import busyhour.jmh.calibrate.CapacitySearch.Found;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what loads did to the table and the file. */
class CapacityReportTest {

    private static final HostBounds HOST = new HostBounds(20_000, 192, PortRange.defaults(), 16L << 30, 2L << 30, 760_000);
    private static final Load HELD = new Load(3_000, 1, 0.6, 90, 400 << 20, null);
    private static final Load BROKEN = new Load(4_500, 1, 0.9, 2_000, 450 << 20, "busy over 80 %");
    private static final KindCapacity AUDIO = KindCapacity.of(MediaKind.AUDIO, new Found(4_000, true, HELD, List.of(HELD, BROKEN)), HOST);

    private static Calibration calibration(KindCapacity... kinds) {
        final Map<MicroCosts.Step, Double> ns = new EnumMap<>(MicroCosts.Step.class);
        Arrays.stream(MicroCosts.Step.values()).forEach(step -> ns.put(step, 100.04));
        return new Calibration(Instant.EPOCH, 99, "1", HostFacts.read(), null, "backoff", 0.1, new MicroCosts(ns), List.of(kinds),
                List.of(new HostAdvice("open files: 20000, better 65536 or more", "room for few", "ulimit -n 65536")));
    }

    private static String table(KindCapacity... kinds) {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        new CapacityTable(new PrintStream(text, true, StandardCharsets.UTF_8)).print(calibration(kinds));
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldSayWhatBindsFirstWithTheArithmetic() {
        assertThat(AUDIO.first().name()).isEqualTo("cpu");
        assertThat(AUDIO.limit()).isEqualTo(4_000);
        assertThat(AUDIO.capacity()).isEqualTo(3_070);
        assertThat(table(AUDIO)).containsPattern("audio \\(PCMU\\) +4,000 +9,904 +11,384 +[0-9,]+ +380,000 +4,000 +3,070 +CPU\n")
                .contains("audio (PCMU): CPU binds first, at 4,000 endpoints: 3,000 held at 60 % busy (250,000 packets in")
                .contains("4,500 did not: busy over 80 %").contains("4,000 / 1.3 = 3,070")
                .contains("SIP message in", "change: ulimit -n 65536");
        assertThat(table(AUDIO).lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void shouldNameFilesWhereTheyBindFirst() {
        final Load all = new Load(9_904, 2, 0.4, 90, 0, null);
        final KindCapacity files = KindCapacity.of(MediaKind.AUDIO, new Found(9_904, false, all, List.of(all)), HOST);
        assertThat(files.first().name()).isEqualTo("sockets");
        assertThat(files.capacity()).isEqualTo(7_610);
        assertThat(files.bounds().getFirst().endpoints()).as("CPU would hold twice as many").isEqualTo(19_808);
        assertThat(table(files)).contains("open files binds first, at 9,904 endpoints: (20,000 open files - 192 of the worker)");
    }

    @Test
    void shouldWriteWhatAWorkerReads(@TempDir Path data) throws IOException {
        final JsonNode document = CapacityDocument.tree(calibration(AUDIO));
        CapacityFile.write(data, document);
        assertThat(CapacityFile.find(data.resolve("worker"))).get().extracting(CapacityFile.Capacity::endpoints).isEqualTo(3_070);
        final JsonNode read = new ObjectMapper().readTree(document.toString());
        assertThat(read.at("/kinds/audio/bindsFirst").asText()).isEqualTo("cpu");
        assertThat(read.at("/kinds/audio/bounds/ports/endpoints").asInt()).isEqualTo(11_384);
        assertThat(read.at("/kinds/audio/loads/1/broke").asText()).isEqualTo("busy over 80 %");
        assertThat(read.at("/kinds/audio/packetsPerBusySecond").asDouble()).isEqualTo(250_000);
        assertThat(read.at("/costsNs/packetIn").asDouble()).isEqualTo(100);
        assertThat(read.at("/engine/cores").isNull()).isTrue();
        assertThat(read.at("/advice/0/change").asText()).isEqualTo("ulimit -n 65536");
        assertThat(read.at("/host/kernel").isTextual()).isTrue();
    }

    @Test
    void shouldMakePlansThatCanBeReadAndHoldTheEndpoints() throws Exception {
        for (MediaKind kind : MediaKind.values()) {
            final String plan = kind.plan(3_071, 30, 5);
            assertThat(PlanReader.readYaml("plan", plan.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE).endpoints()).isEqualTo(3_070);
            assertThat(plan).contains("ramp: 307/s", "duration: 30s");
        }
    }

    @Test
    void shouldChooseKindsByName() {
        assertThat(MediaKind.parse(null)).containsExactly(MediaKind.values());
        assertThat(MediaKind.parse("video, audio")).containsExactly(MediaKind.AUDIO, MediaKind.VIDEO);
        assertThatThrownBy(() -> MediaKind.parse("audio,fax")).hasMessage("media: found 'fax', expected some of audio,audioSrtp,video");
    }

    @Test
    void shouldTellLoadsByTheReport() throws IOException {
        final JsonNode over = new ObjectMapper().readTree("""
                {"engine": {"shards": 2, "shardBusyRatio": 0.5, "sendLatenessUs": {"p99": 1500.5}, "overloaded": true,
                 "limits": [{"limit": "sendLatenessUs.p99", "value": 1500.5}, {"limit": "kernelDrops", "value": 12}]}}""");
        assertThat(Load.of(100, over, 7)).isEqualTo(new Load(100, 2, 0.5, 1500.5, 7, "lateness p99 over 1 ms, 12 datagrams dropped by the kernel"));
        assertThat(Load.of(100, over, 7).isDoubtful()).isTrue();
        final Load idle = Load.of(100, new ObjectMapper().readTree("{\"engine\": {\"shards\": 1, \"shardBusyRatio\": 0.1, \"overloaded\": false}}"), 0);
        assertThat(idle.held()).isTrue();
        assertThat(idle.latenessP99Us()).isNaN();
    }

    @Test
    void shouldTakeTheScriptsWarningsAsAdvice() {
        assertThat(HostAdvice.parse("""
                vm: Linux 6.1, 2 cores
                OK    governor               performance
                WARN  receive buffer         212992, better 8388608 or more
                        bursts are dropped
                        change: sudo sysctl -w net.core.rmem_max=8388608
                INFO  SMT                    on
                1 of these cost packets or precision
                """)).containsExactly(new HostAdvice("receive buffer: 212992, better 8388608 or more", "bursts are dropped",
                "sudo sysctl -w net.core.rmem_max=8388608"));
    }

    @Test
    void shouldKnowABenchmarkForEachCost() throws IOException {
        final StringBuilder list = new StringBuilder(); // the tests have a list of their own
        for (URL each : Collections.list(MicroCosts.class.getClassLoader().getResources("META-INF/BenchmarkList"))) {
            try (var in = each.openStream()) {
                list.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        for (MicroCosts.Step step : MicroCosts.Step.values()) {
            assertThat(list).contains("busyhour.jmh.jmh_generated." + step.benchmark().replace('.', '_') + "_jmhTest");
        }
    }
}
