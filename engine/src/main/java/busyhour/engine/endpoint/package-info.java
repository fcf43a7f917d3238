/**
 * What endpoints do: register, call, answer, hang up, change and transfer calls, and what they record of it.
 *
 * <p>One shard's thread. RFC 3264 by {@code busyhour.sip.sdp}, RFC 6076 for the names of delays, RFC 5589 for transfers.
 *
 * <pre>
 *   EndpointCalls (what user agents report)
 *     Registrations   CallerSteps   CalleeSteps   Seconds
 *                  \      |        /         /
 *                       EndpointLife --> EndpointRecords (AudioSampler, CallSampler) --> ring
 *
 *   NextCalls (when a caller calls again) <--> Arrivals (of groups whose callers do not call by themselves) --> CallerSteps
 *     OpenCallers   by the clock: waiting arrivals, free callers     <-- busyhour.engine.arrival
 *     UserCallers   users who come and go
 *
 *   DialogEvents (of a call that stands) --> MidCallOffers, Transfers --> CallActions --> busyhour.engine.scenario
 *                                                 ^---------------- ScenarioSteps <-------------------'
 * </pre>
 */
package busyhour.engine.endpoint;
