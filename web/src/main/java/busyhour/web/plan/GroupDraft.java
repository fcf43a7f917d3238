package busyhour.web.plan;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment.GroupSpec;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One group while the plan is read: its own fields first, whom it calls once all groups are known. One thread. */
final class GroupDraft {
    private static final Set<String> LATER =
            Set.of("impairment", "impairments", "scenario", "regions", "ice", "record");
    private static final String CALLEE = "receive-external, { group: NAME }, { uri: \"sip:user@host\" } or none";

    private final Fields fields;
    private final String name;
    private final int endpoints;
    private final String registrarName;
    private final int registrar;
    private final GroupDefaults timing;
    private final GroupNetwork network;
    private final ArrivalSpec arrivals;
    private final AnsweringSpec answering;
    private final MediaTerms media;
    private final List<ActionSpec> actions;
    private final Placement placement;
    private SignallingPath path;
    private String calleeGroup;
    private Callee callee;

    private GroupDraft(Fields fields, GroupDefaults above, AddressRules addresses, RegistrarReader registrars,
                       MediaFiles files, TlsReader tls, PlanFiles planFiles) {
        this.fields = fields;
        name = fields.requiredText("name", "a name");
        endpoints = fields.number("endpoints", 1, 1_000_000, 1);
        if (!fields.has("endpoints")) {
            fields.fault("endpoints", "a whole number from 1 to 1000000");
        }
        registrarName = fields.text("registrar", "the name of a registrar");
        registrar = registrarName == null ? -1 : registrars.indexOf(registrarName);
        if (registrarName != null && registrar < 0) {
            fields.fault("registrar", registrars.expectedNames(registrarName));
        }
        readCallee();
        network = GroupNetwork.read(fields, receives(), registrarName, registrar < 0 ? null : registrars.path(registrar), addresses, tls,
                callee != null && callee.kind() == Callee.Kind.URI ? callee.uri() : null);
        path = network.path();
        media = MediaTerms.read(fields, above.media(), files);
        media.check(fields);
        timing = GroupDefaults.readTiming(fields, above);
        arrivals = ArrivalsReader.read(fields, planFiles, name, endpoints, timing.forMs());
        if (media.sharedSockets() && timing.signalling().localAddresses().size() > 1) {
            fields.fault("sockets", "shared, and " + timing.signalling().localAddresses().size() + " local-addresses", "own, or one address");
        }
        answering = AnsweringReader.read(fields, receives(), addresses);
        actions = ActionReader.read(fields, new StepReader(files, addresses, media.audio().codecs()),
                receives() ? Long.MAX_VALUE : timing.durationMs(), media.waiting());
        placement = Placement.read(fields);
        fields.refuseOthers(LATER);
        checkReceiver();
    }

    static GroupDraft read(Fields fields, GroupDefaults above, AddressRules addresses, RegistrarReader registrars,
                           MediaFiles files, TlsReader tls, PlanFiles planFiles) {
        return new GroupDraft(fields, above, addresses, registrars, files, tls, planFiles);
    }

    Fields fields() {
        return fields;
    }

    String name() {
        return name;
    }

    int endpoints() {
        return endpoints;
    }

    String listen() {
        return network.listen();
    }

    /** Which workers may play it. */
    Placement placement() {
        return placement;
    }

    /** Null when it is not known (yet). */
    Callee callee() {
        return callee;
    }

    MediaTerms media() {
        return media;
    }

    /** Of a call, from its answer. */
    long durationMs() {
        return timing.durationMs();
    }

    /** Between two calls of a caller. */
    long pauseMs() {
        return timing.pauseMs();
    }

    /** What makes its calls come. */
    ArrivalSpec arrivals() {
        return arrivals;
    }

    /** How long it lets calls ring before it answers. */
    long ringMs() {
        return answering.ringMs();
    }

    /** Index of the group that is called, -1 when it is none or not known. */
    int calledGroup() {
        return callee != null && callee.kind() == Callee.Kind.GROUP ? callee.group() : -1;
    }

