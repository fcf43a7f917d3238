package busyhour.web.rest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import busyhour.ipc.message.SipTrace;
import busyhour.web.store.Measurements.Message;

/** SIP messages as a person reads them in a terminal. */
final class SipText {

    private static final int MAX_LINE = 120;

    private SipText() {
    }

    static String of(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            boolean sent = (message.flags() & SipTrace.SENT) != 0;
            text.append(String.format(Locale.ROOT, "%s%.3f ms %s %s, %d bytes%s%s%n%n", text.isEmpty() ? "" : System.lineSeparator(),
                    message.timeNs() / 1e6, sent ? "sent to" : "received from", message.peer(), message.fullLength(),
                    (message.flags() & SipTrace.RETRANSMISSION) != 0 ? ", retransmission" : "",
                    (message.flags() & SipTrace.TRUNCATED) != 0 ? ", cut" : ""));
            text.append(new String(message.bytes(), StandardCharsets.UTF_8).replace("\r\n", "\n").stripTrailing()).append('\n');
        }
        return text.toString();
    }

    static String firstLine(byte[] message) {
        String line = new String(message, 0, Math.min(message.length, MAX_LINE * 4), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
    }
}
