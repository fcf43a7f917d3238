package busyhour.web.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.store.Endpoints;
import busyhour.web.store.Measurements;
import busyhour.web.store.Page;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import busyhour.web.trace.PcapWriter;
import busyhour.web.trace.TraceText;
import busyhour.web.trace.TracedMessage;
import io.javalin.http.Context;

/** The SIP messages of an endpoint: as JSON, as text, as a capture file. */
final class TraceRoutes {

    private static final int DEFAULT_MESSAGES = 1_000;
    private static final long NS = 1_000_000_000L;

    /** In what form a trace is wanted. */
    private enum Format { JSON, TEXT, PCAP }

    private final Endpoints endpoints;
    private final Measurements measurements;
    private final Requests requests;

    TraceRoutes(Endpoints endpoints, Measurements measurements, Requests requests) {
        this.endpoints = endpoints;
        this.measurements = measurements;
        this.requests = requests;
    }

    List<Route> routes() {
        return List.of(Route.get("/projects/{project}/test-runs/{run}/endpoints/{endpoint}/trace",
                        "SIP messages in order, the first and the last of a long trace; as JSON, or all of them as text or capture file", "Message[]",
                        this::trace)
                .query(Map.of("page", "from 1", "perPage", "at most " + Measurements.MAX_MESSAGES + ", " + DEFAULT_MESSAGES + " unless told otherwise",
                        "format", "json (default), text, pcap")).errors(400, 404));
    }

    private void trace(Context context) {
        Runs.Run run = requests.run(context);
        int endpoint = Requests.endpoint(context);
        Endpoints.Endpoint known = endpoints.byId(run.id(), endpoint).orElseThrow(() -> ApiException.notFound("endpoint"));
        String accept = context.header("Accept");
        boolean wantsText = accept != null && accept.contains("text/plain") && !accept.contains("application/json");
        Format format = Requests.choice(context, "format", Format.class, wantsText ? Format.TEXT : Format.JSON);
        if (format == Format.JSON) {
            page(context, run, endpoint);
            return;
        }
        List<TracedMessage> all = measurements.messages(run.day(), run.id(), endpoint, 0, Measurements.MAX_MESSAGES);
        String name = PublicId.text(run.id()) + "-endpoint-" + endpoint;
        if (format == Format.TEXT) {
            download(context, name + ".txt").contentType("text/plain; charset=utf-8")
                    .result(TraceText.of("SIP messages of endpoint " + endpoint + " (" + known.group() + "), run " + PublicId.text(run.id())
                            + " (" + run.name() + ")", all));
        } else {
            download(context, name + ".pcap").contentType("application/vnd.tcpdump.pcap").result(capture(all));
        }
    }

    private void page(Context context, Runs.Run run, int endpoint) {
        int perPage = Requests.number(context, "perPage", DEFAULT_MESSAGES, 1, Measurements.MAX_MESSAGES);
        int page = Requests.page(context);
        Measurements.Extent extent = measurements.extent(run.day(), run.id(), endpoint);
        List<TracedMessage> messages = measurements.messages(run.day(), run.id(), endpoint, (page - 1L) * perPage, perPage);
        Answer.page(context, new Page<>(messages, page, perPage, extent.kept()), TraceRoutes::json, Map.of("truncated", extent.leftOut()));
    }

    private static Context download(Context context, String name) {
        return context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    private static byte[] capture(List<TracedMessage> messages) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(file)) {
            for (TracedMessage message : messages) {
                writer.write(message);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail
        }
        return file.toByteArray();
    }

    private static Map<String, Object> json(TracedMessage message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", message.number());
        json.put("timeMs", message.timeNs() / 1e6);
        json.put("time", message.epochNs() == 0 ? null : Instant.ofEpochSecond(message.epochNs() / NS, message.epochNs() % NS).toString());
        json.put("call", message.call());
        json.put("direction", message.isSent() ? "sent" : "received");
        json.put("retransmission", message.isRetransmission());
        json.put("malformed", message.isMalformed());
        json.put("truncated", message.isCut());
        json.put("transport", message.transport());
        json.put("local", message.local());
        json.put("peer", message.peer());
        json.put("bytes", message.fullLength());
        json.put("summary", message.firstLine());
        json.put("message", message.text());
        return json;
    }
}
