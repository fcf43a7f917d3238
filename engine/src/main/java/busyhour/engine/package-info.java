/**
 * The worker: the only place with threads and sockets.
 */
package busyhour.engine;
