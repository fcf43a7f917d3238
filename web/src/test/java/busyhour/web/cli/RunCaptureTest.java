package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.message.SipTrace;
import busyhour.ipc.run.SignallingTransport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCaptureTest {
    private static final int FILE_HEADER = 24;
    private static final int PACKET = 16 + 20 + 8 + 4;
    private static final int SEGMENT = 16 + 20 + 20 + 4;

    @TempDir
    private Path folder;

    private static SipTrace trace(boolean sent, SignallingTransport transport, String local, String peer) {
        return new SipTrace(1, 1_000_000_001L, 0, 0, 0, sent ? SipTrace.SENT : 0, transport, local, peer, 4,
                "SIP!".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldWriteOnceWhatTwoEndpointsSendEachOther() throws Exception {
        Path file = folder.resolve("run.pcap");
        RunCapture capture = new RunCapture(file);
        capture.write(trace(true, SignallingTransport.UDP, "127.0.0.1:5062", "127.0.0.1:5070"));
        capture.write(trace(false, SignallingTransport.UDP, "127.0.0.1:5070", "127.0.0.1:5062"));
        capture.write(trace(false, SignallingTransport.UDP, "127.0.0.1:5070", "127.0.0.1:5080"));
        capture.write(trace(true, SignallingTransport.TCP, "127.0.0.1:5062", "127.0.0.1:5070"));
        capture.write(trace(false, SignallingTransport.TCP, "127.0.0.1:5070", "127.0.0.1:5062"));
        assertThat(capture.close()).isNull();
        assertThat(Files.size(file)).isEqualTo(FILE_HEADER + 2 * PACKET + 2 * SEGMENT);
    }

    @Test
    void shouldWriteEmptyCaptureWithoutMessagesAndSayWhatWentWrong() throws Exception {
        Path file = folder.resolve("empty.pcap");
        assertThat(new RunCapture(file).close()).isNull();
        assertThat(Files.size(file)).isEqualTo(FILE_HEADER);
        RunCapture nowhere = new RunCapture(folder.resolve("no/such/folder.pcap"));
        nowhere.write(trace(true, SignallingTransport.UDP, "127.0.0.1:5062", "127.0.0.1:5070"));
        assertThat(nowhere.close()).startsWith("busyhour: ").contains("could not be written");
    }
}
