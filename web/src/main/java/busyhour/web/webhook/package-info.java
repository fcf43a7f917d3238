/**
 * Webhooks: what happens in a project, told to other systems over HTTPS. Any thread.
 *
 * <pre>
 * probe's state, run's end -> WebhookEvents: a row for each webhook, in the transaction of the event
 *                                 -> Deliverer (schedule) -> BodyFormat -> Signature -> HttpsPost -> AddressGuard -> receiver
 *                                        ^---- not 2xx: after 10 s, 30 s, 2 min … 6 h ----/
 * </pre>
 *
 * Signed by HMAC-SHA256 (RFC 2104) over timestamp and body; sent by HTTP/1.1 (RFC 9112) over TLS, certificates checked (RFC 6125), no
 * redirects.
 */
package busyhour.web.webhook;
