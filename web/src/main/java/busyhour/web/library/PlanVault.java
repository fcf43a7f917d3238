package busyhour.web.library;

import busyhour.web.plan.PlanSecrets;
import busyhour.web.store.Database;
import busyhour.web.store.Vault;
import java.util.Base64;
import java.util.List;

/**
 * Plans as the database keeps them: all in clear but passwords and private keys, which are sealed in their places, for their project.
 * Any thread.
 */
public final class PlanVault {

    private static final String PREFIX = "sealed:";

    private final Vault vault;

    public PlanVault(Vault vault) {
        this.vault = vault;
    }

    /** To be kept. @param json with secrets in clear. */
    public String sealed(long projectId, String json) {
        return PlanSecrets.mapped(json, (path, secret) -> PREFIX
                + Base64.getUrlEncoder().withoutPadding().encodeToString(vault.seal(secret, context(projectId))));
    }

    /** To be run. What was never sealed stays as it is. */
    public String opened(long projectId, String kept) {
        if (!kept.contains(PREFIX)) {
            return kept;
        }
        return PlanSecrets.mapped(kept, (path, secret) -> secret.startsWith(PREFIX)
                ? vault.open(Base64.getUrlDecoder().decode(secret.substring(PREFIX.length())), context(projectId)) : secret);
    }

    /** Once in the life of a database: plans that an older version kept with their secrets in clear. */
    void sealOld(Database database) {
        database.jdbi().useTransaction(handle -> {
            handle.execute("LOCK TABLE settings IN EXCLUSIVE MODE");
            if (handle.execute("INSERT INTO settings (name, value) VALUES ('plans-sealed', '1') ON CONFLICT DO NOTHING") == 0) {
                return;
            }
            for (String table : List.of("tests", "runs")) {
                handle.createQuery("SELECT id, project_id, plan FROM " + table).map((row, context) -> new String[] {row.getString(1),
                        sealedOrSame(row.getLong(2), row.getString(3))}).list().forEach(each -> {
                            if (each[1] != null) {
                                handle.execute("UPDATE " + table + " SET plan = ? WHERE id = ?", each[1], Long.parseLong(each[0]));
                            }
                        });
            }
        });
    }

    /** Null when there is nothing to seal. */
    private String sealedOrSame(long projectId, String plan) {
        return plan.contains(PREFIX) || PlanSecrets.of(plan).values().stream().allMatch(PlanSecrets.HIDDEN::equals) ? null : sealed(projectId, plan);
    }

    private static String context(long projectId) {
        return "plan of project " + projectId;
    }
}
