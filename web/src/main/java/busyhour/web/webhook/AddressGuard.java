package busyhour.web.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

import busyhour.web.plan.AddressBlock;

/**
 * Which addresses webhooks may be sent to: those of the public internet, so that nobody reaches through the platform what lies behind its
 * firewall, and internal ones that whoever runs the platform allowed. Asked for the very address that is connected to, after the name
 * was resolved: a name that changes its address in between gains nothing. Stateless, any thread.
 */
final class AddressGuard {

    /** Special-purpose blocks (IANA registries by RFC 6890), those that carry IPv4 inside IPv6, and multicast. */
    private static final List<AddressBlock> INTERNAL = Stream.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
            "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8").map(AddressBlock::parse).toList();

    private final List<AddressBlock> allowed;

    AddressGuard(List<AddressBlock> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    boolean permits(InetAddress address) {
        return INTERNAL.stream().noneMatch(block -> block.contains(address)) || allowed.stream().anyMatch(block -> block.contains(address));
    }
}
