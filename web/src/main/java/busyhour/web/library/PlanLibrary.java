package busyhour.web.library;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.access.Accounts.Project;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanReader;
import busyhour.web.plan.PlanSecrets;
import busyhour.web.plan.YamlSecrets;
import busyhour.web.store.Database;
import busyhour.web.store.Tests;
import busyhour.web.store.Vault;

/**
 * Finds what plans name. A run goes this way: {@link #resolve} its plan, find workers, {@link #lease} the accounts when it begins,
 * {@link #release} them when it has ended. Any thread.
 */
public final class PlanLibrary {

    /** How faults name a plan that came without a file. */
    public static final String SOURCE = "plan";

    private final Registrars registrars;
    private final MediaStore media;
    private final PlanVault vault;

    public PlanLibrary(Database database, Vault vault) {
        this.registrars = new Registrars(database, vault);
        this.media = new MediaStore(database);
        this.vault = new PlanVault(vault);
        this.vault.sealOld(database);
    }

    /**
     * Reads a stored plan, with the content of the media that it names. May take as long as the look-up of host names does.
     *
     * @param plan JSON, secrets sealed or not: of a test or of a run of that project.
     * @throws PlanException when it cannot be run as it is, such as when a file that it names is there no more.
     */
    public ResolvedPlan resolve(Project project, String plan) throws PlanException {
        LibraryFiles files = new LibraryFiles(project, registrars, media, true);
        byte[] json = vault.opened(project.id(), plan).getBytes(StandardCharsets.UTF_8);
        return resolved(PlanReader.readJson(SOURCE, json, files, files), files);
    }

    /**
     * The same for what somebody just wrote, without the content of media.
     *
     * @param yaml  whether it is YAML, not JSON.
     * @param known secrets that stand hidden in it, by path ({@link #secrets}).
     */
    public ResolvedPlan check(Project project, byte[] text, boolean yaml, Map<String, String> known) throws PlanException {
        LibraryFiles files = new LibraryFiles(project, registrars, media, false);
        return resolved(PlanReader.readPosted(SOURCE, text, yaml, files, files, known), files);
    }

    /** Passwords and keys of a stored plan, by path. */
    public Map<String, String> secrets(long projectId, String plan) {
        return PlanSecrets.of(vault.opened(projectId, plan));
    }

    /** A checked plan as it is to be kept, secrets sealed in their places. @param yaml as it was written, null when it came as JSON. */
    public Tests.Draft draft(Project project, ResolvedPlan resolved, String yaml) {
        Plan plan = resolved.plan();
        return new Tests.Draft(plan.name(), plan.description(), plan.labels(), plan.endpoints(), vault.sealed(project.id(), plan.json()),
                yaml == null ? null : YamlSecrets.hidden(yaml).orElse(null), resolved.registrars(), resolved.media());
    }

    private ResolvedPlan resolved(Plan plan, LibraryFiles files) {
        List<Shortfall> shortfalls = new ArrayList<>();
        needs(plan).forEach((registrar, needed) -> {
            int total = registrars.accounts().count(registrar);
            if (total < needed) {
                shortfalls.add(new Shortfall(registrars.nameOf(registrar), needed, registrars.accounts().free(registrar), total));
            }
        });
        return new ResolvedPlan(plan, shortfalls, files.usedRegistrars(), files.usedMedia());
    }

    /** Endpoints by stored registrar that has accounts of its own. */
    private static Map<Long, Integer> needs(Plan plan) {
        Map<Long, Integer> needs = new LinkedHashMap<>();
        plan.groups().forEach(group -> {
            Long registrar = plan.stored().get(group.registrar());
            if (registrar != null && !plan.registrars().get(group.registrar()).builtin()) {
                needs.merge(registrar, group.endpoints(), Integer::sum);
            }
        });
        return needs;
    }

    /**
     * Takes an account for each endpoint that registers at a stored registrar, all or none. They are the run's until {@link #release},
     * or until the run's row says that it has ended or is gone. Asking again for the same run gives the same accounts.
     *
     * @param runId its row must be there.
     */
    public Lease lease(long runId, Plan plan) {
        Map<Long, Integer> needs = needs(plan);
        return needs.isEmpty() ? new Lease(plan, List.of()) : registrars.accounts().lease(runId, plan, needs);
    }

    public Registrars registrars() {
        return registrars;
    }

    public MediaStore media() {
        return media;
    }

    /** Gives a run's accounts back. */
    public void release(long runId) {
        registrars.accounts().release(runId);
    }
}
