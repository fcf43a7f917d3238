package busyhour.ipc.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
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
 * @param part       what of it this worker plays, null = all of it. The groups are those of the whole run either way: an endpoint's
 *                   place in its group says whom it calls and when.
 */
public record Assignment(
        long runId,
        String name,
        List<RegistrarSpec> registrars,
        List<GroupSpec> groups,
        Map<String, byte[]> files,
        boolean allowPublic,
        List<String> allowed,
        Part part) {

    /** The whole of a run. */
    public Assignment(
            final long runId, final String name, final List<RegistrarSpec> registrars, final List<GroupSpec> groups,
            final Map<String, byte[]> files, final boolean allowPublic, final List<String> allowed) {
        this(runId, name, registrars, groups, files, allowPublic, allowed, null);
    }

    public Assignment withFiles(final Map<String, byte[]> value) {
        return new Assignment(runId, name, registrars, groups, value, allowPublic, allowed, part);
    }

    public Assignment withGroups(final List<GroupSpec> value) {
        return new Assignment(runId, name, registrars, value, files, allowPublic, allowed, part);
    }

    public Assignment withPart(final Part value) {
        return new Assignment(runId, name, registrars, groups, files, allowPublic, allowed, value);
    }

    /** Whether other workers play the rest of the run: then the platform says when to begin, and when callers start. */
    @JsonIgnore
    public boolean isShared() {
        return part != null;
    }

    /** Endpoints of a group that this worker plays. */
    public int endpoints(final int group) {
        return part == null ? groups.get(group).endpoints() : part.shares().get(group).endpoints();
    }

    /** Place in its group of the first endpoint that this worker plays. */
    public int firstPlace(final int group) {
        return part == null ? 0 : part.shares().get(group).first();
    }

    /** Endpoints of all groups that this worker plays. */
    public int endpoints() {
        int all = 0;
        for (int group = 0; group < groups.size(); group++) {
            all += endpoints(group);
        }
        return all;
    }

    /** What this worker has to play, as if that were all: how much it takes of its host. Not to be played. */
    public Assignment own() {
        final List<GroupSpec> own = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            own.add(groups.get(group).withEndpoints(endpoints(group)));
        }
        return new Assignment(runId, name, registrars, own, files, allowPublic, allowed, null);
    }

    /** Whether this worker has the run's built-in registrar. */
    public boolean hasRegistrar() {
        return (part == null || part.registrar()) && registrars.stream().anyMatch(RegistrarSpec::builtin);
    }

    /**
     * What of a run one worker plays.
     *
     * @param shares    one for each group, in their order.
     * @param registrar whether this worker has the built-in registrar for all workers of the run.
     */
    public record Part(List<Share> shares, boolean registrar) {
    }

    /** Endpoints of one group by their places in it, from 0. */
    public record Share(int first, int endpoints) {
        /** None. */
        public static final Share NONE = new Share(0, 0);
    }

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
     * @param media         what is sent and received.
     * @param durationMs    of each call, from answer.
     * @param ramp          when the calls start.
     * @param calls         calls for each caller, 0 = as many as fit into {@code forMs}.
     * @param forMs         how long callers go on or receivers listen, 0 = by {@code calls}.
     * @param pauseMs       between two calls of a caller.
     * @param signalling    transport, headers, session timers.
     * @param answering     what a callee does with a call.
     * @param actions       what happens in a call besides, at most 30.
     * @param arrivals      what makes its calls come; with {@code ramp} and {@code calls} only where it is each caller by itself.
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
            MediaSpec media,
            long durationMs,
            Ramp ramp,
            int calls,
            long forMs,
            long pauseMs,
            SignallingSpec signalling,
            AnsweringSpec answering,
            List<ActionSpec> actions,
            ArrivalSpec arrivals) {

        /** An older platform says nothing of arrivals. */
        public GroupSpec {
            arrivals = arrivals == null ? ArrivalSpec.BY_CALLER : arrivals;
        }

        /** Each caller calls by itself. */
        public GroupSpec(
                final String name, final int firstEndpoint, final int endpoints, final int registrar, final List<Account> accounts,
                final Callee callee, final String target, final String listen, final MediaSpec media, final long durationMs,
                final Ramp ramp, final int calls, final long forMs, final long pauseMs, final SignallingSpec signalling,
                final AnsweringSpec answering, final List<ActionSpec> actions) {
            this(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, media, durationMs, ramp, calls, forMs,
                    pauseMs, signalling, answering, actions, ArrivalSpec.BY_CALLER);
        }

        public GroupSpec withEndpoints(final int value) {
            return new GroupSpec(name, firstEndpoint, value, registrar, accounts, callee, target, listen, media, durationMs, ramp,
                    calls, forMs, pauseMs, signalling, answering, actions, arrivals);
        }

        public GroupSpec withListen(final String value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, value, media, durationMs, ramp,
                    calls, forMs, pauseMs, signalling, answering, actions, arrivals);
        }

        public GroupSpec withTarget(final String value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, value, listen, media, durationMs, ramp,
                    calls, forMs, pauseMs, signalling, answering, actions, arrivals);
        }

        public GroupSpec withMedia(final MediaSpec value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, value, durationMs,
                    ramp, calls, forMs, pauseMs, signalling, answering, actions, arrivals);
        }

        /** As given; see the record for their meaning. */
        public GroupSpec withCalls(final int newCalls, final long newForMs, final long newPauseMs) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, media, durationMs,
                    ramp, newCalls, newForMs, newPauseMs, signalling, answering, actions, arrivals);
        }

        public GroupSpec withSignalling(final SignallingSpec value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, media, durationMs,
                    ramp, calls, forMs, pauseMs, value, answering, actions, arrivals);
        }

        public GroupSpec withAnswering(final AnsweringSpec value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, media, durationMs,
                    ramp, calls, forMs, pauseMs, signalling, value, actions, arrivals);
        }

        public GroupSpec withActions(final List<ActionSpec> value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, media, durationMs,
                    ramp, calls, forMs, pauseMs, signalling, answering, value, arrivals);
        }

        public GroupSpec withAccounts(final List<Account> value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, value, callee, target, listen, media, durationMs,
                    ramp, calls, forMs, pauseMs, signalling, answering, actions, arrivals);
        }

        public GroupSpec withArrivals(final ArrivalSpec value) {
            return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, target, listen, media, durationMs,
                    ramp, calls, forMs, pauseMs, signalling, answering, actions, value);
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
