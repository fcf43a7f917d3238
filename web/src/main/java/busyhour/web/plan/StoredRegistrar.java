package busyhour.web.plan;

import busyhour.ipc.plan.Assignment.Account;
import java.util.List;

/**
 * A registrar that is kept outside the plans that use it.
 *
 * @param id       of who keeps it.
 * @param json     the registrar as a plan would describe it, without its accounts; may hold a private key.
 * @param accounts all that it has, without passwords; null: it makes its own ({@code builtin}).
 */
public record StoredRegistrar(long id, String json, List<Account> accounts) {

    public StoredRegistrar {
        accounts = accounts == null ? null : List.copyOf(accounts);
    }

    @Override
    public String toString() {
        return "StoredRegistrar[" + id + "]"; // the JSON may hold a key
    }
}
