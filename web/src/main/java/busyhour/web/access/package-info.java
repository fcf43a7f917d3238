/**
 * Who may do what: organisations, projects, people and their memberships, invitations, API keys, sessions, and the log of what was done.
 * Any thread.
 *
 * <pre>
 * API key  -> Accounts  \
 * cookie   -> Sessions   > Principal -> roleIn(project) -> may, may not, or the project does not exist
 * password -> Users     /
 * </pre>
 *
 * Of passwords Argon2id (RFC 9106) is kept, of everything else that opens something SHA-256: those are random.
 */
package busyhour.web.access;
