package busyhour.web.library;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.web.plan.Plan;
import busyhour.web.store.Database;
import busyhour.web.store.Page;
import busyhour.web.store.Secrets;
import busyhour.web.store.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** SIP accounts of registrars, and which run has which of them. Any thread. */
public final class SipAccounts {

    static final String UNFINISHED = "('PENDING', 'QUEUED', 'RUNNING', 'STOPPING')";
    /** Accounts that no unfinished run has, but possibly this one. */
    private static final String FREE_FOR = " FROM sip_accounts a WHERE a.registrar_id = :registrar AND NOT EXISTS (SELECT 1 FROM account_leases l"
            + " JOIN runs r ON r.id = l.run_id WHERE l.account_id = a.id AND l.run_id <> :run AND r.status IN " + UNFINISHED + ")";

    private final Jdbi jdbi;
    private final Vault vault;

    SipAccounts(Database database, Vault vault) {
        this.jdbi = database.jdbi();
        this.vault = vault;
    }

    /** An account as people see it. @param realm null for whatever a challenge names. @param runId that uses it, null when it is free. */
    public record SipAccount(long id, String username, String realm, Long runId) {
    }

    /** What came of many accounts at once. @param unchanged were there with the same password. */
    public record Imported(int added, int changed, int unchanged, int removed) {
    }

    private record Leased(Account account, long id) {
    }

    /** In the order in which they were added. @param sought part of the user name, null for all. */
    public Page<SipAccount> list(long registrarId, String sought, int page, int perPage) {
        String where = " WHERE a.registrar_id = :registrar AND (:sought::text IS NULL OR position(lower(:sought) in lower(a.username)) > 0)";
        return jdbi.withHandle(handle -> new Page<>(handle.createQuery("SELECT a.id, a.username, a.realm, r.id FROM sip_accounts a"
                        + " LEFT JOIN account_leases l ON l.account_id = a.id LEFT JOIN runs r ON r.id = l.run_id AND r.status IN " + UNFINISHED + where
                        + " ORDER BY a.position LIMIT :limit OFFSET :offset")
                .bind("registrar", registrarId).bind("sought", sought).bind("limit", perPage).bind("offset", (page - 1L) * perPage)
                .map((row, context) -> new SipAccount(row.getLong(1), row.getString(2), realm(row.getString(3)), row.getObject(4, Long.class))).list(),
                page, perPage, handle.createQuery("SELECT count(*) FROM sip_accounts a" + where).bind("registrar", registrarId).bind("sought", sought)
                        .mapTo(Long.class).one()));
    }

