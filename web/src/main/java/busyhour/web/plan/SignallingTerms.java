package busyhour.web.plan;

import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.plan.SignallingSpec.HeaderSpec;
import busyhour.ipc.plan.SignallingSpec.Prack;
import busyhour.ipc.plan.SignallingSpec.SessionTimerSpec;
import busyhour.ipc.plan.SignallingSpec.SessionTimerSpec.Refresher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How endpoints speak, whichever way it goes. May stand at the top of a plan, for all groups, and in a group; a group's {@code headers}
 * take the place of those at the top.
 *
 * @param sessionTimer null without one.
 */
record SignallingTerms(boolean own, List<String> localAddresses, List<HeaderSpec> headers, Prack prack, SessionTimerSpec sessionTimer,
                       boolean delayedOffer) {
    static final SignallingTerms BUILT_IN = new SignallingTerms(false, List.of(), List.of(), Prack.SUPPORTED, null, false);

    private static final int MAX_ADDRESSES = 10_000;
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final long DEFAULT_EXPIRES_MS = 1_800_000;
    /** RFC 4028 5: nobody may ask for less. */
    private static final long MIN_SE_MS = 90_000;

    static SignallingTerms read(Fields at, SignallingTerms above) {
        return new SignallingTerms(
                at.choice("signalling", above.own ? "own" : "shared", "own", "shared").equals("own"),
                localAddresses(at, above.localAddresses),
                HeaderReader.read(at, above.headers),
                Prack.valueOf(at.choice("prack", lower(above.prack), "off", "supported", "required").toUpperCase(Locale.ROOT)),
                sessionTimer(at, above.sessionTimer),
                at.choice("offer", above.delayedOffer ? "delayed" : "early", "early", "delayed").equals("delayed"));
    }

    SignallingSpec spec(SignallingPath path) {
        return new SignallingSpec(path.transport(), path.tls(), own, path.outboundProxy(), localAddresses, headers, prack, sessionTimer,
                delayedOffer, path.expiresS());
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> localAddresses(Fields at, List<String> above) {
        String expected = "a list of addresses of this host such as [10.0.0.11, 10.0.0.12]";
        PlanNode.Sequence list = at.list("local-addresses", expected);
        if (list == null) {
            return above;
        }
        if (list.items().isEmpty() || list.items().size() > MAX_ADDRESSES) {
            at.fault("local-addresses", list.items().isEmpty() ? "an empty list" : list.items().size() + " addresses",
                    list.items().isEmpty() ? expected : "at most " + MAX_ADDRESSES);
        }
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            String path = at.pathOf("local-addresses") + "[" + i + "]";
            String text = item instanceof PlanNode.Scalar scalar ? scalar.text() : "";
            String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
            if (!AddressRules.isLiteral(bare) || !AddressRules.isHost(bare)) {
                at.faults().add(item, path, "an address such as 10.0.0.11 or 2001:db8::11");
            } else if (addresses.contains(bare)) {
                at.faults().add(item, path, item.described() + " a second time", "each address once");
            } else {
                addresses.add(bare);
            }
        }
        return addresses;
    }

    private static SessionTimerSpec sessionTimer(Fields at, SessionTimerSpec above) {
        String expected = "off, or a map such as { expires: 30m, min-se: 90s, refresher: any }";
        PlanNode value = at.find("session-timer");
        if (value == null) {
            return above;
        }
        if (value instanceof PlanNode.Scalar scalar && scalar.text().equals("off")) {
            return null;
        }
        Fields map = at.map("session-timer", expected);
        if (map == null) {
            return above;
        }
        long expiresMs = map.durationMs("expires", MIN_SE_MS, DAY_MS, DEFAULT_EXPIRES_MS);
        long minSeMs = map.durationMs("min-se", MIN_SE_MS, DAY_MS, MIN_SE_MS);
        String refresher = map.choice("refresher", "any", "uac", "uas", "any");
        map.refuseOthers(Set.of());
        if (minSeMs > expiresMs) {
            map.fault(map.has("min-se") ? "min-se" : "expires", "a min-se of " + PlanUnits.duration(minSeMs),
                    "at most expires, " + PlanUnits.duration(expiresMs));
        }
        return new SessionTimerSpec((int) (expiresMs / 1_000), (int) (minSeMs / 1_000),
                Refresher.valueOf(refresher.toUpperCase(Locale.ROOT)));
    }
}
