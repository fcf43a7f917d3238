/**
 * Deadlines for tens of thousands of state machines.
 *
 * <p>A {@link busyhour.sip.timer.TimerWheel} holds one deadline for each owner (a transaction, a call, a registration),
 * named by the owner's fixed number. An owner with several timers arms the earliest and looks at its own deadline
 * fields when woken, so that firing early or twice is harmless.
 *
 * <pre>
 *   bucket:  0    1    2    3   ...  65535      2^20 ns = 1.05 ms each, 68.7 s round
 *            |         |
 *            7 - 12    3                        owners, doubly linked through int arrays
 * </pre>
 *
 * <p>Why not Agrona's {@code DeadlineTimerWheel}: it advances one tick a poll (954 polls after a stall of 1 s), reuses
 * timer ids (a stale cancel kills another timer), and 10,000 timers on one deadline allocated 268 MB.
 *
 * <p>Thread rule: one thread, the shard's.
 */
package busyhour.sip.timer;
