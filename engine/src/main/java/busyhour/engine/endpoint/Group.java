package busyhour.engine.endpoint;

import busyhour.engine.media.GroupTracks;
import busyhour.engine.scenario.ScenarioProgram;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import java.util.List;

/**
 * A group with everything resolved that the plan only names: addresses, URIs, encoded tracks. Immutable, shared by all
 * shards.
 *
 * @param number        place in the assignment.
 * @param spec          as assigned.
 * @param tracks        what is sent in each codec.
 * @param domain        host part of the addresses of record, with a port where it is not the default.
 * @param registrarUri  Request-URI of REGISTER, or null.
 * @param targets       where requests of each endpoint go first; one list for all when there is one only.
 * @param localAddresses that signalling and media use in turn; their ports are 0, or the one to listen at.
 * @param expectedCalls how many of the endpoints, counted from the first, some group of the plan calls.
 * @param scenario      its actions, compiled.
 * @param countsCalls   whether this group's side makes the run's call counts: callers, and callees of foreign callers.
 * @param shown         address that peers see in place of a local one that is not loopback, null = the local one.
 */
public record Group(
        int number,
        GroupSpec spec,
        GroupTracks tracks,
        String domain,
        String registrarUri,
        List<SipTargets> targets,
        List<TransportAddress> localAddresses,
        int expectedCalls,
        ScenarioProgram scenario,
        boolean countsCalls,
        TransportAddress shown) {

    /** Peers see the addresses that are used. */
    public Group(
            final int number, final GroupSpec spec, final GroupTracks tracks, final String domain, final String registrarUri,
            final List<SipTargets> targets, final List<TransportAddress> localAddresses, final int expectedCalls, final ScenarioProgram scenario,
            final boolean countsCalls) {
        this(number, spec, tracks, domain, registrarUri, targets, localAddresses, expectedCalls, scenario, countsCalls, null);
    }

    /** Where requests of the endpoint at this place of the group go first. */
    public SipTargets targets(final int index) {
        return targets.get(targets.size() == 1 ? 0 : index);
    }

    /** What signalling and media of the endpoint at this place of the group use. */
    public TransportAddress localAddress(final int index) {
        return localAddresses.get(index % localAddresses.size());
    }

    /** What SIP and SDP say in place of a local address; the port stays what it is. */
    public TransportAddress shown(final TransportAddress local) {
        return shown == null || local.isLoopback() || shown.isIpv4() != local.isIpv4() ? local
                : new TransportAddress().copyFrom(shown).port(local.port());
    }

    /** Copies what SDP says of the endpoint at this place of the group; allocates nothing. */
    public void describeAddress(final int index, final TransportAddress into) {
        final TransportAddress local = localAddress(index);
        into.copyFrom(shown == null || local.isLoopback() || shown.isIpv4() != local.isIpv4() ? local : shown);
    }

    public boolean isCaller() {
        return spec.callee().calls();
    }

    public boolean registers() {
        return registrarUri != null;
    }

    /** Whether endpoints answer at a fixed address instead of registering. */
    public boolean listens() {
        return !registers() && !isCaller();
    }

    /** When the first call of caller {@code index} is intended, counted from the group's start, nanoseconds. */
    public long arrivalNs(final int index) {
        return spec.ramp().calls() == 0 ? 0 : index * spec.ramp().perMs() * 1_000_000L / spec.ramp().calls();
    }
}
