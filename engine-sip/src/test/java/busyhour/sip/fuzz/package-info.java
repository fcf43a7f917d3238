/**
 * A minute of fuzzing in each ordinary build: parser, SDP and digest share it. The seeds of the random numbers are fixed
 * and printed with the round of a failure; every input has its bound of processor time, and none may allocate.
 */
package busyhour.sip.fuzz;
