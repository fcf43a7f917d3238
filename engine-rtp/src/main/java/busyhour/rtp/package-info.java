/**
 * Sans-IO media. Knows no socket, no thread, no clock.
 */
package busyhour.rtp;
