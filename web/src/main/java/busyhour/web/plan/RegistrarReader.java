package busyhour.web.plan;

import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The plan's registrars and their accounts, of which each serves one endpoint. One thread, one plan. */
final class RegistrarReader {
    private static final Set<String> LATER = Set.of("tls", "outbound-proxy", "proxy", "expires", "headers", "outbound");
    static final Set<String> LATER_TRANSPORTS = Set.of("TCP", "TLS", "WS", "WSS", "AUTO", "SCTP");

    private final AddressRules addresses;
    private final PlanFiles files;
    private final List<RegistrarSpec> specs = new ArrayList<>();
    private final List<Fields> fields = new ArrayList<>();
    private final List<AccountPool> pools = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();

    RegistrarReader(AddressRules addresses, PlanFiles files) {
        this.addresses = addresses;
        this.files = files;
    }

    List<RegistrarSpec> specs() {
        return specs;
    }

    void readAll(Fields plan) {
        PlanNode.Sequence list = plan.list("registrars", "a list of registrars");
        if (list == null) {
            return;
        }
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            String path = "registrars[" + i + "]";
            if (item instanceof PlanNode.Mapping mapping) {
                read(new Fields(mapping, path, plan.faults()));
            } else {
                plan.faults().add(item, path, "a map with name, domain and accounts");
            }
        }
    }

    /** Index of the registrar, -1 when there is none of that name. */
    int indexOf(String name) {
        return byName.getOrDefault(name, -1);
    }

    /** For a fault: what could have been meant. */
    String expectedNames(String wrong) {
        return byName.isEmpty() ? "the name of a registrar (the plan has none)"
                : "one of " + String.join(", ", byName.keySet().stream().sorted().toList())
                        + Spelling.hint(wrong, byName.keySet());
    }

    /** The next {@code count} accounts of a registrar; fewer when it has no more. */
    List<Account> takeAccounts(int registrar, int count) {
        return pools.get(registrar).take(count);
    }

    /** Says where endpoints went without an account. */
    void checkAccounts() {
        for (int i = 0; i < pools.size(); i++) {
            AccountPool pool = pools.get(i);
            if (pool.readable() && pool.asked() > pool.size()) {
                fields.get(i).fault("accounts", pool.size() + (pool.size() == 1 ? " account" : " accounts"), "at least "
                        + pool.asked() + ": one for each endpoint that registers here (" + (pool.asked() - pool.size())
                        + " short)");
            }
        }
    }

    private void read(Fields at) {
        String name = at.requiredText("name", "a name");
        boolean builtin = "builtin".equals(at.find("accounts") instanceof PlanNode.Scalar scalar ? scalar.text() : null);
        String transport = transport(at);
        int port = at.number("port", 1, 65_535, 0);
        String domain = null;
        if (builtin) {
            for (String key : List.of("domain", "port")) {
                if (at.has(key)) {
                    at.fault(key, "none: the built-in registrar listens on a free loopback port");
                }
            }
        } else {
            domain = at.requiredText("domain", "a host name or address");
            if (domain != null && !AddressRules.isHost(bare(domain))) {
                at.fault("domain", "a host name or address");
            } else if (domain != null) {
                domain = bare(domain);
                addresses.check(at, "domain", domain);
            }
        }
        AccountPool pool = AccountPool.read(at, builtin, files);
        at.refuseOthers(LATER);
        if (name != null && byName.putIfAbsent(name, specs.size()) != null) {
            at.fault("name", "a name that no other registrar has");
        }
        specs.add(new RegistrarSpec(name, builtin, domain, builtin ? 0 : port, transport));
        fields.add(at);
        pools.add(pool);
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String transport(Fields at) {
        String text = at.text("transport", "UDP");
        if (text == null) {
            return "UDP";
        }
        String transport = text.toUpperCase(Locale.ROOT);
        if (LATER_TRANSPORTS.contains(transport)) {
            at.fault("transport", "UDP (" + transport + " is not in this version)");
        } else if (!transport.equals("UDP")) {
            at.fault("transport", "UDP");
        }
        return "UDP";
    }
}
