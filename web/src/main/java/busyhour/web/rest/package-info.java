/**
 * HTTP: the REST contract under {@code /api/v1}, the pages, Prometheus. Each request runs on a virtual thread of its own.
 *
 * <pre>
 * request -> Access (key or session, rate) -> Route handler -> store, live, Conductor -> Answer (envelope) -> response
 *               \-> ApiException at any point -> {"error": {code, message}, "meta": {requestId}}
 * </pre>
 *
 * {@link busyhour.web.rest.Route} is the one list of what there is: the server registers it and the OpenAPI document is written from it.
 */
package busyhour.web.rest;
