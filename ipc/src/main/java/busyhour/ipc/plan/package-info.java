/**
 * What one worker has to do in one run: a plan with everything resolved (accounts, files, addresses, endpoint numbers).
 * The platform makes it from the plan that a person wrote; the worker reads nothing else. Immutable, any thread.
 */
package busyhour.ipc.plan;
