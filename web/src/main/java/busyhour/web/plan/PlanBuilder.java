package busyhour.web.plan;

import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Builds one plan from its tree: registrars, then groups, then what only the whole can tell. One thread, one use. */
final class PlanBuilder {
    private static final Set<String> LATER = Set.of("probes", "scenario", "scenarios", "impairments", "impairment",
            "export", "exports", "hep", "otlp", "capture", "actions", "regions", "workers", "seed");
    private static final int MAX_GROUPS = 1_000;
    private static final int MAX_ENDPOINTS = 1_000_000;

    private final Fields plan;
    private final Faults faults;
    private final MediaFiles media;
    private final PlanFiles files;
    private final Instant now;

    /** @param now by which certificates hold or have run out. */
    PlanBuilder(PlanNode.Mapping root, Faults faults, MediaFiles media, PlanFiles files, Instant now) {
        this.plan = new Fields(root, "", faults);
        this.faults = faults;
        this.media = media;
        this.files = files;
        this.now = now;
    }

    Plan build() throws PlanException {
        String name = plan.text("name", "text");
        String description = plan.text("description", "text");
        List<String> labels = Labels.read(plan);
        GroupDefaults defaults = GroupDefaults.read(plan, media);
        AddressRules addresses = AddressRules.read(plan);
        TlsReader tls = new TlsReader(files, media, now);
        RegistrarReader registrars = new RegistrarReader(addresses, files, tls);
        registrars.readAll(plan);
        List<GroupDraft> drafts = readGroups(defaults, addresses, registrars, tls);
        List<GroupSpec> groups = new ArrayList<>();
        int first = 0;
        drafts.forEach(draft -> draft.resolveCallee(drafts, registrars));
        MediaPairs pairs = new MediaPairs(drafts);
        pairs.check(plan);
        drafts.forEach(draft -> OfferedLoad.check(draft, draft.calledGroup() < 0 ? null : drafts.get(draft.calledGroup())));
        for (int i = 0; i < drafts.size(); i++) {
            groups.add(drafts.get(i).toSpec(first, registrars, pairs.isPaired(i)));
            first += drafts.get(i).endpoints();
        }
        if (first > MAX_ENDPOINTS) {
            plan.fault("groups", first + " endpoints in all", "at most " + MAX_ENDPOINTS);
        }
        checkListeners(drafts);
        registrars.checkAccounts();
        List<Threshold> thresholds = ThresholdReader.readAll(plan, "thresholds", new StatisticPaths(groups.stream().map(GroupSpec::name).toList()));
        FindMax findMax = FindMaxReader.read(plan, drafts, thresholds);
        if (!plan.has(FindMaxReader.KEY) && thresholds.stream().anyMatch(threshold -> threshold.path().getFirst().equals("findMax"))) {
            plan.fault("thresholds", "findMax.max without find-max", "find-max in the plan, or another statistic");
        }
        plan.refuseOthers(LATER);
        faults.throwIfAny();
        if (findMax != null) {
            groups.set(findMax.group(), groups.get(findMax.group()).withArrivals(findMax.arrivals()));
        }
        return new Plan(name == null || name.isBlank() ? nameOfFile() : name, description, labels, registrars.specs(), groups,
                drafts.stream().map(GroupDraft::placement).toList(), thresholds, findMax,
                addresses.allowPublic(), addresses.allowed(), media.contents(), registrars.stored(), JsonTree.write(plan.map()),
                faults.warnings());
    }

    private String nameOfFile() {
        String file = String.valueOf(Path.of(faults.file()).getFileName());
        return file.replaceFirst("\\.(ya?ml|json)$", "");
    }

    private List<GroupDraft> readGroups(GroupDefaults defaults, AddressRules addresses, RegistrarReader registrars,
                                        TlsReader tls) {
        List<GroupDraft> drafts = new ArrayList<>();
        String expected = "a list of groups";
        PlanNode.Sequence list = plan.list("groups", expected);
        if (!plan.has("groups") || list != null && list.items().isEmpty()) {
            plan.fault("groups", list == null ? "nothing" : "an empty list", expected);
        }
        if (list == null) {
            return drafts;
        }
        if (list.items().size() > MAX_GROUPS) {
            plan.fault("groups", list.items().size() + " groups", "at most " + MAX_GROUPS);
            return drafts;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            String path = "groups[" + i + "]";
            if (!(item instanceof PlanNode.Mapping mapping)) {
                faults.add(item, path, "a map with name, endpoints and callee");
                continue;
            }
            Fields fields = new Fields(mapping, path, faults);
            GroupDraft draft = GroupDraft.read(fields, defaults, addresses, registrars, media, tls, files);
            if (draft.name() != null && !names.add(draft.name())) {
                fields.fault("name", "a name that no other group has");
            }
            drafts.add(draft);
        }
        return drafts;
    }

    /** Two groups cannot answer at one address. */
    private static void checkListeners(List<GroupDraft> drafts) {
        Set<String> addresses = new HashSet<>();
        for (GroupDraft draft : drafts) {
            if (draft.listen() != null && draft.callee() != null && draft.callee().kind() == Callee.Kind.RECEIVE
                    && !addresses.add(draft.listen())) {
                draft.fields().fault("listen", "an address that no other group listens at");
            }
        }
    }
}
