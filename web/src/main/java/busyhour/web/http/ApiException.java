package busyhour.web.http;

import java.util.List;

/** A request that is answered with an error. */
public final class ApiException extends RuntimeException {

    private final int status;
    private final String code;
    private final transient List<String> faults;

    public ApiException(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    public ApiException(int status, String code, String message, List<String> faults) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.faults = List.copyOf(faults);
    }

    public static ApiException badRequest(String message) {
        return new ApiException(400, "BAD_REQUEST", message);
    }

    public static ApiException unauthorized() {
        return new ApiException(401, "UNAUTHORIZED", "a key is needed: Authorization: Bearer cmk_…");
    }

    public static ApiException forbidden(String message) {
        return new ApiException(403, "FORBIDDEN", message);
    }

    public static ApiException notFound(String what) {
        return new ApiException(404, "NOT_FOUND", "there is no such " + what);
    }

    public static ApiException conflict(String message) {
        return new ApiException(409, "CONFLICT", message);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** One line each, empty when the message says it all. */
    public List<String> faults() {
        return faults;
    }
}
