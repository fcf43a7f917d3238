package busyhour.jmh.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * SIPp's {@code rtp_stream}: real calls whose callers play a file, SIPp's built-in callee on another core. One way only: SIPp
 * measures nothing of what it receives, so each packet costs it less than half of what a two-way endpoint does.
 */
final class SippContender implements Contender {

    private static final int PTIME_MS = 20;
    private static final int PACKETS_PER_SECOND = 1_000 / PTIME_MS;
    private static final int UAS_PORT = 5_962;
    private static final int UAC_PORT = 5_963;
    private static final int RAMP_S = 4;
    private static final int SETTLE_S = 2;
    private static final double TIMEOUT_S = 12;
    private static final double FIRST_CALLS = 0.05;
    private static final double NEARLY_ALL = 0.9;
    private static final int AUDIO_BYTES = 80_000;
    private static final String SOUND = "sipp-sound.ul";

    private final Path directory;
    private final int callerCore;
    private final int calleeCore;

    SippContender(Path directory, int callerCore, int calleeCore) {
        this.directory = directory;
        this.callerCore = callerCore;
        this.calleeCore = calleeCore;
    }

    @Override
    public String name() {
        return "SIPp 1-way";
    }

    @Override
    public String missing() throws InterruptedException {
        return SippCalls.missing();
    }

    @Override
    public Figures measure(int endpoints, double seconds, Tap tap) throws IOException, InterruptedException {
        final byte[] sound = new byte[AUDIO_BYTES];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (byte) (i * 37);
        }
        Files.write(directory.resolve(SOUND), sound);
        final int holdMs = (int) (1_000 * (seconds + RAMP_S + SETTLE_S + 1));
        final Path scenario = Files.writeString(directory.resolve("sipp-rtp.xml"), scenario(holdMs), StandardCharsets.UTF_8);
        final Process uas = sipp(calleeCore, "sipp-rtp-uas.out", List.of("-sn", "uas", "-p", Integer.toString(UAS_PORT),
                "-mp", Integer.toString(Tap.FIRST_PORT)));
        final String count = Integer.toString(endpoints);
        final Process uac = sipp(callerCore, "sipp-rtp-uac.out", List.of("-sf", scenario.toString(), "127.0.0.1:" + UAS_PORT,
                "-p", Integer.toString(UAC_PORT), "-mp", Integer.toString(Tap.LAST_PORT + 1), "-m", count, "-l", count,
                "-r", Integer.toString(Math.max(1, endpoints / RAMP_S))));
        try {
            KernelPackets.awaitRate(FIRST_CALLS * endpoints * PACKETS_PER_SECOND, TIMEOUT_S, uac);
            final boolean steady = KernelPackets.awaitRate(NEARLY_ALL * endpoints * PACKETS_PER_SECOND, RAMP_S, uac);
            if (!uac.isAlive()) {
                throw new IOException("sipp ended early, see " + directory.resolve("sipp-rtp-uac.out"));
            }
            TimeUnit.SECONDS.sleep(1);
            return figures(endpoints, seconds - 1, steady, uac, tap);
        } finally {
            uac.destroyForcibly().waitFor();
            uas.destroyForcibly().waitFor();
        }
    }

    private Figures figures(int endpoints, double seconds, boolean steady, Process uac, Tap tap) throws IOException, InterruptedException {
        final EngineProcess process = new EngineProcess(uac.pid());
        final Tap.Watch watch = tap == null ? null : tap.watch(seconds, PTIME_MS);
        final long startNs = System.nanoTime();
        final long cpuNs = process.cpu().processNs();
        final long sent = KernelPackets.sent();
        TimeUnit.MILLISECONDS.sleep((long) (1_000 * seconds));
        final double usedNs = process.cpu().processNs() - cpuNs;
        final double packets = KernelPackets.sent() - sent;
        final double wallNs = System.nanoTime() - startNs;
        final Gaps gaps = watch == null ? null : watch.gaps();
        final ObjectNode raw = LoadReport.object().put("cpuNs", usedNs).put("wallNs", wallNs).put("packets", packets).put("reachedItsRate", steady);
        return new Figures(name(), endpoints, packets * 1e9 / wallNs, usedNs / wallNs, Double.NaN, usedNs / packets / 1e3, Double.NaN, Double.NaN,
                0, !steady, gaps, raw);
    }

    private Process sipp(int core, String output, List<String> arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core), "sipp"));
        command.addAll(arguments);
        command.addAll(List.of("-i", "127.0.0.1", "-nostdin"));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve(output).toFile()).start();
    }

    private static String scenario(int holdMs) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <scenario name="rtp stream">
                %s
                  <recv response="100" optional="true"/>
                  <recv response="180" optional="true"/>
                  <recv response="200"/>
                %s
                  <nop><action><exec rtp_stream="%s,-1,0"/></action></nop>
                  <pause milliseconds="%d"/>
                %s
                  <recv response="200"/>
                </scenario>
                """.formatted(request("INVITE", 1, "", "Content-Type: application/sdp\n", """
                v=0
                o=load 1 1 IN IP4 [local_ip]
                s=-
                c=IN IP4 [media_ip]
                t=0 0
                m=audio [rtpstream_audio_port] RTP/AVP 0"""), request("ACK", 1, "[peer_tag_param]", "", ""), SOUND, holdMs,
                request("BYE", 2, "[peer_tag_param]", "", ""));
    }

    private static String request(String method, int cseq, String toTag, String headers, String body) {
        final String text = """
                %1$s sip:load@[remote_ip]:[remote_port] SIP/2.0
                Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                From: <sip:caller@[local_ip]>;tag=[pid]x[call_number]
                To: <sip:load@[remote_ip]>%2$s
                Call-ID: [call_id]
                CSeq: %3$d %1$s
                Contact: <sip:caller@[local_ip]:[local_port]>
                Max-Forwards: 70
                %4$sContent-Length: [len]

                %5$s
                """.formatted(method, toTag, cseq, headers, body);
        return "  <send" + ("ACK".equals(method) ? "" : " retrans=\"500\"") + "><![CDATA[\n" + text + "]]></send>";
    }
}
