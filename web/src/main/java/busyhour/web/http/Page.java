package busyhour.web.http;

/**
 * A page that a module of its own builds inside the frame that all share.
 *
 * @param path   such as {@code /projects/{project}/probes}; a project in it must exist for whoever looks.
 * @param title  of the window.
 * @param module its script, {@code NAME.js} under {@code pages/}.
 */
public record Page(String path, String title, String module) {
}
