package busyhour.web.library;

import busyhour.web.plan.PlanSecrets;
import busyhour.web.store.Vault;
import java.util.Base64;

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

    private static String context(long projectId) {
        return "plan of project " + projectId;
    }
}
