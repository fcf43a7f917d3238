/**
 * The catalogue of metrics, read once from {@code metrics.csv} beside this package: sample layout, columns, REST, pages,
 * Prometheus and the command line derive from it.
 *
 * <pre>
 *  metric (a line of the file)  x media x direction = slot (one number that an endpoint can have)
 *  jitter_ms   any, recv   ->  jitter_ms, video.jitter_ms
 *  rtt_ms      any, both   ->  rtt_ms, rtt_ms.send, video.rtt_ms, video.rtt_ms.send
 * </pre>
 *
 * A slot's index is its place in file order and goes over the wire: new metrics are added at the file's end. Immutable after
 * loading, any thread, lookups allocate nothing.
 */
package busyhour.ipc.metric;
