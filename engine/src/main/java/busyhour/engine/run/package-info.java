/**
 * A run as a whole: resources checked, names resolved, shards made, callers started in order, the end.
 *
 * <p>The worker's thread.
 */
package busyhour.engine.run;
