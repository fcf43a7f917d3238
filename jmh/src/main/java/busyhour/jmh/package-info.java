/**
 * Microbenchmarks, load programs, capacity calibration.
 */
package busyhour.jmh;
