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
 * A worker that is away for 60 s has lost its part: its endpoints are CLOSED with OSERROR, the others go on.
 */
package busyhour.web.fleet;
