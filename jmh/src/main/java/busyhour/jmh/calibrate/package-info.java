/**
 * What this host can carry: {@code ./busyhour calibrate}.
 *
 * <pre>
 *   MicroCosts (JMH, forked) ── first guess ──> CapacitySearch ── endpoints ──> EngineLoads: busyhour run --no-web
 *                                                    │    <── Load: busy, lateness, drops, exit code ──┘
 *   HostBounds: files, ports, memory, buffers ──> KindCapacity ──> CapacityTable, CapacityDocument ──> capacity.json
 *   tuning/check-host.sh ──> HostAdvice ──────────────────────────────┘
 * </pre>
 *
 * A load is a run as users start one: real calls over a registrar, every metric, its own collector; it holds when its exit code is 0 and
 * is over the limit when that is 4. The limit lies between a load that held and one that did not; capacity = limit / 1.3. So a run at the
 * capacity passes, and one at 1.6 times that, 1.23 times the limit, is overloaded where CPU binds first; where files or ports do, it is
 * refused before its first packet (exit code 1). One thread.
 */
package busyhour.jmh.calibrate;
