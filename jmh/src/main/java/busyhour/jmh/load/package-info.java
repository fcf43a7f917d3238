/**
 * Load programs: whole systems against the least that C can do, both in one go on one machine.
 *
 * <pre>
 *   c/burst   -- as fast as it goes --   SocketBurst      SocketLoadProgram
 *   sipp      -- calls a second ------  CallSide         CallLoadProgram
 *   c/pacer   -- 20 ms schedule -------  JavaPacer        ShardLoadProgram
 *                                        busyhour run
 *   bare selector -- echo over TCP ----  EchoClients      StreamLoadProgram
 *                     c/tap watches the gaps of either from outside
 * </pre>
 *
 * {@code jmh/load limit} (LimitLoadProgram) is the one that says how far the engine is from bare C: pacer, Busyhour with real calls
 * and burst loop in turn on one core. Processor time is measured without the tap, which makes every packet dearer for whoever sends it
 * and so flatters the slower of two; the gaps in runs of their own.
 *
 * The C sources lie in {@code src/main/c} and are compiled by gcc when a program runs. Each result is a ratio beside
 * the machine's facts, and is kept raw as a line of JSON in {@code target/load}.
 */
package busyhour.jmh.load;
