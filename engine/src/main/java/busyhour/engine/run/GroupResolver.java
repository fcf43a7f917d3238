package busyhour.engine.run;

import busyhour.codec.AudioCodec;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.endpoint.Group;
import busyhour.engine.media.TrackSet;
import busyhour.engine.media.TrackStore;
import busyhour.engine.scenario.ScenarioProgram;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.sip.TransportAddress;
import java.util.ArrayList;
import java.util.List;

/** Turns what an assignment names into addresses, URIs and encoded tracks. Set-up time. */
final class GroupResolver {

    private final Assignment assignment;
    private final TargetPolicy policy;
    private final TrackStore tracks;
    private final TransportAddress builtinRegistrar;

    /** @param builtinRegistrar address of the worker's own registrar, null without one. */
    GroupResolver(
            final Assignment assignment, final TargetPolicy policy, final TrackStore tracks, final TransportAddress builtinRegistrar) {
        this.assignment = assignment;
        this.policy = policy;
        this.tracks = tracks;
        this.builtinRegistrar = builtinRegistrar;
    }

    List<Group> groups() throws RunFaultException {
        final List<Group> groups = new ArrayList<>();
        for (int i = 0; i < assignment.groups().size(); i++) {
            groups.add(group(i, assignment.groups().get(i)));
        }
        return groups;
    }

    private Group group(final int number, final GroupSpec spec) throws RunFaultException {
        final List<TrackSet> codecs = new ArrayList<>();
        for (final String name : spec.codecs()) {
            codecs.add(trackSet(spec, name));
        }
        final boolean caller = spec.callee().kind() != Callee.Kind.RECEIVE;
        final RegistrarSpec registrar = spec.registrar() < 0 ? null : assignment.registrars().get(spec.registrar());
        final TransportAddress nextHop;
        final TransportAddress local;
        if (registrar != null) {
            nextHop = registrar.builtin() ? builtinRegistrar
                    : SipTarget.ofHost(registrar.domain(), registrar.port() == 0 ? SipTarget.DEFAULT_PORT : registrar.port());
            local = SipTarget.localAddressTowards(nextHop);
        } else if (caller) {
            nextHop = spec.target() != null ? SipTarget.ofUri(spec.target()) : calleeAddress(spec);
            local = SipTarget.localAddressTowards(nextHop);
        } else {
            local = SipTarget.ofHostPort(spec.listen());
            nextHop = local;
            if (local.isUnspecified()) {
                throw new RunFaultException("group " + spec.name() + ": listen " + spec.listen()
                        + " is no address that Contact and SDP can name; give one of this host's");
            }
        }
        if (!policy.permits(nextHop)) {
            throw new RunFaultException("group " + spec.name() + ": " + nextHop
                    + " is a public address; the plan must list it or say `allow: public`");
        }
        return new Group(number, spec, codecs, domain(registrar, local), registrarUri(registrar), nextHop, local,
                expectedCalls(number, spec), scenario(spec, domain(registrar, local)), caller || !isCalledFromHere(number));
    }

    private ScenarioProgram scenario(final GroupSpec spec, final String domain) throws RunFaultException {
        try {
            return ScenarioProgram.compile(spec.actions(), domain, audio -> spec.codecs().stream()
                    .map(name -> tracks.tracks(audio, AudioCodec.byName(name))).toArray(TrackSet[]::new));
        } catch (final IllegalArgumentException e) {
            throw new RunFaultException("group " + spec.name() + ": " + e.getMessage());
        }
    }

    private TrackSet trackSet(final GroupSpec spec, final String name) throws RunFaultException {
        final AudioCodec codec = AudioCodec.byName(name);
        if (codec == null) {
            throw new RunFaultException("group " + spec.name() + ": codec " + name + " is not one that this worker has");
        }
        try {
            return tracks.tracks(spec.audio(), codec);
        } catch (final IllegalArgumentException e) {
            throw new RunFaultException("group " + spec.name() + ": " + e.getMessage());
        }
    }

    private TransportAddress calleeAddress(final GroupSpec spec) throws RunFaultException {
        return spec.callee().kind() == Callee.Kind.URI
                ? SipTarget.ofUri(spec.callee().uri())
                : SipTarget.ofHostPort(assignment.groups().get(spec.callee().group()).listen());
    }

    private String domain(final RegistrarSpec registrar, final TransportAddress local) {
        if (registrar == null) {
            return hostOf(local);
        }
        if (registrar.builtin()) {
            return builtinRegistrar.toString();
        }
        final boolean ipv6 = registrar.domain().indexOf(':') >= 0 && !registrar.domain().startsWith("[");
        final String host = ipv6 ? "[" + registrar.domain() + "]" : registrar.domain();
        return registrar.port() == 0 || registrar.port() == SipTarget.DEFAULT_PORT ? host : host + ":" + registrar.port();
    }

    private String registrarUri(final RegistrarSpec registrar) {
        return registrar == null ? null : "sip:" + domain(registrar, null);
    }

    private static String hostOf(final TransportAddress address) {
        final String text = address.toString();
        return text.substring(0, text.lastIndexOf(':'));
    }

    /** How many endpoints of a group, counted from the first, the callers of this plan reach. */
    private int expectedCalls(final int number, final GroupSpec spec) {
        int expected = 0;
        for (final GroupSpec other : assignment.groups()) {
            if (other.callee().kind() == Callee.Kind.GROUP && other.callee().group() == number) {
                expected = Math.max(expected, Math.min(other.endpoints(), spec.endpoints()));
            }
        }
        return spec.registrar() < 0 ? 0 : expected; // a listening group deals its calls out in turn
    }

    /** Whether calls of this group are counted at callers of the same plan. */
    private boolean isCalledFromHere(final int number) {
        for (final GroupSpec other : assignment.groups()) {
            if (other.callee().kind() == Callee.Kind.GROUP && other.callee().group() == number
                    || other.callee().kind() == Callee.Kind.URI) {
                return true;
            }
        }
        return false;
    }

    /** URI that the caller at a place of its group calls: callee i modulo their number. */
    String target(final Group caller, final int index) {
        final Callee callee = caller.spec().callee();
        if (callee.kind() == Callee.Kind.URI) {
            return callee.uri();
        }
        final GroupSpec called = assignment.groups().get(callee.group());
        final int member = index % called.endpoints();
        if (called.registrar() < 0) {
            return "sip:" + (member + 1) + "@" + called.listen();
        }
        return "sip:" + called.accounts().get(member).username() + "@"
                + domain(assignment.registrars().get(called.registrar()), null);
    }
}
