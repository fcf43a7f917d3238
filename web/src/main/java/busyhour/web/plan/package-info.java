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
 * Nothing here knows the engine: audio files are checked for existence, their content is the engine's matter; certificates and keys are
 * looked into here (RFC 5280, 7468), and no message holds anything of them. Headers, transports and URIs follow RFC 3261, reliable
 * provisional responses RFC 3262, session timers RFC 4028, WebSocket RFC 7118.
 * Values are immutable and may be used from any thread; a {@link busyhour.web.plan.PlanReader} reads one plan at a time.
 */
package busyhour.web.plan;
