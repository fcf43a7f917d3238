/**
 * How large a system must be: from a history of calls to sessions at the planned peak, trunks (Erlang B), workers with the limit that
 * binds, licences and cost. Pure arithmetic over immutable values: no clock, no database, any thread.
 *
 * <pre>
 * CallCsv -> CallHistory -> History (weekly p99, busy hour) -\
 *                                     PlannerSettings -------+-> CapacityPlanner -> CapacityPlan -> JSON, PlanText
 * </pre>
 *
 * Erlang B: A. K. Erlang 1917, by the recursion B(0) = 1, B(n) = A B(n-1) / (n + A B(n-1)).
 */
package busyhour.web.planner;
