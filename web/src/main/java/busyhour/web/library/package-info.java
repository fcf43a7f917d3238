/**
 * What tests are made of, kept in the database of a project: registrars with their SIP accounts, media files, and plans that name them.
 * Passwords and private keys are sealed ({@link busyhour.web.store.Vault}) and opened only for the worker that needs them.
 *
 * <pre>
 *   plan (JSON, secrets sealed) --resolve--> Plan: stored registrars and media in their places, accounts without passwords
 *   Plan + run --lease--> Plan with an account for each endpoint, which no other run gets until this one has ended
 * </pre>
 *
 * Any thread; nothing here knows HTTP.
 */
package busyhour.web.library;
