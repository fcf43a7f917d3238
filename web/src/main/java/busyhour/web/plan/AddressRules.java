package busyhour.web.plan;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which addresses a plan may call and send to: loopback, private and link-local ones (RFC 1918, 3927, 4193, 6598), those
 * that it lists, or all.
 */
class AddressRules {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern HOST_NAME =
            Pattern.compile("(?i)[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9])?(\\.[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9])?)*\\.?");
    private static final String EXPECTED = "public, or a list of addresses and CIDR blocks";

    /** Whatever can be an address, whether or not it is there now. */
    static final AddressRules ANY = new AddressRules(true) {
        @Override
        void check(Fields at, String key, String host) {
            if (!isHost(host)) {
                at.fault(key, "a host name or address");
            }
        }
    };

    private final boolean allowPublic;
    private final List<String> allowed = new ArrayList<>();
    private final List<AddressBlock> blocks = new ArrayList<>();

    private AddressRules(boolean allowPublic) {
        this.allowPublic = allowPublic;
    }

    static AddressRules read(Fields plan) {
        PlanNode value = plan.find("allow");
        if (value == null) {
            return new AddressRules(false);
        }
        if (value instanceof PlanNode.Scalar scalar) {
            if (!scalar.text().equals("public")) {
                plan.fault("allow", EXPECTED);
            }
            return new AddressRules(scalar.text().equals("public"));
        }
        AddressRules rules = new AddressRules(false);
        if (!(value instanceof PlanNode.Sequence list)) {
            plan.fault("allow", EXPECTED);
            return rules;
        }
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            AddressBlock block = item instanceof PlanNode.Scalar scalar ? AddressBlock.parse(scalar.text()) : null;
            if (block == null) {
                plan.faults().add(item, "allow[" + i + "]", "an address or CIDR block such as 203.0.113.7 or 203.0.113.0/24");
            } else {
                rules.allowed.add(((PlanNode.Scalar) item).text());
                rules.blocks.add(block);
            }
        }
        return rules;
    }

    boolean allowPublic() {
        return allowPublic;
    }

    List<String> allowed() {
        return allowed;
    }

    /** The same; a name that is to be found by AUTO need not have an address of its own (RFC 3263): the worker looks. */
    void check(Fields at, String key, String host, String transport) {
        if (isLiteral(host) || !Transports.AUTO.equals(transport)) {
            check(at, key, host);
        }
    }

    /** Adds a fault when {@code host} cannot be resolved or may not be called. */
    void check(Fields at, String key, String host) {
        if (allowPublic && isLiteral(host)) {
            return;
        }
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            at.fault(key, PlanFault.quoted(host), "an address, or a name that resolves");
            return;
        }
        for (InetAddress address : found) {
            if (!allowPublic && !isNear(address) && blocks.stream().noneMatch(block -> block.contains(address))) {
                at.fault(key, PlanFault.quoted(host) + (isLiteral(host) ? "" : " (" + address.getHostAddress() + ")"),
                        "a loopback or private address, one listed under 'allow', or 'allow: public' in the plan");
                return;
            }
        }
    }

    /** Whether this is an address rather than a name. Brackets of IPv6 are gone by now. */
    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    /** An address, or a name that could be one. */
    static boolean isHost(String host) {
        if (isLiteral(host)) {
            return AddressBlock.parse(host) != null;
        }
        return host.length() <= 253 && HOST_NAME.matcher(host).matches();
    }

    private static boolean isNear(InetAddress address) {
        if (address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
        }
        return (bytes[0] & 0xfe) == 0xfc;
    }
}
