/**
 * Microbenchmarks, single operations by JMH; load programs and the calibration are packages of their own.
 */
package busyhour.jmh;
