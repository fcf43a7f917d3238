/**
 * HTTP: what all parts of the platform share that answer requests. Each request runs on a virtual thread of its own.
 *
 * <pre>
 * request -> Access (key or session, role, rate) -> Route handler of a Feature -> Answer (envelope) -> response
 *     \-> Audit (what changes something)
 *               \-> ApiException at any point -> {"error": {code, message}, "meta": {requestId}}
 * </pre>
 *
 * A {@link busyhour.web.http.Feature} brings its {@link busyhour.web.http.Route}s, from which both the server and the OpenAPI document are
 * made, the schemas that they name, and its {@link busyhour.web.http.Page}s.
 */
package busyhour.web.http;
