/**
 * Workers as the platform knows them: who may come, who is there, what they say of themselves. Any thread.
 *
 * <pre>
 *   POST /workers/connect --> WorkerConnect (token, licence, keys) --> PlatformLink.admit
 *   link: connected, heartbeats, lost --> Presence (memory) --every 2 s--> table workers --> WorkerRows --> WorkerState
 *   refused attempts and frames --> Refusals (memory) --every 2 s--> table worker_refusals
 *   people: WorkerFeature (REST, page) --> WorkerChanges, WorkerTokens
 *   POST /workers/{w}/calibrate --> Calibrations --> table worker_calibrations, notice to all processes --> the one with its link: Calibrate
 *   heartbeats: CalibrationReport --> CalibrationCourse (what is to be done) --> table worker_calibrations --> WorkerState
 * </pre>
 *
 * What is in the database all platform processes see; runs are given to workers that are linked to this one.
 */
package busyhour.web.worker;
