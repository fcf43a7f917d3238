/**
 * A request for every route, and what all of them must keep to: the OpenAPI document, the roles, the walls between organisations.
 *
 * <p>A feature adds a class {@code …Samples} here that implements {@link busyhour.web.platform.routes.RouteSamples}; it is found by its
 * name. The files {@code openapi-3.1.schema.json} are the OpenAPI Initiative's (Apache-2.0).
 */
package busyhour.web.platform.routes;
