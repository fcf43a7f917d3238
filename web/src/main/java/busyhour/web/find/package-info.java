/**
 * The search for the highest load that holds ({@code find-max} of a plan).
 *
 * <pre>
 *   RunLoop / RunConductor ── tick ──► LoadFinder ── setLoad ──► PlatformLink ══► worker
 *                                         │   ▲
 *                        LoadSearch ◄─────┘   │ StepWindow: calls and seconds of one step
 *                (which level comes next)     │
 *                                     RunAggregates (fed by the collector)
 * </pre>
 *
 * Time is the run's own: a step's seconds are over when every shard has reported them, so nothing here reads a clock but the driver.
 * RFC 7502 (session establishment rate).
 */
package busyhour.web.find;
