package busyhour.jmh.calibrate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What single steps cost on this host, by JMH, each in a JVM of its own: what the loads begin with, and where a core's time goes.
 *
 * @param ns of each step, by its name here.
 */
record MicroCosts(Map<Step, Double> ns) {

    /** What is measured. */
    enum Step {
        KERNEL("kernel", "packet through the kernel", "out of a socket and into another over loopback, 400 pairs in turn",
                "PacketPathBenchmark.sendAndReceive"),
        PACE("pace", "packet paced", "found due among 1,000 streams", "PacketPacerBenchmark.pollOnePacket"),
        OUT("packetOut", "packet out", "header, frame, statistics; 1,000 streams", "RtpSendBenchmark.writeAndSent"),
        IN("packetIn", "packet in", "all that is measured about it; 1,000 streams", "RtpReceiveBenchmark.packet"),
        PROTECT("srtpProtect", "SRTP out", "AES_CM_128_HMAC_SHA1_80, 172 octets", "SrtpBenchmark.protect"),
        SRTP("srtpBoth", "SRTP out and in", "protected, and opened again", "SrtpBenchmark.protectAndUnprotect"),
        SIP_IN("sipRead", "SIP message in", "an INVITE parsed", "SipMessageBenchmark.parseInvite"),
        SIP_OUT("sipWrite", "SIP message out", "an INVITE written", "SipMessageBenchmark.writeInvite"),
        ENCODE("encode", "20 ms encoded", "G.711; once for each file, not for each packet", "G711Benchmark.encodeFrame");

        private final String key;
        private final String label;
        private final String meaning;
        private final String benchmark;

        Step(String key, String label, String meaning, String benchmark) {
            this.key = key;
            this.label = label;
            this.meaning = meaning;
            this.benchmark = benchmark;
        }

        /** Its name in files. */
        String key() {
            return key;
        }

        /** Its name for people. */
        String label() {
            return label;
        }

        /** Class and method that measure it. */
        String benchmark() {
            return benchmark;
        }

        /** What is in it. */
        String meaning() {
            return meaning;
        }
    }

    private static final String PACKAGE = "busyhour.jmh.";
    private static final double NS_PER_S = 1e9;
    /** Explicit: a fork must not write into what this JVM was told to keep. */
    private static final List<String> JVM_FLAGS = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m",
            "--sun-misc-unsafe-memory-access=allow", "-Xlog:disable", "-Xlog:all=error:stderr");

    /** @param quick shorter iterations: good for a first guess. */
    static MicroCosts measure(boolean quick) throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // somebody else's lock file in /tmp would end us
        final ChainedOptionsBuilder options = new OptionsBuilder().verbosity(VerboseMode.SILENT).shouldFailOnError(true)
                .forks(1).jvmArgs(JVM_FLAGS.toArray(String[]::new))
                .warmupIterations(2).warmupTime(TimeValue.milliseconds(quick ? 100 : 200))
                .measurementIterations(3).measurementTime(TimeValue.milliseconds(quick ? 70 : 120))
                .param("streams", "1000").param("jitterMs", "0").param("octets", "172").param("suite", "AES_CM_128_HMAC_SHA1_80");
        final Map<String, Step> steps = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            options.include(PACKAGE + step.benchmark.replace(".", "\\.") + "$");
            steps.put(PACKAGE + step.benchmark, step);
        }
        final Collection<RunResult> results = new Runner(options.build()).run();
        final Map<Step, Double> ns = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            results.stream().filter(result -> steps.get(result.getParams().getBenchmark()) == step).findFirst()
                    .ifPresent(result -> ns.put(step, result.getPrimaryResult().getScore()));
        }
        final List<Step> missing = new ArrayList<>(List.of(Step.values()));
        missing.removeAll(ns.keySet());
        if (!missing.isEmpty()) {
            throw new RunnerException("no result of " + missing);
        }
        return new MicroCosts(ns);
    }

    /** Of a packet sent and another received, with all that the engine does about them. */
    double packetNs(MediaKind kind) {
        return ns.get(Step.KERNEL) + ns.get(Step.PACE) + ns.get(Step.OUT) + ns.get(Step.IN)
                + (kind == MediaKind.AUDIO_SRTP ? ns.get(Step.SRTP) : 0);
    }

    /** Endpoints that a core would hold if there were nothing but these steps: the most that can be hoped for. */
    int endpointsPerCore(MediaKind kind) {
        return (int) (Load.BUSY_LIMIT * NS_PER_S / (kind.packetsPerSecond() * packetNs(kind)));
    }
}
