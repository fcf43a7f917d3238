package busyhour.engine.run;

import busyhour.engine.dns.LocateException;
import busyhour.engine.dns.LocatedTargets;
import busyhour.engine.dns.SipLocation;
import busyhour.engine.dns.SipLocator;
import busyhour.engine.io.TargetPolicy;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Finds the way that a group's requests take: RFC 3263, what the plan permits, addresses of this host. Set-up time. */
final class GroupPaths {

    private final SipLocator locator;
    private final TargetPolicy policy;
    private final Random random;
    private final HostAddresses addresses;

    /** @param seed of the choice among targets by their weights. */
    GroupPaths(final SipLocator locator, final TargetPolicy policy, final long seed) {
        this(locator, policy, seed, HostAddresses.ANY);
    }

    /** @param addresses of this host that somebody named. */
    GroupPaths(final SipLocator locator, final TargetPolicy policy, final long seed, final HostAddresses addresses) {
        this.addresses = addresses;
        this.locator = locator;
        this.policy = policy;
        random = new Random(seed);
    }

    /** That peers see in place of ours, null = ours. */
    TransportAddress shown() {
        return addresses.shown();
    }

    /** To a registrar, by way of the outbound proxy when there is one. */
    GroupPath toRegistrar(final GroupSpec spec, final RegistrarSpec registrar) throws RunFaultException {
        final SignallingSpec signalling = spec.signalling();
        return to(spec, signalling.outboundProxy() != null ? SipTarget.location(signalling.outboundProxy(), kind(signalling))
                : new SipLocation(registrar.domain(), registrar.port(), kind(signalling), false));
    }

    /** To where a URI leads, by way of the outbound proxy when there is one. */
    GroupPath toUri(final GroupSpec spec, final String uri) throws RunFaultException {
        final String proxy = spec.signalling().outboundProxy();
        return to(spec, SipTarget.location(proxy == null ? uri : proxy, kind(spec.signalling())));
    }

    /** To an address that is known: the worker's own registrar. */
    GroupPath toAddress(final GroupSpec spec, final byte kind, final TransportAddress address) throws RunFaultException {
        return to(spec, new SipLocation(hostOf(address), address.port(), kind, false));
    }

    /** Nowhere: calls come in at this address. */
    GroupPath listening(final GroupSpec spec) throws RunFaultException {
        final TransportAddress local = SipTarget.ofHostPort(spec.listen());
        if (local.isUnspecified()) {
            throw new RunFaultException("group " + spec.name() + ": listen " + spec.listen()
                    + " is no address that Contact and SDP can name; give one of this host's");
        }
        if (!policy.permits(local)) {
            throw forbidden(spec, local.toString());
        }
        final byte kind = TransportKind.of(spec.signalling().transport());
        if (kind < 0) {
            throw new RunFaultException("group " + spec.name() + ": transport " + spec.signalling().transport() + " is none to listen with");
        }
        return new GroupPath(List.of(SipTargets.of(kind, local)), List.of(local), null);
    }

    private static byte kind(final SignallingSpec signalling) {
        return "AUTO".equals(signalling.transport()) ? SipLocation.ANY : TransportKind.of(signalling.transport());
    }

    private GroupPath to(final GroupSpec spec, final SipLocation location) throws RunFaultException {
        final LocatedTargets found;
        try {
            found = locator.locate(location);
        } catch (final LocateException e) {
            throw new RunFaultException("group " + spec.name() + ": " + e.getMessage());
        }
        final LocatedTargets permitted = found.where(policy::permits);
        if (permitted.isEmpty()) {
            throw forbidden(spec, found.toString());
        }
        final List<TransportAddress> locals = locals(spec, permitted);
        final Map<SipTargets, SipTargets> lists = new HashMap<>();
        final List<SipTargets> targets = new ArrayList<>();
        for (int i = 0; i < spec.endpoints(); i++) {
            final boolean ipv4 = locals.get(i % locals.size()).isIpv4();
            final SipTargets next = permitted.where(address -> address.isIpv4() == ipv4).order(random);
            targets.add(lists.computeIfAbsent(next, list -> list));
        }
        final boolean literal = new TransportAddress().parse(location.host());
        return new GroupPath(lists.size() == 1 ? List.copyOf(lists.keySet()) : targets, locals, literal ? null : location.host());
    }

    private List<TransportAddress> locals(final GroupSpec spec, final LocatedTargets targets) throws RunFaultException {
        final List<TransportAddress> locals = new ArrayList<>();
        for (final String text : spec.signalling().localAddresses()) {
            final TransportAddress local = new TransportAddress();
            if (!local.parse(text) || local.isUnspecified()) {
                throw new RunFaultException("group " + spec.name() + ": local address " + text + " is none that Contact can name");
            }
            if (targets.where(address -> address.isIpv4() == local.isIpv4()).isEmpty()) {
                throw new RunFaultException("group " + spec.name() + ": local address " + text + " reaches none of " + targets);
            }
            locals.add(local);
        }
        if (locals.isEmpty()) {
            final TransportAddress routed = SipTarget.localAddressTowards(reachable(targets));
            final TransportAddress named = addresses.bindInPlaceOf(routed);
            locals.add(named == null ? routed : new TransportAddress().copyFrom(named));
        }
        return locals;
    }

    /** The first of the targets that this host has a route to, else the first. */
    private static TransportAddress reachable(final LocatedTargets targets) {
        final SipTargets all = targets.order(new Random(0));
        for (int i = 0; i < all.size(); i++) {
            if (SipTarget.hasRoute(all.address(i))) {
                return all.address(i);
            }
        }
        return all.address(0);
    }

    private static RunFaultException forbidden(final GroupSpec spec, final String address) {
        return new RunFaultException("group " + spec.name() + ": " + address
                + " is a public address; the plan must list it or say `allow: public`");
    }

    static String hostOf(final TransportAddress address) {
        final String text = address.toString();
        return text.substring(0, text.lastIndexOf(':'));
    }
}
