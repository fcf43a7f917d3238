package busyhour.web.plan;

import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plan's registrars and their accounts, of which each serves one endpoint. One thread, one plan. */
final class RegistrarReader {
    private final AddressRules addresses;
    private final PlanFiles files;
    private final TlsReader tls;
    private final List<RegistrarSpec> specs = new ArrayList<>();
    private final List<SignallingPath> paths = new ArrayList<>();
    private final List<Fields> fields = new ArrayList<>();
    private final List<AccountPool> pools = new ArrayList<>();
    private final Map<Integer, Long> stored = new HashMap<>();
    private final Map<String, Integer> byName = new HashMap<>();

    RegistrarReader(AddressRules addresses, PlanFiles files, TlsReader tls) {
        this.addresses = addresses;
        this.files = files;
        this.tls = tls;
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
                Fields at = new Fields(mapping, path, plan.faults());
                if (at.map().entries().containsKey("stored")) {
                    readStored(at);
                } else {
                    read(at, at.requiredText("name", "a name"), null);
                }
            } else {
                plan.faults().add(item, path, "a map with name, domain and accounts");
            }
        }
    }

    /** Ids of those that are kept elsewhere, by index. */
    Map<Integer, Long> stored() {
        return stored;
    }

    /** How requests get there; each group of the registrar takes this way. */
    SignallingPath path(int registrar) {
        return paths.get(registrar);
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
            if (stored.containsKey(i) && pool.asked() > pool.size()) {
                fields.get(i).warn("stored", "it has " + pool.size() + (pool.size() == 1 ? " account" : " accounts") + " and " + pool.asked()
                        + " endpoints register here (" + (pool.asked() - pool.size()) + " short): no run can start until it has more");
            } else if (pool.readable() && pool.asked() > pool.size()) {
                fields.get(i).fault("accounts", pool.size() + (pool.size() == 1 ? " account" : " accounts"), "at least "
                        + pool.asked() + ": one for each endpoint that registers here (" + (pool.asked() - pool.size())
                        + " short)");
            }
        }
    }

    /** Reads one that is to be kept elsewhere: what is wrong with it are the faults of its fields. */
    void check(Fields at) {
        read(at, at.requiredText("name", "a name"), AccountPool.of(List.of()));
    }

    /** One that is kept elsewhere: what stands there is read as if it stood here, so that its faults have this place. */
    private void readStored(Fields at) {
        String expected = "the name of a registrar of this project";
        String known = at.text("stored", expected);
        String name = at.has("name") ? at.text("name", "a name") : known;
        at.refuseOthers(Set.of());
        if (known == null) {
            return;
        }
        try {
            StoredRegistrar registrar = files.registrar(known);
            if (JsonTree.parse(registrar.json(), at.faults()) instanceof PlanNode.Mapping mapping) {
                stored.put(specs.size(), registrar.id());
                Fields its = new Fields((PlanNode.Mapping) PlanNodes.moved(mapping, at.map().entries().get("stored").value()), at.pathOf("stored"), at.faults());
                its.has("name");
                read(its, name, AccountPool.of(registrar.accounts()));
                fields.set(specs.size() - 1, at);
            }
        } catch (IOException e) {
            at.fault("stored", PlanFault.quoted(known) + " (" + e.getMessage() + ")", expected);
        }
    }

    /** @param known its accounts; null: they stand in the plan. */
    private void read(Fields at, String name, AccountPool known) {
        boolean builtin = "builtin".equals(at.find("accounts") instanceof PlanNode.Scalar scalar ? scalar.text() : null);
        SignallingPath path = SignallingPath.ofRegistrar(at, builtin, addresses, tls);
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
                if (path.outboundProxy() == null) {
                    addresses.check(at, "domain", domain, path.transport());
                }
            }
        }
        AccountPool pool = known == null ? AccountPool.read(at, builtin, files) : known;
        if (known == null) {
            at.has("stored"); // known, only not together with the others
        }
        at.refuseOthers(Set.of());
        if (name != null && byName.putIfAbsent(name, specs.size()) != null) {
            at.fault("name", "a name that no other registrar has");
        }
        specs.add(new RegistrarSpec(name, builtin, domain, builtin ? 0 : port, path.transport()));
        paths.add(path);
        fields.add(at);
        pools.add(pool);
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
