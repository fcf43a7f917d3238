package busyhour.web.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.recording.Recordings;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import io.javalin.http.Context;

/** What was kept of an endpoint's calls: sound and packets of those whose media compared worst. */
final class RecordingRoutes {

    private final Recordings recordings;
    private final Requests requests;

    RecordingRoutes(Recordings recordings, Requests requests) {
        this.recordings = recordings;
        this.requests = requests;
    }

    List<Route> routes() {
        String path = "/projects/{project}/test-runs/{run}/endpoints/{endpoint}/recordings";
        return List.of(
                Route.get(path, "Recordings of an endpoint's calls", "Recording[]", this::list).query(Map.of()),
                Route.get(path + "/{name}", "A recording: WAV or capture file", "file", this::download));
    }

    private void list(Context context) {
        Runs.Run run = requests.run(context);
        Answer.list(context, recordings.list(run.id(), Requests.endpoint(context)).stream().map(RecordingRoutes::json).toList());
    }

    private static Map<String, Object> json(Recordings.Recording recording) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", recording.name());
        json.put("bytes", recording.bytes());
        json.put("mediaType", recording.mediaType());
        return json;
    }

    private void download(Context context) {
        Runs.Run run = requests.run(context);
        int endpoint = Requests.endpoint(context);
        String name = context.pathParam("name");
        Path file = recordings.find(run.id(), endpoint, name).orElseThrow(() -> ApiException.notFound("recording"));
        try {
            context.header("Content-Disposition", "attachment; filename=\"" + PublicId.text(run.id()) + "-"
                    + (name.startsWith("endpoint-") ? "" : "endpoint-" + endpoint + "-") + name + "\"");
            context.contentType(new Recordings.Recording(name, 0).mediaType()).result(Files.newInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
