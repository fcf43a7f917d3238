/**
 * What endpoints do: register, call, answer, hang up, and what they record of it.
 *
 * <p>One shard's thread. RFC 3264 by {@code busyhour.sip.sdp}, RFC 6076 for the names of delays.
 *
 * <pre>
 *   EndpointCalls (what user agents report)
 *     Registrations   CallerSteps   CalleeSteps   Seconds
 *                  \      |        /         /
 *                       EndpointLife --> EndpointRecords (AudioSampler, CallSampler) --> ring
 * </pre>
 */
package busyhour.engine.endpoint;
