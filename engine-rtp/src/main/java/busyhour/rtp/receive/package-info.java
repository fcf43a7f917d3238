/**
 * A received RTP stream and all that is measured about it: RFC 3550 A.1, A.3 and A.8, RFC 4737 reordering, RFC 5481 delay
 * variation, levels, speech and silence, digits (RFC 4733, tones by ITU-T Q.24). One thread for each shard; allocates only in constructors.
 *
 * <pre>
 *   NoteBook: what holds no surprise waits there, to be worked off many at a time (PacketNotes)
 *   the rest -> header -> sequence (A.1, A.3) -> duration by codec -> jitter (A.8), transit, spacing -> playout buffer -> levels
 *   decoders beside the shard -> AudioMetrics.decoded(...): levels of what is not heard here (Opus, G.729, AMR)
 *   onSecond -> rates, percentiles, E-model -> QualityMetrics, NetworkMetrics, JitterBufferMetrics, AudioMetrics
 *   what is heard as it happens: digits, speech, silence -> AudioEvents
 * </pre>
 */
package busyhour.rtp.receive;
