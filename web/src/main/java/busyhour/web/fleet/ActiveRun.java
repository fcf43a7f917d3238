package busyhour.web.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Share;
import busyhour.web.find.LoadFinder;
import busyhour.web.live.LiveRun;
import busyhour.web.plan.Plan;
import busyhour.web.result.RunAggregates;

/** A run that this process conducts: its parts at workers, its aggregates, and where its records go. */
final class ActiveRun {

    final long id;
    final long organisationId;
    final long projectId;
    final List<String> labels;
    /** In the order in which they were dealt; one plays all of it when it is alone. */
    final List<RunPart> parts;
    final PartProgress progress;
    final RunAggregates aggregates;
    final RunRecorder recorder;
    final LiveRun live;
    final long sinceMs;
    /** Collector's thread. */
    final RunLedger ledger = new RunLedger();
    /** Begun by another process. */
    volatile boolean adopted;
    SharedRun shared;
    LoadFinder finder;
    volatile boolean begun;
    volatile boolean ending;
    boolean stopping;
    boolean toldStart;

    ActiveRun(long id, long organisationId, long projectId, List<String> labels, List<RunPart> parts, RunAggregates aggregates,
            RunRecorder recorder, LiveRun live, long sinceMs) {
        this.id = id;
        this.organisationId = organisationId;
        this.projectId = projectId;
        this.labels = List.copyOf(labels);
        this.parts = List.copyOf(parts);
        this.progress = new PartProgress(aggregates.plan(), parts);
        this.aggregates = aggregates;
        this.recorder = recorder;
        this.live = live;
        this.sinceMs = sinceMs;
    }

    int endpoints() {
        return parts.stream().mapToInt(RunPart::endpoints).sum();
    }

    /** The part of a worker, by its name on the link. */
    Optional<RunPart> part(String worker) {
        return parts.stream().filter(part -> part.worker().equals(worker)).findFirst();
    }

    /** Which endpoints of the run are a part's. */
    IntPredicate endpointsOf(RunPart part) {
        List<GroupSpec> groups = aggregates.plan().groups();
        return endpoint -> {
            int group = aggregates.plan().groupOf(endpoint);
            int place = group < 0 ? -1 : endpoint - groups.get(group).firstEndpoint();
            return group >= 0 && place >= part.shares().get(group).first()
                    && place < part.shares().get(group).first() + part.shares().get(group).endpoints();
        };
    }

    /** What a worker is sent: passwords of others' accounts only where the registrar is that knows them. */
    Assignment assignment(RunPart part) {
        Plan plan = aggregates.plan();
        if (!isShared()) {
            return plan.assignment(id);
        }
        List<GroupSpec> groups = new ArrayList<>();
        for (int i = 0; i < plan.groups().size(); i++) {
            GroupSpec group = plan.groups().get(i);
            boolean known = part.hasRegistrar() && group.registrar() >= 0 && plan.registrars().get(group.registrar()).builtin();
            groups.add(known || group.accounts().isEmpty() ? group : group.withAccounts(withoutOthers(group.accounts(), part.shares().get(i))));
        }
        return plan.assignment(id).withGroups(groups).withPart(part.part());
    }

    private static List<Account> withoutOthers(List<Account> accounts, Share own) {
        List<Account> left = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            Account account = accounts.get(i);
            left.add(i >= own.first() && i < own.first() + own.endpoints() ? account : new Account(account.username(), null, account.realm()));
        }
        return left;
    }

    /** Whether several workers play it, or one that has to say where it listens: then they are told when to begin. */
    boolean isShared() {
        return parts.size() > 1 || aggregates.plan().groups().stream().anyMatch(Dealing::isAnywhere);
    }
}
