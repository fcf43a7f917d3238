/**
 * The measuring of this host that a platform asks for: {@code busyhour calibrate} as a process beside the worker, which plays nothing
 * meanwhile.
 *
 * <pre>
 *   Calibrate (link) --> WorkerCalibration --begin--> CalibrationProcess: LAUNCHER calibrate … --> WORKER_DATA/capacity.json
 *                              |  a run comes, the worker ends, the time is over: end()
 *                              +--> CalibrationReport, in every heartbeat
 * </pre>
 *
 * Thread rule: all of it belongs to the worker's thread, which waits for nothing here.
 */
package busyhour.engine.calibrate;
