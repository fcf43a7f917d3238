package busyhour.web.library.rest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import busyhour.web.access.Accounts.Project;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.library.MediaFacts;
import busyhour.web.library.MediaInspector;
import busyhour.web.library.MediaStore;
import busyhour.web.library.MediaStore.MediaFile;
import busyhour.web.plan.MediaCheck;
import busyhour.web.plan.PlanFiles;
import busyhour.web.store.Page;
import busyhour.web.store.PublicId;
import busyhour.web.store.Tests;
import io.javalin.http.Context;

/** The media library of a project: files are decoded once when they come in, and played in the browser. */
final class MediaRoutes {

    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._()+-]{0,99}";
    private static final long WAIT_S = 20;

    private final MediaStore media;
    private final Tests tests;
    private final Requests requests;
    private final MediaInspector inspector;
    /** A file and what is decoded of it lie in memory: one at a time. */
    private final Semaphore room = new Semaphore(1);

    MediaRoutes(MediaStore media, Tests tests, Requests requests, MediaInspector inspector) {
        this.media = media;
        this.tests = tests;
        this.requests = requests;
        this.inspector = inspector;
    }

    List<Route> routes() {
        String all = "/projects/{project}/media";
        String one = all + "/{media}";
        return List.of(
                Route.get(all, "Media files, by name", "MediaFile[]", this::list).errors(400, 404)
                        .query(Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise", "search", "only with this in the name")),
                Route.post(all, "Add a file: the body is its content, at most 64 MiB", "MediaFile", this::add).created().body("MediaContent")
                        .query(Map.of("name", "by which plans name it, such as prompt.wav")).errors(400, 404, 409, 413, 422),
                Route.get(one, "A file without its content", "MediaFile", this::get),
                Route.get(one + "/content", "The file itself; ranges are answered", "file", this::content),
                Route.delete(one, "Delete a file that no test uses", this::delete).errors(404, 409));
    }

    private void list(Context context) {
        Project project = requests.project(context);
        Page<MediaFile> page = media.list(project.id(), Requests.word(context, "search"), Requests.page(context), Requests.perPage(context));
        Answer.page(context, page, MediaRoutes::json);
    }

    private void get(Context context) {
        Answer.data(context, json(file(context)));
    }

    private void add(Context context) {
        Project project = requests.project(context);
        String name = Requests.word(context, "name");
        if (name == null || !name.matches(NAME) || name.startsWith(PlanFiles.LIBRARY)) {
            throw ApiException.badRequest("name: found " + (name == null ? "nothing" : "'" + name + "'") + ", expected 1 to 100 letters, digits, spaces and . _ ( ) + -");
        }
        if (media.byName(project.id(), name).isPresent()) {
            throw taken(name);
        }
        if (context.contentLength() > PlanFiles.MAX_FILE_BYTES) {
            throw tooLong();
        }
        enter();
        try {
            byte[] content = read(context);
            MediaFacts facts = inspector.inspect(name, content);
            MediaFile file = media.add(project.id(), name, content, sha256(content), facts).orElseThrow(() -> taken(name));
            context.header("Location", context.path() + "/" + PublicId.text(file.id()));
            Answer.data(context, json(file));
        } catch (MediaCheck.Refused e) {
            List<String> faults = List.of(name + ": " + e.getMessage());
            throw new ApiException(422, "MEDIA_INVALID", faults.getFirst(), faults);
        } finally {
            room.release();
        }
    }

    private void enter() {
        try {
            if (room.tryAcquire(WAIT_S, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ApiException(503, "BUSY", "other files are being looked into; try again");
    }

    private static byte[] read(Context context) {
        try (InputStream in = context.req().getInputStream()) {
            byte[] content = in.readNBytes((int) PlanFiles.MAX_FILE_BYTES + 1);
            if (content.length > PlanFiles.MAX_FILE_BYTES) {
                throw tooLong();
            }
            return content;
        } catch (IOException e) {
            throw ApiException.badRequest("the body ended early");
        }
    }

    private static ApiException tooLong() {
        return new ApiException(413, "CONTENT_TOO_LARGE", "a file may have " + PlanFiles.MAX_FILE_BYTES + " bytes");
    }

    private static ApiException taken(String name) {
        return ApiException.conflict("the project has a file called " + name + ": delete it first, or choose another name");
    }

    private void content(Context context) {
        MediaFile file = file(context);
        String tag = '"' + HexFormat.of().formatHex(file.sha256(), 0, 12) + '"';
        context.header("ETag", tag).header("Cache-Control", "private, no-cache").header("Accept-Ranges", "bytes")
                .header("Content-Disposition", "inline; filename=\"" + file.name().replaceAll("[^ -~]|\"", "_") + "\"");
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(MediaTypes.of(file)).disableCompression();
        ByteRange range = ByteRange.of(context.header("Range"), file.bytes());
        if (range == null) {
            context.result(media.content(file.id()));
        } else {
            context.status(206).header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + file.bytes())
                    .result(media.content(file.id(), range.first(), range.length()));
        }
    }

    private void delete(Context context) {
        MediaFile file = file(context);
        long project = requests.project(context).id();
        List<String> using = tests.using(project, Tests.Used.MEDIA, file.name());
        if (!using.isEmpty()) {
            throw ApiException.conflict("the file cannot be deleted: tests use it (" + String.join(", ", using) + ")");
        }
        media.delete(project, file.id());
    }

    private MediaFile file(Context context) {
        Project project = requests.project(context);
        OptionalLong id = PublicId.parse(context.pathParam("media"));
        return (id.isEmpty() ? java.util.Optional.<MediaFile>empty() : media.byId(project.id(), id.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("media file"));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static Map<String, Object> json(MediaFile file) {
        MediaFacts facts = file.facts();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(file.id()));
        json.put("name", file.name());
        json.put("bytes", file.bytes());
        json.put("sha256", HexFormat.of().formatHex(file.sha256()));
        json.put("format", facts.format());
        json.put("contentType", MediaTypes.of(file));
        json.put("durationMs", facts.durationMs());
        json.put("audioCodec", facts.audioCodec());
        json.put("audioRateHz", facts.audioRateHz());
        json.put("audioChannels", facts.audioChannels());
        json.put("levelDbfs", facts.levelDbfs());
        json.put("peakDbfs", facts.peakDbfs());
        json.put("videoCodec", facts.videoCodec());
        json.put("width", facts.width());
        json.put("height", facts.height());
        json.put("fps", facts.fps());
        json.put("createdAt", file.createdAt().toString());
        return json;
    }
}
