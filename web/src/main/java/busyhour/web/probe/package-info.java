/**
 * Probes: tests that are run again and again with few endpoints, and the health of what they call. Any thread.
 *
 * <pre>
 * schedule or a person -> ProbeRuns -> run of the test -> ended -> Judgement (limits, thresholds) -> health of this execution
 *                                                                      Damping (need of the last N) -> state of the probe
 *                                                                      changed? -> ProbeEvents: webhooks, status pages
 * </pre>
 */
package busyhour.web.probe;
