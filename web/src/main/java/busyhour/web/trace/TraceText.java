package busyhour.web.trace;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A trace as a person reads it in a terminal. */
public final class TraceText {
    private static final long NS = 1_000_000_000L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.nnnnnnnnn", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TraceText() {
    }

    /** @param title first line. */
    public static String of(String title, List<TracedMessage> messages) {
        StringBuilder text = new StringBuilder(title).append("\nTimes are UTC, and milliseconds since the first message.\n");
        int expected = 0;
        long firstNs = messages.isEmpty() ? 0 : messages.getFirst().timeNs();
        for (TracedMessage message : messages) {
            if (message.number() > expected) {
                text.append("\n… ").append(message.number() - expected).append(" messages left out …\n");
            }
            expected = message.number() + 1;
            text.append('\n').append(head(message, firstNs)).append('\n')
                    .append(message.text().replace("\r\n", "\n").stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String head(TracedMessage message, long firstNs) {
        String time = message.epochNs() == 0 ? "" : TIME.format(Instant.ofEpochSecond(message.epochNs() / NS, message.epochNs() % NS)) + "  ";
        String local = message.local() == null ? "here" : message.local();
        String way = message.isSent() ? local + " -> " + message.peer() : message.peer() + " -> " + local;
        return String.format(Locale.ROOT, "--- %s%+.3f ms  %s  %s %s, %d bytes%s%s%s", time, (message.timeNs() - firstNs) / 1e6,
                message.isSent() ? "sent" : "received", message.transport(), way, message.fullLength(),
                message.isRetransmission() ? ", retransmission" : "", message.isMalformed() ? ", malformed" : "", message.isCut() ? ", cut" : "");
    }
}
