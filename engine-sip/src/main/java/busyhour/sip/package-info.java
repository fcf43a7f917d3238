/**
 * Sans-IO signalling. Knows no socket, no thread, no clock.
 */
package busyhour.sip;
