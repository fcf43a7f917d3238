package busyhour.web.cli;

import busyhour.ipc.message.SipTrace;
import busyhour.ipc.run.SignallingTransport;
import busyhour.web.trace.PcapWriter;
import busyhour.web.trace.TracedMessage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The capture file of a run ({@code --trace}): the messages of all endpoints as they come. One that goes from one endpoint straight to
 * another over UDP is traced by both and written once; over a connection it stands there from both ends, as the port of the one that
 * connected is known only to the other. Written by the collector's thread, closed by the main one when that has ended.
 */
final class RunCapture {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Set<String> senders = new HashSet<>();
    private PcapWriter writer;
    private String fault;

    RunCapture(Path file) {
        this.file = file;
    }

    synchronized void write(SipTrace trace) {
        if (fault != null || !trace.isSent() && trace.transport() == SignallingTransport.UDP && senders.contains(trace.peer())) {
            return;
        }
        try {
            if (writer == null) {
                writer = open();
            }
            if (trace.isSent() && trace.transport() == SignallingTransport.UDP && trace.local() != null) {
                senders.add(trace.local());
            }
            writer.write(TracedMessage.of(trace));
        } catch (IOException e) {
            fault = e.getMessage();
        }
    }

    private PcapWriter open() throws IOException {
        return new PcapWriter(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    }

    /** @return what went wrong, null when nothing did. */
    synchronized String close() {
        try (PcapWriter _ = writer != null || fault != null ? writer : open()) {
            writer = null;
        } catch (IOException e) {
            fault = fault == null ? e.getMessage() : fault;
        }
        return fault == null ? null : "busyhour: " + file + " could not be written: " + fault;
    }
}
