package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A browser's place at a run's live page: remembers for each second when its last change came. One thread of its own. */
final class LivePage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "event:";
    private static final String DATA = "data:";

    private record Seen(String frame, long epochMs) {
    }

    private final Map<Integer, Seen> seconds = new TreeMap<>();
    private final Thread thread;
    private volatile String fault;

    LivePage(HttpClient client, URI events, String apiKey) {
        thread = Thread.ofPlatform().daemon().name("live-page").start(() -> follow(client, events, apiKey));
    }

    private void follow(HttpClient client, URI events, String apiKey) {
        try (Stream<String> lines = client.send(HttpRequest.newBuilder(events).header("Authorization", "Bearer " + apiKey)
                .header("Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.ofLines()).body()) {
            final String[] event = {""};
            lines.takeWhile(line -> !line.equals(EVENT + " end")).forEach(line -> {
                if (line.startsWith(EVENT)) {
                    event[0] = line.substring(EVENT.length()).strip();
                } else if (line.startsWith(DATA) && event[0].equals("seconds")) {
                    onSeconds(line.substring(DATA.length()));
                }
            });
        } catch (IOException | RuntimeException e) {
            fault = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onSeconds(String frames) {
        final long nowMs = System.currentTimeMillis();
        final JsonNode array;
        try {
            array = JSON.readTree(frames);
        } catch (IOException e) {
            throw new IllegalStateException("frames that are no JSON: " + frames, e);
        }
        synchronized (seconds) {
            for (JsonNode frame : array) {
                final String text = frame.toString();
                final Seen before = seconds.get(frame.path("s").intValue());
                if (before == null || !before.frame.equals(text)) {
                    seconds.put(frame.path("s").intValue(), new Seen(text, nowMs));
                }
            }
        }
    }

    /** Waits for the run's end. @return why the page was not all seen, or null. */
    String await(long timeoutMs) throws InterruptedException {
        thread.join(timeoutMs);
        return thread.isAlive() ? "the live page did not end" : fault;
    }

    /** When the second stood there as it stays; -1 when it never came. */
    long completeEpochMs(int second) {
        synchronized (seconds) {
            final Seen seen = seconds.get(second);
            return seen == null ? -1 : seen.epochMs;
        }
    }
}
