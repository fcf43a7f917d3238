/**
 * A received RTP stream and all that is measured about it: RFC 3550 A.1, A.3 and A.8, RFC 4737 reordering, RFC 5481 delay
 * variation, levels. One thread for each shard; allocates only in constructors.
 *
 * <pre>
 *   onPacket -> header -> sequence (A.1, A.3) -> jitter (A.8), transit, spacing -> playout buffer -> levels
 *   onSecond -> rates, percentiles, E-model -> QualityMetrics, NetworkMetrics, JitterBufferMetrics, AudioMetrics
 * </pre>
 */
package busyhour.rtp.receive;
