package busyhour.ipc.plan;

import java.util.List;
import java.util.Map;

/**
 * The part of a run that one worker plays.
 *
 * @param runId      the run, as in every message about it.
 * @param name       the plan's name.
 * @param registrars the registrars that groups name by index.
 * @param groups     in the plan's order.
 * @param files      content of the files that groups name, by the name in the plan.
 * @param allowPublic whether targets outside loopback and private ranges may be called or sent to.
 * @param allowed    addresses or CIDR blocks allowed besides.
 */
public record Assignment(
        long runId,
        String name,
        List<RegistrarSpec> registrars,
        List<GroupSpec> groups,
        Map<String, byte[]> files,
        boolean allowPublic,
        List<String> allowed) {

    /**
     * A registrar that endpoints register at.
     *
     * @param name      as in the plan.
     * @param builtin   the worker's own registrar and proxy; domain and port are then unused.
     * @param domain    host name or address, also the domain of the addresses of record.
     * @param port      0 = the transport's default.
     * @param transport UDP, TCP, TLS, WS, WSS or AUTO.
     */
    public record RegistrarSpec(String name, boolean builtin, String domain, int port, String transport) {
    }

    /**
     * Endpoints that do the same.
     *
     * @param name          as in the plan.
     * @param firstEndpoint number of the first endpoint in the run; the others follow.
     * @param endpoints     how many.
     * @param registrar     index into {@link Assignment#registrars()}, -1 without one.
     * @param accounts      one for each endpoint, empty without a registrar.
     * @param callee        whom they call, or that they answer.
     * @param target        next hop of the signalling, {@code sip:} URI, or null.
     * @param listen        {@code host:port} where they answer, or null.
     * @param codecs        encoding names in order of preference.
     * @param audio         key into {@link Assignment#files()}, or null for the built-in signal.
     * @param ptimeMs       packet time, milliseconds.
     * @param durationMs    of each call, from answer.
     * @param ramp          when the calls start.
     * @param calls         calls for each caller, 0 = as many as fit into {@code forMs}.
     * @param forMs         how long callers go on or receivers listen, 0 = by {@code calls}.
     * @param pauseMs       between two calls of a caller.
     * @param sendJitterMs  each packet is delayed by an even random share of this, 0 = paced exactly.
     * @param rtcpMux       offer RTP and RTCP on one port (RFC 5761).
     * @param signalling    transport, headers, session timers.
     * @param answering     what a callee does with a call.
     * @param actions       what happens in a call besides, at most 30.
     * @param deferred      tracks ({@code audio}) that are offered inactive until an action activates them.
     */
    public record GroupSpec(
            String name,
            int firstEndpoint,
            int endpoints,
            int registrar,
            List<Account> accounts,
            Callee callee,
            String target,
            String listen,
            List<String> codecs,
            String audio,
            int ptimeMs,
            long durationMs,
            Ramp ramp,
            int calls,
            long forMs,
            long pauseMs,
            int sendJitterMs,
            boolean rtcpMux,
            SignallingSpec signalling,
            AnsweringSpec answering,
            List<ActionSpec> actions,
            List<String> deferred) {

        /** A group whose tracks flow from the answer on. */
        public GroupSpec(
                final String name, final int firstEndpoint, final int endpoints, final int registrar, final List<Account> accounts,
                final Callee callee, final String target, final String listen, final List<String> codecs, final String audio,
                final int ptimeMs, final long durationMs, final Ramp ramp, final int calls, final long forMs, final long pauseMs,
                final int sendJitterMs, final boolean rtcpMux, final SignallingSpec signalling, final AnsweringSpec answering,
                final List<ActionSpec> actions) {
            this(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, codecs, audio, ptimeMs, durationMs, ramp,
                    calls, forMs, pauseMs, sendJitterMs, rtcpMux, signalling, answering, actions, List.of());
        }

        public GroupSpec withSignalling(final SignallingSpec value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, codecs, audio, ptimeMs,
                    durationMs, ramp, calls, forMs, pauseMs, sendJitterMs, rtcpMux, value, answering, actions, deferred);
        }

        public GroupSpec withAnswering(final AnsweringSpec value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, codecs, audio, ptimeMs,
                    durationMs, ramp, calls, forMs, pauseMs, sendJitterMs, rtcpMux, signalling, value, actions, deferred);
        }

        public GroupSpec withDeferred(final List<String> value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, codecs, audio, ptimeMs,
                    durationMs, ramp, calls, forMs, pauseMs, sendJitterMs, rtcpMux, signalling, answering, actions, value);
        }

        public GroupSpec withActions(final List<ActionSpec> value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, codecs, audio, ptimeMs,
                    durationMs, ramp, calls, forMs, pauseMs, sendJitterMs, rtcpMux, signalling, answering, value, deferred);
        }
    }

    /** Digest credentials (RFC 7616). A realm of null takes whatever the challenge names. */
    public record Account(String username, String password, String realm) {
        @Override
        public String toString() {
            return "Account[" + username + "]"; // a password never reaches a log
        }
    }

    /**
     * Whom a group calls.
     *
     * @param kind  what the other fields mean.
     * @param group index into {@link Assignment#groups()} for {@link Kind#GROUP}, else -1.
     * @param uri   for {@link Kind#URI}, else null.
     */
    public record Callee(Kind kind, int group, String uri) {
        /** Which way a group's calls go; NONE: its endpoints register and that is all. */
        public enum Kind { GROUP, URI, RECEIVE, NONE }

        /** Whether the group's endpoints call. */
        public boolean calls() {
            return kind == Kind.GROUP || kind == Kind.URI;
        }

        /** Whether its endpoints have calls, made or answered, and so media. */
        public boolean hasCalls() {
            return kind != Kind.NONE;
        }
    }

    /** {@code calls} new calls in each {@code perMs} milliseconds; 0 calls = all at once. */
    public record Ramp(int calls, long perMs) {
    }
}
