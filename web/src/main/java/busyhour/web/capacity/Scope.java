package busyhour.web.capacity;

/**
 * Whose load.
 *
 * @param projectId null: of the whole organisation.
 * @param label     null: whatever the labels.
 */
record Scope(long organisationId, Long projectId, String label) {
}
