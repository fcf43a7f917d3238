package busyhour.web.http;

import java.util.Locale;
import java.util.OptionalLong;

import busyhour.web.access.Accounts.Project;
import busyhour.web.store.Page;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import io.javalin.http.Context;

/** What requests say, checked. */
public final class Requests {

    private final Runs runs;

    public Requests(Runs runs) {
        this.runs = runs;
    }

    /** The project in the path, in which the asker has a role. */
    public Project project(Context context) {
        return Access.project(context);
    }

    /** The run in the path, of the project in the path. */
    public Runs.Run run(Context context) {
        Project project = project(context);
        OptionalLong id = PublicId.parse(context.pathParam("run"));
        return (id.isEmpty() ? java.util.Optional.<Runs.Run>empty() : runs.byId(project.id(), id.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("test run"));
    }

    public static int endpoint(Context context) {
        try {
            int endpoint = Integer.parseInt(context.pathParam("endpoint"));
            if (endpoint >= 0) {
                return endpoint;
            }
        } catch (NumberFormatException e) {
            // falls through: no endpoint is called so
        }
        throw ApiException.notFound("endpoint");
    }

    public static int page(Context context) {
        return number(context, "page", 1, 1, 1_000_000);
    }

    public static int perPage(Context context) {
        return number(context, "perPage", Page.PER_PAGE, 1, Page.MAX_PER_PAGE);
    }

    public static int number(Context context, String name, int otherwise, int min, int max) {
        String text = context.queryParam(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the message
        }
        throw ApiException.badRequest(name + ": found '" + text + "', expected a number from " + min + " to " + max);
    }

    /** Null when it is not there. */
    public static String word(Context context, String name) {
        String text = context.queryParam(name);
        return text == null || text.isEmpty() ? null : text;
    }

    public static <T extends Enum<T>> T choice(Context context, String name, Class<T> type, T otherwise) {
        String text = word(context, name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(name + ": found '" + text + "', expected one of "
                    + java.util.Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
        }
    }

    public static void needJson(Context context) {
        String type = context.contentType();
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals("application/json")) {
            throw new ApiException(415, "UNSUPPORTED_MEDIA_TYPE", "found " + (bare.isEmpty() ? "no Content-Type" : bare)
                    + ", expected application/json");
        }
    }
}
