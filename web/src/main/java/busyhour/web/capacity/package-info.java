/**
 * How full the platform is: calls up and endpoints held by project and label, now and minute by minute, headroom below the ceiling and
 * the burst factor; caps on what may run at a time; and the planner's pages and requests. Runs' figures come from
 * {@link busyhour.web.live.LiveRuns}, once every few seconds, on a thread of its own; all else by any thread.
 *
 * <pre>
 * live runs -> Gauges (every 5 s) -> concurrency_now, concurrency_minutes -> REST, /metrics, planner
 * </pre>
 */
package busyhour.web.capacity;
