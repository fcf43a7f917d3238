/**
 * The words for states: where an endpoint is, how it and its calls ended, how a run stands. Each has a code that goes over
 * the wire and never changes; {@code of(code)} gives null for a code that this build does not know. Immutable, any thread,
 * nothing here allocates.
 */
package busyhour.ipc.run;
