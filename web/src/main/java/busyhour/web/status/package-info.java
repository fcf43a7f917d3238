/**
 * Status pages: how probes do, for the public, without a login. Any thread.
 *
 * <pre>
 * probe's state changes -> Incidents (opened, resolved)    StatusView (states, 90 days, incidents) -> PublicPages: made at most once a
 * a person writes       -> Incidents                                     second -> HTML, JSON; ETag, max-age=2
 * </pre>
 */
package busyhour.web.status;
