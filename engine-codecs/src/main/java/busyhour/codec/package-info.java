/**
 * Samples to frames and back. Knows no socket, no thread, no clock.
 */
package busyhour.codec;
