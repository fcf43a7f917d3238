/**
 * The plan that a person wrote: read, checked, and turned into what a worker plays.
 *
 * <pre>
 *   YAML ─ YamlTree ─┐
 *                    ├─ PlanNode (tree with line and column) ─ PlanReader ─ Plan ─ Plan.assignment ─ Assignment
 *   JSON ─ JsonTree ─┘                                            │
 *                                                                 └─ PlanException: every fault at once
 * </pre>
 *
 * Nothing here knows the engine: audio files are checked for existence, their content is the engine's matter.
 * Values are immutable and may be used from any thread; a {@link busyhour.web.plan.PlanReader} reads one plan at a time.
 */
package busyhour.web.plan;
