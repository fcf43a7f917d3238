package busyhour.web.access;

/**
 * Who asks: a person with a session, an API key, or a worker.
 *
 * @param id   of the user, the key or the worker's token.
 * @param name for people and for the audit log.
 * @param role in the organisation.
 */
public record Principal(long organisationId, long id, String name, Role role) {
}
