/**
 * Designs that were measured and not taken. They are still measured, so that a machine or a kernel on which they would
 * win is noticed.
 */
package busyhour.jmh.alternatives;
