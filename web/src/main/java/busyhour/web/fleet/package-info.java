/**
 * Runs on workers: who plays which endpoints, from the first command to the stored result.
 *
 * <pre>
 *   RunRequest -> RunAdmission (plan, caps, room, accounts) -> Begin: RunPart for each worker (Dealing)
 *                     |                                          |
 *                     +-> Later: QUEUED, served in turn          v
 *                     +-> Never: CANNOT_RUN_FOR_NOW       ActiveRun -- SharedRun --> prepare, begin, start callers, stop
 *                                                              ^
 *   workers -- records --> PlatformCollector -----------------+--> aggregates, RunRecorder -> store
 * </pre>
 *
 * A process that dies leaves its runs to another one, or to itself when it comes back (RunAdoption). The aggregates are only in memory: the
 * workers send their journals from the beginning once more, and the RunLedger has all of it counted and only the rest stored. Workers
 * keep what is stored until the run's result is (PlatformLink.release). A search for the highest load cannot be taken up again and fails.
 *
 * <p>A worker that is away for 60 s has lost its part: its endpoints are CLOSED with OSERROR, the others go on.
 */
package busyhour.web.fleet;
