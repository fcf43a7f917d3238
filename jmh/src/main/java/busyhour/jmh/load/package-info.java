/**
 * Load programs: whole systems against the least that C can do, both in one go on one machine. {@code jmh/load PROGRAM [--help]} runs
 * one from the distribution, {@code ./check --all} all of them.
 *
 * <pre>
 *   limit       C pacer, Busyhour, C burst loop, SIPp in turn on one core: packets per busy second, gaps, the knee, a full shard
 *   alternatives  the C pacer over other interfaces of the kernel, see busyhour.jmh.alternatives
 *   carry       3,000 and 5,000 calls at ptime 40 on two cores
 *   churn       100 calls a second coming and going: bytes allocated, pauses of the collector
 *   idle        10,000 registered endpoints that do nothing
 *   memory      what is resident for each of 4,000 endpoints beyond the first 1,000
 *   publisher   send lateness with everything, and with an engine that tells nobody (LoneEngine)
 *   samples     10,000 endpoints' samples each second to PostgreSQL and the live page
 *   density     one core's endpoints by kind of media
 *   calls       calls a second against SIPp (CallSide on each core)
 *   sockets     our sockets and c/burst
 *   streams     SIP over TCP and a bare selector loop
 *
 *   LimitParts --measure--> Contender: PacerContender  -> c/pacer
 *        |                             BurstContender  -> c/burst
 *        |                             BusyhourContender -> ./busyhour run --no-web
 *        |                             SippContender   -> sipp, rtp_stream
 *        +--watch--> Tap -> c/tap: a packet socket, the kernel's timestamps, on another core
 *        +--> Figures --> LoadReport: target/load/PROGRAM.jsonl, raw, each line with the machine's facts
 *        +--> Verdicts: held or not, the exit code
 * </pre>
 *
 * The C sources lie in {@code src/main/c} and are compiled by gcc when a program runs. Ratios only between figures of one go: the
 * machine's speed changes by the hour. Processor time is measured without the tap, which makes every packet dearer for whoever sends
 * it and so flatters the slower of two (0.66 instead of 0.46 at 1,000 endpoints); the gaps in runs of their own.
 *
 * <p>Each program runs on the main thread; what is measured has processes of its own.
 */
package busyhour.jmh.load;
