/**
 * When calls come: the arithmetic of open arrivals (a rate, a Poisson process, a trace) and of users who come and go.
 *
 * <p>Integers only. Each time follows from the number of the arrival and not from the time of the one before, so that nothing adds
 * up over hours; and from nothing else, so that every shard of a run, and every machine, finds the same times and can take those
 * that are its own.
 *
 * <pre>
 *   ArrivalSpec --> Stages (amount over time) --> RateCurve (calls so far, and when they are so many) --> OpenArrivals
 *                         |                                       ExponentialGaps (Poisson) ---------------^
 *                         +--> UserCurve (who of the users calls, and when again)
 * </pre>
 *
 * <p>Times are microseconds since the group's callers were started; counts of calls are in units of 2^-32. One shard's thread; allocates
 * nothing after construction, nor when the load is changed.
 */
package busyhour.engine.arrival;
