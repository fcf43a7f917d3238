/**
 * What came of a run: aggregation of samples while it runs, and the result that people and scripts read.
 *
 * <pre>
 *   CollectorHandler calls ─ RunAggregates ─ result() ─ RunResult ─┬─ ResultJson   (--json, REST, store)
 *   (collector agent's thread)    │                                ├─ JUnitReport  (--junit)
 *                                 └─ series(), endpoints()         └─ HtmlReport   (--html)
 *                EngineAggregates ─ EngineLimits: whether the generator was the limit, and what to do
 * </pre>
 *
 * {@link busyhour.web.result.RunAggregates} is written by the collector's thread and may be read by any; everything else
 * is immutable.
 */
package busyhour.web.result;
