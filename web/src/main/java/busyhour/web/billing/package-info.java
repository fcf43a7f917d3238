/**
 * What an organisation may use and what it used: plans, subscriptions, stream-minutes, spending limits, alerts, retention.
 * Any thread.
 *
 * <pre>
 *   samples --(same transaction)--> stream_usage --> Billing: used of included, overage, alerts --> /billing, REST, CSV
 *   plan of the subscription -----> PlanLimits (before a run: refuse; a running one is never cut)
 *                          \------> Retention (drops days, or deletes runs)
 * </pre>
 */
package busyhour.web.billing;
