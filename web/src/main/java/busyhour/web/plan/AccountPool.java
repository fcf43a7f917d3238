package busyhour.web.plan;

import busyhour.ipc.plan.Assignment.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The accounts of one registrar, handed out in order: one account serves one endpoint. One thread. */
final class AccountPool {
    private static final String EXPECTED = "a file of lines username,password[,realm], a list of accounts, or builtin";
    private static final String LINE = "username,password[,realm]";
    private static final int MAX_FAULTS_IN_FILE = 20;
    private static final int FIRST_GENERATED = 1_000;

    private final boolean generated;
    private final List<Account> accounts = new ArrayList<>();
    private final Set<String> usernames = new HashSet<>();
    private final SecureRandom random = new SecureRandom();
    private boolean readable = true;
    private int asked;

    private AccountPool(boolean generated) {
        this.generated = generated;
    }

    static AccountPool read(Fields at, boolean builtin, PlanFiles files) {
        AccountPool pool = new AccountPool(builtin);
        PlanNode value = at.find("accounts");
        if (builtin) {
            return pool;
        }
        if (value == null) {
            at.fault("accounts", EXPECTED);
            pool.readable = false;
        } else if (value instanceof PlanNode.Scalar scalar) {
            pool.readFile(at, scalar.text(), files);
        } else if (value instanceof PlanNode.Sequence list) {
            pool.readList(at, list);
        } else {
            at.fault("accounts", EXPECTED);
            pool.readable = false;
        }
        return pool;
    }

    /** Those of a registrar that is kept elsewhere. @param accounts null: it makes its own. */
    static AccountPool of(List<Account> accounts) {
        AccountPool pool = new AccountPool(accounts == null);
        if (accounts != null) {
            pool.accounts.addAll(accounts);
        }
        return pool;
    }

    /** Whether the number of accounts is known; if not, that was said already. */
    boolean readable() {
        return readable;
    }

    int size() {
        return generated ? Integer.MAX_VALUE : accounts.size();
    }

    /** How many were wanted so far. */
    int asked() {
        return asked;
    }

    List<Account> take(int count) {
        List<Account> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++, asked++) {
            if (generated) {
                byte[] secret = new byte[12];
                random.nextBytes(secret);
                taken.add(new Account(String.valueOf(FIRST_GENERATED + asked), HexFormat.of().formatHex(secret), null));
            } else if (asked < accounts.size()) {
                taken.add(accounts.get(asked));
            }
        }
        return taken;
    }

    private void readList(Fields at, PlanNode.Sequence list) {
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            String path = at.pathOf("accounts") + "[" + i + "]";
            if (item instanceof PlanNode.Mapping mapping) {
                Fields account = new Fields(mapping, path, at.faults());
                String username = account.requiredText("username", "a user name");
                String password = account.text("password", "a password");
                if (password == null) {
                    account.fault("password", "a password");
                }
                String realm = account.text("realm", "a realm");
                account.refuseOthers(Set.of());
                add(at.faults(), at.faults().file(), item.line(), item.column(), path, username, password, realm);
            } else if (item instanceof PlanNode.Scalar scalar) {
                addLine(at.faults(), at.faults().file(), item.line(), item.column(), path, scalar.text());
            } else {
                at.faults().add(item, path, "a map with username and password, or text " + LINE);
                readable = false;
            }
        }
    }

    private void readFile(Fields at, String name, PlanFiles files) {
        String text;
        try {
            text = new String(files.read(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // a line with a password, written where the file's name belongs, is not repeated
            at.fault("accounts", name.indexOf(',') >= 0 ? "text with a comma, which is no file" : PlanFault.quoted(name) + " (" + e.getMessage() + ")",
                    EXPECTED);
            readable = false;
            return;
        }
        String file = files.displayName(name);
        String[] lines = text.split("\\R", -1);
        int faulty = 0;
        for (int i = 0; i < lines.length && faulty < MAX_FAULTS_IN_FILE; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            if (i == 0 && lines[i].strip().toLowerCase(Locale.ROOT).startsWith("username,password")) {
                at.faults().add(file, 1, 1, "accounts", "a header line", "an account: accounts files have no header line");
                faulty++;
            } else if (!addLine(at.faults(), file, i + 1, 1, "accounts", lines[i].strip())) {
                faulty++;
            }
        }
        if (accounts.isEmpty() && faulty == 0) {
            at.fault("accounts", "no account in " + file, "lines " + LINE);
            readable = false;
        }
    }

    private boolean addLine(Faults faults, String file, int line, int column, String field, String text) {
        String[] parts = text.split(",", -1);
        if (parts.length < 2 || parts.length > 3) {
            faults.add(file, line, column, field, parts.length == 1 ? "one value" : parts.length + " values", LINE);
            readable = false;
            return false;
        }
        String realm = parts.length == 3 && !parts[2].isBlank() ? parts[2].strip() : null;
        return add(faults, file, line, column, field, parts[0].strip(), parts[1], realm);
    }

    private boolean add(Faults faults, String file, int line, int column, String field, String username, String password,
                        String realm) {
        if (username == null || password == null) {
            readable = false;
            return false;
        }
        if (username.isBlank() || username.chars().anyMatch(c -> c <= ' ' || c == '@' || c == '"' || c == '<' || c == '>')) {
            faults.add(file, line, column, field, "the user name " + PlanFault.quoted(username),
                    "a user name as in a SIP address");
            readable = false;
            return false;
        }
        if (!usernames.add(username + "\0" + realm)) {
            faults.add(file, line, column, field, "the user name " + PlanFault.quoted(username) + " a second time",
                    "each account once");
            readable = false;
            return false;
        }
        accounts.add(new Account(username, password, realm));
        return true;
    }
}
