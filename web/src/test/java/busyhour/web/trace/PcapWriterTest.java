package busyhour.web.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.ipc.message.SipTrace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another tool reads out of our capture files. */
class PcapWriterTest {
    private static final Path TSHARK = Path.of("/usr/bin/tshark");
    private static final long EPOCH_NS = 1_790_000_000_123_456_789L;

    @TempDir
    private Path folder;

    private static TracedMessage message(int number, boolean sent, String transport, String local, String peer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new TracedMessage(0, 0, number, number * 1_000_000L, EPOCH_NS + number * 1_000_000L, sent ? SipTrace.SENT : 0, transport, local, peer,
                bytes.length, bytes);
    }

    private static String request(String method, int sequence) {
        return method + " sip:echo@pbx.example SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK" + method + sequence + "\r\nMax-Forwards: 70\r\n"
                + "From: <sip:a@pbx.example>;tag=1\r\nTo: <sip:echo@pbx.example>\r\nCall-ID: c1\r\nCSeq: " + sequence + " " + method
                + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static String response(String status, int sequence, String method) {
        return "SIP/2.0 " + status + "\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK" + method + sequence + "\r\nFrom: <sip:a@pbx.example>;tag=1\r\n"
                + "To: <sip:echo@pbx.example>;tag=2\r\nCall-ID: c1\r\nCSeq: " + sequence + " " + method + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static List<TracedMessage> call(String transport, String local, String peer) {
        List<String> texts = List.of(request("INVITE", 1), response("100 Trying", 1, "INVITE"), response("180 Ringing", 1, "INVITE"),
                response("200 OK", 1, "INVITE"), request("ACK", 1), request("BYE", 2), response("200 OK", 2, "BYE"));
        List<TracedMessage> call = new ArrayList<>();
        for (String text : texts) {
            call.add(message(call.size(), !text.startsWith("SIP/2.0"), transport, local, peer, text));
        }
        return call;
    }

    private Path write(List<TracedMessage> messages) throws IOException {
        Path file = folder.resolve("trace.pcap");
        try (PcapWriter writer = new PcapWriter(Files.newOutputStream(file))) {
            for (TracedMessage message : messages) {
                writer.write(message);
            }
        }
        return file;
    }

    private static List<String> tshark(Path file, String... arguments) throws Exception {
        assumeTrue(Files.isExecutable(TSHARK), "tshark is not installed: ./check installs it");
        List<String> command = new ArrayList<>(List.of(TSHARK.toString(), "-n", "-r", file.toString(), "-o", "ip.check_checksum:TRUE", "-o",
                "udp.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }

    @ParameterizedTest
    @CsvSource({"UDP,10.0.0.1:5062,10.0.0.5:5060", "UDP,[2001:db8::1]:5062,[2001:db8::5]:5060", "UDP,127.0.0.1:41234,127.0.0.1:35001",
        "TCP,10.0.0.1:45678,10.0.0.5:5060", "TCP,[fd00::1]:45678,[fd00::5]:5070", "TLS,10.0.0.1:45678,10.0.0.5:5061", "WS,10.0.0.1:45678,10.0.0.5:80",
        "WSS,10.0.0.1:45678,10.0.0.5:443", "WS,127.0.0.1:45678,127.0.0.1:8080", "WSS,[::1]:45678,[::1]:8443"})
    void shouldShowEveryMessageOfCall(String transport, String local, String peer) throws Exception {
        Path file = write(call(transport, local, peer));
        assertThat(tshark(file, "-Y", "sip", "-T", "fields", "-e", "sip.Method", "-e", "sip.Status-Code", "-e", "frame.time_epoch", "-E", "separator=;"))
                .containsExactly("INVITE;;1790000000.123456789", ";100;1790000000.124456789", ";180;1790000000.125456789", ";200;1790000000.126456789",
                        "ACK;;1790000000.127456789", "BYE;;1790000000.128456789", ";200;1790000000.129456789");
        assertThat(tshark(file, "-Y", "ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0 || _ws.malformed")).isEmpty();
        assertThat(tshark(file, "-Y", "udp.checksum.status == 1 || tcp.checksum.status == 1")).hasSize(7);
        assertThat(tshark(file, "-Y", "tcp.analysis.flags")).as("sequence numbers follow each other").isEmpty();
        assertThat(tshark(file, "-q", "-z", "sip,stat")).anyMatch(line -> line.contains("Number of SIP messages: 7"));
    }

    @Test
    void shouldOpenWithCutMessageAndUnknownAddress() throws Exception {
        String invite = request("INVITE", 1);
        byte[] bytes = invite.getBytes(StandardCharsets.UTF_8);
        TracedMessage cut = new TracedMessage(0, 0, 0, 0, EPOCH_NS, SipTrace.SENT | SipTrace.TRUNCATED, "UDP", "10.0.0.1:5060", "10.0.0.5:5060", 20_000,
                bytes);
        TracedMessage unknown = message(1, false, "UDP", null, "10.0.0.5:5060", response("200 OK", 1, "INVITE"));
        Path file = write(List.of(cut, unknown));
        assertThat(tshark(file, "-T", "fields", "-e", "frame.len", "-e", "ip.dst", "-e", "sip.CSeq.method", "-E", "separator=;"))
                .containsExactly(bytes.length + 28 + ";10.0.0.5;INVITE", unknown.bytes().length + 28 + ";0.0.0.0;INVITE");
    }

    @Test
    void shouldWriteReadableTextWithGap() {
        List<TracedMessage> messages = List.of(message(0, true, "TLS", "10.0.0.1:5062", "10.0.0.5:5061", request("INVITE", 1)),
                message(301, false, "TLS", "10.0.0.1:5062", "10.0.0.5:5061", response("486 Busy Here", 1, "INVITE")));
        assertThat(TraceText.of("title", messages)).startsWith("title\n").contains(
                "--- 2026-09-21 14:13:20.123456789  +0.000 ms  sent  TLS 10.0.0.1:5062 -> 10.0.0.5:5061, " + request("INVITE", 1).length() + " bytes\nINVITE sip:",
                "\n… 300 messages left out …\n", "+301.000 ms  received  TLS 10.0.0.5:5061 -> 10.0.0.1:5062");
    }

    @Test
    void shouldReadIdentityOfPeerFromLatestMessage() {
        String first = response("180 Ringing", 1, "INVITE").replace("\r\nContent", "\r\nP-Asserted-Identity: \"Old\" <sip:old@a>\r\nPrivacy: id\r\nContent");
        String second = response("200 OK", 1, "INVITE").replace("\r\nContent", "\r\np-asserted-identity: \"Bob\"\r\n <sip:bob@a>\r\nP-Asserted-Identity: <tel:+49>\r\n"
                + "Diversion: <sip:x@a>;reason=unconditional\r\nReason: Q.850;cause=16\r\nContent");
        List<TracedMessage> messages = List.of(message(0, true, "UDP", null, "10.0.0.5:5060", request("INVITE", 1).replace("\r\nContent", "\r\nReason: ours\r\nContent")),
                message(1, false, "UDP", null, "10.0.0.5:5060", first), message(2, false, "UDP", null, "10.0.0.5:5060", second));
        assertThat(PeerIdentity.of(messages).toString()).isEqualTo("{pAssertedIdentity=[\"Bob\" <sip:bob@a>, <tel:+49>], privacy=[id], "
                + "diversion=[<sip:x@a>;reason=unconditional], reason=[Q.850;cause=16]}");
    }
}
