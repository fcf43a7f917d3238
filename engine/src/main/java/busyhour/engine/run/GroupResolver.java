package busyhour.engine.run;

import busyhour.engine.endpoint.Group;
import busyhour.engine.media.GroupTracks;
import busyhour.engine.scenario.ScenarioProgram;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what an assignment names into addresses, URIs and encoded tracks. Set-up time. */
final class GroupResolver {

    private final Assignment assignment;
    private final GroupPaths paths;
    private final MediaResolver media;
    private final List<String> tlsServers = new ArrayList<>();
    private final TransportAddress builtinRegistrar;
    private final RunPeers peers;

    /** @param builtinRegistrar address of the worker's own registrar, null without one. */
    GroupResolver(
            final Assignment assignment, final GroupPaths paths, final MediaResolver media, final TransportAddress builtinRegistrar) {
        this(assignment, paths, media, builtinRegistrar, new RunPeers(assignment, List.of()));
    }

    /**
     * @param builtinRegistrar address of the run's own registrar, null without one.
     * @param peers            where groups listen.
     */
    GroupResolver(
            final Assignment assignment, final GroupPaths paths, final MediaResolver media, final TransportAddress builtinRegistrar,
            final RunPeers peers) {
        this.peers = peers;
        this.assignment = assignment;
        this.paths = paths;
        this.media = media;
        this.builtinRegistrar = builtinRegistrar;
    }

    /** What is resolved. */
    Assignment assignment() {
        return assignment;
    }

    List<Group> groups() throws RunFaultException {
        final List<Group> groups = new ArrayList<>();
        for (int i = 0; i < assignment.groups().size(); i++) {
            groups.add(group(i, assignment.groups().get(i)));
        }
        return groups;
    }

    private Group group(final int number, final GroupSpec spec) throws RunFaultException {
        final GroupTracks tracks = media.tracks(spec);
        final boolean caller = spec.callee().calls();
        final RegistrarSpec registrar = spec.registrar() < 0 ? null : assignment.registrars().get(spec.registrar());
        final GroupPath path;
        if (registrar != null) {
            path = registrar.builtin() ? paths.toAddress(spec, TransportKind.UDP, builtinRegistrar)
                    : spec.target() != null ? paths.toUri(spec, spec.target()) : paths.toRegistrar(spec, registrar);
        } else if (caller) {
            path = spec.target() != null || spec.callee().kind() == Callee.Kind.URI
                    ? paths.toUri(spec, spec.target() != null ? spec.target() : spec.callee().uri()) : toListeners(spec);
        } else {
            path = paths.listening(spec.withListen(peers.address(number, assignment.firstPlace(number))));
        }
        tlsServers.add(path.tlsServer());
        final String domain = domain(registrar, path.locals().getFirst());
        return new Group(number, spec, tracks, domain, registrarUri(registrar), path.targets(),
                path.locals(), expectedCalls(number, spec), scenario(spec, domain), caller || !isCalledFromHere(number),
                paths.shown());
    }

    private ScenarioProgram scenario(final GroupSpec spec, final String domain) throws RunFaultException {
        try {
            return ScenarioProgram.compile(spec.actions(), domain, file -> media.tracks(spec, file));
        } catch (final IllegalArgumentException e) {
            throw new RunFaultException("group " + spec.name() + ": " + e.getMessage());
        }
    }

    /** The members of a listening group may answer at several workers: each caller goes to where its own is. */
    private GroupPath toListeners(final GroupSpec spec) throws RunFaultException {
        final int called = spec.callee().group();
        final Map<String, GroupPath> byAddress = new LinkedHashMap<>();
        final List<SipTargets> targets = new ArrayList<>();
        for (int i = 0; i < spec.endpoints(); i++) {
            final int member = i % assignment.groups().get(called).endpoints();
            GroupPath path = byAddress.get(peers.address(called, member));
            if (path == null) {
                path = paths.toUri(spec, listenerUri("", called, member));
                byAddress.put(peers.address(called, member), path);
            }
            targets.add(path.targets().get(path.targets().size() == 1 ? 0 : i));
        }
        final GroupPath first = byAddress.values().iterator().next();
        return byAddress.size() == 1 ? first : new GroupPath(targets, first.locals(), first.tlsServer());
    }

    private String listenerUri(final String user, final int called, final int member) {
        final byte kind = TransportKind.of(assignment.groups().get(called).signalling().transport());
        return "sip:" + user + peers.address(called, member) + new String(TransportKind.uriParameter(kind), StandardCharsets.US_ASCII);
    }

    /** Name that the certificates of a group's servers are checked against, null = the address that is connected to. */
    String tlsServer(final int group) {
        return tlsServers.get(group);
    }

    private String domain(final RegistrarSpec registrar, final TransportAddress local) {
        if (registrar == null) {
            return GroupPaths.hostOf(local);
        }
        if (registrar.builtin()) {
            return builtinRegistrar.toString();
        }
        final boolean ipv6 = registrar.domain().indexOf(':') >= 0 && !registrar.domain().startsWith("[");
        final String host = ipv6 ? "[" + registrar.domain() + "]" : registrar.domain();
        final byte kind = TransportKind.of(registrar.transport());
        final int usual = kind < 0 ? SipTarget.DEFAULT_PORT : TransportKind.defaultPort(kind);
        return registrar.port() == 0 || registrar.port() == usual ? host : host + ":" + registrar.port();
    }

    private String registrarUri(final RegistrarSpec registrar) {
        return registrar == null ? null : "sip:" + domain(registrar, null);
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
            return listenerUri(member + 1 + "@", callee.group(), member);
        }
        return "sip:" + called.accounts().get(member).username() + "@"
                + domain(assignment.registrars().get(called.registrar()), null);
    }
}