    public Optional<SipAccount> byId(long registrarId, long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT a.id, a.username, a.realm, r.id FROM sip_accounts a"
                        + " LEFT JOIN account_leases l ON l.account_id = a.id LEFT JOIN runs r ON r.id = l.run_id AND r.status IN " + UNFINISHED
                        + " WHERE a.registrar_id = :registrar AND a.id = :id").bind("registrar", registrarId).bind("id", id)
                .map((row, context) -> new SipAccount(row.getLong(1), row.getString(2), realm(row.getString(3)), row.getObject(4, Long.class))).findOne());
    }

    /** All of them, without passwords. */
    public List<Account> all(long registrarId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT username, realm FROM sip_accounts WHERE registrar_id = :registrar ORDER BY position")
                .bind("registrar", registrarId).map((row, context) -> new Account(row.getString(1), "", realm(row.getString(2)))).list());
    }

    int count(long registrarId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM sip_accounts WHERE registrar_id = :registrar")
                .bind("registrar", registrarId).mapTo(Integer.class).one());
    }

    int free(long registrarId) {
        return jdbi.withHandle(handle -> free(handle, 0, registrarId));
    }

    private static int free(Handle handle, long runId, long registrarId) {
        return handle.createQuery("SELECT count(*)" + FREE_FOR).bind("registrar", registrarId).bind("run", runId).mapTo(Integer.class).one();
    }

    /**
     * Adds accounts; those that are there get the new password.
     *
     * @param replace whether those that are not among them go.
     */
    public Imported add(long registrarId, List<Account> accounts, boolean replace) {
        return jdbi.inTransaction(handle -> {
            handle.createQuery("SELECT id FROM registrars WHERE id = :id FOR UPDATE").bind("id", registrarId).mapTo(Long.class).findOne();
            Map<String, byte[]> before = new HashMap<>();
            handle.createQuery("SELECT username, realm, password FROM sip_accounts WHERE registrar_id = :registrar").bind("registrar", registrarId)
                    .map((row, context) -> before.put(key(row.getString(1), row.getString(2)), row.getBytes(3))).list();
            int removed = replace ? removeOthers(handle, registrarId, accounts) : 0;
            int added = 0;
            int changed = 0;
            PreparedBatch batch = handle.prepareBatch("INSERT INTO sip_accounts (id, registrar_id, username, realm, password)"
                    + " VALUES (:id, :registrar, :username, :realm, :password)"
                    + " ON CONFLICT (registrar_id, username, realm) DO UPDATE SET password = excluded.password");
            for (Account account : accounts) {
                byte[] known = before.get(key(account.username(), stored(account.realm())));
                if (known != null && vault.open(known, context(registrarId)).equals(account.password())) {
                    continue;
                }
                added += known == null ? 1 : 0;
                changed += known == null ? 0 : 1;
                batch.bind("id", Secrets.newId()).bind("registrar", registrarId).bind("username", account.username()).bind("realm", stored(account.realm()))
                        .bind("password", vault.seal(account.password(), context(registrarId))).add();
            }
            if (batch.size() > 0) {
                batch.execute();
            }
            return new Imported(added, changed, accounts.size() - added - changed, removed);
        });
    }

    private static int removeOthers(Handle handle, long registrarId, List<Account> accounts) {
        String[] usernames = accounts.stream().map(Account::username).toArray(String[]::new);
        String[] realms = accounts.stream().map(account -> stored(account.realm())).toArray(String[]::new);
        return handle.createUpdate("DELETE FROM sip_accounts a WHERE a.registrar_id = :registrar AND NOT EXISTS (SELECT 1 FROM"
                        + " unnest(:usernames::text[], :realms::text[]) AS k (username, realm) WHERE k.username = a.username AND k.realm = a.realm)")
                .bind("registrar", registrarId).bindArray("usernames", String.class, (Object[]) usernames)
                .bindArray("realms", String.class, (Object[]) realms).execute();
    }

    /** Whether there was such an account. */
    public boolean delete(long registrarId, long id) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM sip_accounts WHERE registrar_id = ? AND id = ?", registrarId, id)) > 0;
    }

    /** See {@link PlanLibrary#lease}. Registrars are locked in the order of their ids, so that two runs never wait for each other. */
    Lease lease(long runId, Plan plan, Map<Long, Integer> needs) {
        return jdbi.inTransaction(handle -> {
            handle.createQuery("SELECT id FROM registrars WHERE id = ANY(:ids) ORDER BY id FOR UPDATE")
                    .bindArray("ids", Long.class, needs.keySet().toArray()).mapTo(Long.class).list();
            List<Shortfall> shortfalls = new ArrayList<>();
            Map<Long, Deque<Leased>> taken = new HashMap<>();
            needs.forEach((registrar, needed) -> {
                List<Leased> free = take(handle, runId, registrar, needed);
                if (free.size() < needed) {
                    shortfalls.add(shortfall(handle, runId, registrar, needed));
                }
                taken.put(registrar, new ArrayDeque<>(free));
            });
            if (!shortfalls.isEmpty()) {
                return new Lease(null, shortfalls);
            }
            keep(handle, runId, taken);
            return new Lease(plan.withAccounts(dealt(plan, taken)), List.of());
        });
    }

    private List<Leased> take(Handle handle, long runId, long registrar, int needed) {
        return handle.createQuery("SELECT a.id, a.username, a.password, a.realm" + FREE_FOR + " ORDER BY EXISTS (SELECT 1 FROM account_leases l"
                        + " WHERE l.account_id = a.id AND l.run_id = :run) DESC, a.position LIMIT :needed")
                .bind("registrar", registrar).bind("run", runId).bind("needed", needed)
                .map((row, context) -> new Leased(new Account(row.getString(2), vault.open(row.getBytes(3), context(registrar)), realm(row.getString(4))),
                        row.getLong(1))).list();
    }

    private static Shortfall shortfall(Handle handle, long runId, long registrar, int needed) {
        return handle.createQuery("SELECT r.name, (SELECT count(*) FROM sip_accounts a WHERE a.registrar_id = r.id) FROM registrars r WHERE r.id = :id")
                .bind("id", registrar).map((row, context) -> new Shortfall(row.getString(1), needed, free(handle, runId, registrar), row.getInt(2)))
                .findOne().orElse(new Shortfall("(deleted)", needed, 0, 0));
    }

    private static void keep(Handle handle, long runId, Map<Long, Deque<Leased>> taken) {
        Object[] ids = taken.values().stream().flatMap(Deque::stream).map(Leased::id).toArray();
        handle.createUpdate("INSERT INTO account_leases (account_id, run_id) SELECT unnest(:ids), :run"
                        + " ON CONFLICT (account_id) DO UPDATE SET run_id = excluded.run_id, since = now()")
                .bindArray("ids", Long.class, ids).bind("run", runId).execute();
    }

    private static Map<Integer, List<Account>> dealt(Plan plan, Map<Long, Deque<Leased>> taken) {
        Map<Integer, List<Account>> dealt = new HashMap<>();
        for (int i = 0; i < plan.groups().size(); i++) {
            GroupSpec group = plan.groups().get(i);
            Deque<Leased> pool = taken.get(plan.stored().get(group.registrar()));
            if (pool != null) {
                List<Account> accounts = new ArrayList<>(group.endpoints());
                for (int k = 0; k < group.endpoints(); k++) {
                    accounts.add(pool.pop().account());
                }
                dealt.put(i, accounts);
            }
        }
        return dealt;
    }

    void release(long runId) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM account_leases WHERE run_id = ?", runId));
    }

    private static String context(long registrarId) {
        return "sip account of registrar " + registrarId;
    }

    private static String key(String username, String realm) {
        return username + "\n" + realm;
    }

    private static String stored(String realm) {
        return realm == null ? "" : realm;
    }

    private static String realm(String stored) {
        return stored.isEmpty() ? null : stored;
    }
}
