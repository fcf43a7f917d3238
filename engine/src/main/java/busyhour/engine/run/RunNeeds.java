package busyhour.engine.run;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.sip.TransportKind;
import java.util.List;

/**
 * What the endpoints of an assignment take of their host when all have a call. Memory is as measured between 1,000 and 4,000 endpoints of
 * a shard ({@code jmh/load memory}): the rest of a run, its media store above all, comes on top.
 *
 * @param endpoints       all.
 * @param callers         those that can have a call.
 * @param streams         media streams.
 * @param portPairs       one for each stream that has sockets of its own.
 * @param mediaSockets    two for each stream, one where RTCP shares it for certain.
 * @param signallingSockets those that endpoints have for themselves.
 * @param heapBytes       of the worker's heap.
 * @param nativeBytes     outside the heap, and what the kernel keeps for sockets.
 */
public record RunNeeds(long endpoints, long callers, long streams, long portPairs, long mediaSockets, long signallingSockets, long heapBytes,
        long nativeBytes) {

    /** 19 kB where a plan's groups call each other; the pools of calls and transactions are larger where strangers call or actions are played. */
    static final long ENDPOINT_HEAP_BYTES = 26 << 10;
    static final long VIDEO_HEAP_BYTES = 76 << 10;
    static final long SRTP_HEAP_BYTES = 10 << 10;
    static final long SOCKET_BYTES = 6 << 10;
    /** Messages and descriptions of its call, and what is written of it that waits in mapped files. */
    static final long STREAM_NATIVE_BYTES = 5 << 10;

    private static final RunNeeds NOTHING = new RunNeeds(0, 0, 0, 0, 0, 0, 0, 0);

    public static RunNeeds of(final Assignment assignment) {
        final List<GroupSpec> own = assignment.own().groups();
        return own.stream().map(group -> of(group, own)).reduce(NOTHING, RunNeeds::plus);
    }

    private static RunNeeds of(final GroupSpec group, final List<GroupSpec> groups) {
        final long endpoints = group.endpoints();
        final long streams = streams(group) * endpoints;
        final long mediaSockets = sockets(group, groups, streams);
        final long signalling = signallingSockets(group);
        long heap = ENDPOINT_HEAP_BYTES;
        if (group.media().video() != null) {
            heap += VIDEO_HEAP_BYTES;
        }
        if (group.media().security().policy() != SecuritySpec.Policy.NONE) {
            heap += SRTP_HEAP_BYTES * streams(group);
        }
        return new RunNeeds(endpoints, group.callee().hasCalls() ? endpoints : 0, streams, portPairs(group, endpoints), mediaSockets, signalling, heap * endpoints,
                (mediaSockets + signalling) * SOCKET_BYTES + streams * STREAM_NATIVE_BYTES);
    }

    private RunNeeds plus(final RunNeeds other) {
        return new RunNeeds(endpoints + other.endpoints, callers + other.callers, streams + other.streams, portPairs + other.portPairs, mediaSockets + other.mediaSockets,
                signallingSockets + other.signallingSockets, heapBytes + other.heapBytes, nativeBytes + other.nativeBytes);
    }

    /** Of a group, where a shard plays all of it. */
    private static long sockets(final GroupSpec group, final List<GroupSpec> groups, final long streams) {
        return group.media().sharedSockets() ? 2L * streams(group) : streams * (sharesRtcp(group, groups) ? 1 : 2);
    }

    /** Pairs of ports that some endpoints of a group take in one shard. */
    static long portPairs(final GroupSpec group, final long endpoints) {
        return group.media().sharedSockets() && endpoints > 0 ? streams(group) : streams(group) * endpoints;
    }

    /** Media streams of each endpoint: audio, and video where the group has it; none where there are no calls. */
    static int streams(final GroupSpec spec) {
        return !spec.callee().hasCalls() ? 0 : spec.media().video() == null ? 1 : 2;
    }

    /** Whether RTP and RTCP of all its calls go over one port for certain: both ends are this plan's and want it. */
    static boolean sharesRtcp(final GroupSpec group, final List<GroupSpec> groups) {
        if (!group.media().rtcpMux()) {
            return false;
        }
        if (group.callee().kind() == Callee.Kind.GROUP) {
            return groups.get(group.callee().group()).media().rtcpMux();
        }
        final int number = groups.indexOf(group);
        final List<GroupSpec> callers = groups.stream().filter(other -> other.callee().kind() == Callee.Kind.GROUP
                && other.callee().group() == number).toList();
        return group.callee().kind() == Callee.Kind.RECEIVE && !callers.isEmpty() && callers.stream().allMatch(caller -> caller.media().rtcpMux());
    }

    /** One for each endpoint that has its own; over streams its listener of this plan has one too. */
    private static long signallingSockets(final GroupSpec spec) {
        if (!hasOwnSignalling(spec)) {
            return 0;
        }
        final boolean stream = TransportKind.of(spec.signalling().transport()) > TransportKind.UDP;
        final boolean bothEnds = stream && spec.callee().kind() == Callee.Kind.GROUP && spec.registrar() < 0;
        return (long) spec.endpoints() * (bothEnds ? 2 : 1);
    }

    static boolean hasOwnSignalling(final GroupSpec spec) {
        final boolean listens = spec.registrar() < 0 && spec.callee().kind() == Callee.Kind.RECEIVE;
        return spec.signalling().own() && !listens;
    }
}