    private boolean receives() {
        return callee != null && callee.kind() == Callee.Kind.RECEIVE;
    }

    private void readCallee() {
        PlanNode value = fields.find("callee");
        if (value instanceof PlanNode.Mapping mapping) {
            Fields map = new Fields(mapping, fields.pathOf("callee"), fields.faults());
            calleeGroup = map.text("group", "the name of a group");
            String uri = map.text("uri", "a sip: URI");
            if ((calleeGroup == null) == (uri == null)) {
                fields.fault("callee", calleeGroup == null ? "neither group nor uri" : "both group and uri", CALLEE);
                calleeGroup = null;
            } else if (uri != null) {
                SipUri parsed = SipUri.read(map, "uri", uri);
                callee = parsed == null ? null : new Callee(Callee.Kind.URI, -1, uri);
            }
            map.refuseOthers(Set.of("probability", "weight"));
        } else if (value instanceof PlanNode.Scalar scalar && scalar.text().equals("receive-external")) {
            callee = new Callee(Callee.Kind.RECEIVE, -1, null);
        } else if (value instanceof PlanNode.Scalar scalar && scalar.text().equals("none")) {
            callee = new Callee(Callee.Kind.NONE, -1, null);
        } else {
            fields.fault("callee", CALLEE);
        }
    }

    private void checkReceiver() {
        if (callee == null || callee.calls()) {
            return;
        }
        for (String key : List.of("calls", "ramp", "pause", "arrivals", "users")) {
            if (fields.has(key)) {
                fields.fault(key, "none: this group does not call, only groups that call have it");
            }
        }
        if (!callee.hasCalls() && registrarName == null) {
            fields.fault("callee", "a registrar with `callee: none`: such endpoints register, and that is all");
        }
    }

    /** Finds the group that is called and checks that the call can get there. */
    void resolveCallee(List<GroupDraft> all, RegistrarReader registrars) {
        if (calleeGroup == null) {
            return;
        }
        List<String> names = all.stream().map(GroupDraft::name).toList();
        int index = names.indexOf(calleeGroup);
        Fields at = fields.map("callee", CALLEE);
        if (index < 0) {
            at.fault("group", "a group of this plan"
                    + Spelling.hint(calleeGroup, names.stream().filter(Objects::nonNull).toList()));
            return;
        }
        GroupDraft called = all.get(index);
        if (!called.receives()) {
            if (called.callee != null || called.calleeGroup != null) {
                at.fault("group", "a group that answers (callee: receive-external)");
            }
            return;
        }
        if (registrarName == null && called.registrarName != null && network.target() == null) {
            fields.fault("registrar", "a registrar, as the called group '" + calleeGroup + "' has one");
        } else if (registrar >= 0 && called.registrar >= 0 && registrar != called.registrar
                && (registrars.specs().get(registrar).builtin() || registrars.specs().get(called.registrar).builtin())) {
            fields.fault("registrar", PlanFault.quoted(registrarName), PlanFault.quoted(called.registrarName)
                    + " as in the called group: the built-in registrar knows only its own");
        }
        if (registrar < 0 && network.target() == null) {
            path = path.toListener(fields, called.path, calleeGroup);
        }
        callee = new Callee(Callee.Kind.GROUP, index, null);
    }

    /** @param paired whether the peer of its calls is a group of this plan. */
    GroupSpec toSpec(int firstEndpoint, RegistrarReader registrars, boolean paired) {
        List<Account> accounts = registrar < 0 ? List.of() : registrars.takeAccounts(registrar, endpoints);
        return new GroupSpec(name, firstEndpoint, endpoints, registrar, accounts, callee, network.target(),
                network.listen(), media.spec(paired), timing.durationMs(), timing.ramp(), timing.calls(),
                timing.forMs(), timing.pauseMs(), timing.signalling().spec(path),
                answering, actions, arrivals);
    }
}
