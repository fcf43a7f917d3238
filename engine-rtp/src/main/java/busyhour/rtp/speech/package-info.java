/**
 * Who speaks when: speech and silence of one direction, and what both directions make of each other (turns, interruptions,
 * shares of the talk). ITU-T P.56 gives the threshold and the hangover. Pure state, no clock; one thread for each shard;
 * allocates only in constructors.
 *
 * <pre>
 *   received frames -> levels -> NoiseFloor, SpeechActivity -> SpeechListener --\
 *                                                                              Conversation -> turn latency, talk ratio, ...
 *   sent frames ----> SpokenAudio -> NoiseFloor, SpeechActivity ----------------/
 * </pre>
 */
package busyhour.rtp.speech;
