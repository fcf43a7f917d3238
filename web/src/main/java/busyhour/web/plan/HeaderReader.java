package busyhour.web.plan;

import busyhour.ipc.plan.SignallingSpec.HeaderSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads headers that a plan adds to requests, or puts in place of ours: {@code {Name: value}}, or a list with methods. */
final class HeaderReader {
    private static final String MAP = "a map such as { X-Trace: 1 }, or a list of { name, value, methods }";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,64}");
    private static final Pattern TEXT = Pattern.compile("[\\t\\x20-\\x7e\\x{80}-\\x{10ffff}]*");
    /** A From of the plan's: name-addr or addr-spec, the tag is ours (RFC 3261 20.20). */
    private static final Pattern FROM = Pattern.compile("(?i)[^;]*\\b(sips?|tel):[^\\s]+");
    private static final int MAX_HEADERS = 50;
    private static final int MAX_VALUE_BYTES = 1_024;
    private static final List<String> METHODS = List.of("REGISTER", "INVITE", "ACK", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK",
            "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE");
    /** Without these as they are no answer finds its request (RFC 3261 8.1.1, 17), or a body or a secret is not what it is. */
    private static final Set<String> OURS = Set.of("via", "cseq", "call-id", "to", "content-length", "content-type", "route", "record-route",
            "rseq", "rack", "authorization", "proxy-authorization", "replaces", "refer-to", "session-expires", "min-se");
    private static final Map<String, String> COMPACT = Map.of("v", "via", "i", "call-id", "f", "from", "t", "to", "l", "content-length",
            "c", "content-type", "r", "refer-to", "x", "session-expires");

    private HeaderReader() {
    }

    static List<HeaderSpec> read(Fields at, List<HeaderSpec> above) {
        PlanNode value = at.find("headers");
        if (value == null) {
            return above;
        }
        List<HeaderSpec> headers = new ArrayList<>();
        if (value instanceof PlanNode.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> {
                String path = at.pathOf("headers") + "." + name;
                if (checkName(at.faults(), entry.keyLine(), entry.keyColumn(), path, name)) {
                    headers.add(new HeaderSpec(name, value(at.faults(), entry.value(), path, name), List.of()));
                }
            });
        } else if (value instanceof PlanNode.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                String path = at.pathOf("headers") + "[" + i + "]";
                if (list.items().get(i) instanceof PlanNode.Mapping item) {
                    HeaderSpec header = read(new Fields(item, path, at.faults()));
                    if (header != null) {
                        headers.add(header);
                    }
                } else {
                    at.faults().add(list.items().get(i), path, "a map with name, value and perhaps methods");
                }
            }
        } else {
            at.fault("headers", MAP);
        }
        if (headers.size() > MAX_HEADERS) {
            at.fault("headers", headers.size() + " headers", "at most " + MAX_HEADERS);
        }
        return headers;
    }

    private static HeaderSpec read(Fields header) {
        String name = header.requiredText("name", "a header's name");
        PlanNode.Entry entry = header.map().entries().get("value");
        header.find("value");
        if (entry == null) {
            header.fault("value", "text, or null to leave the header out");
        }
        String value = entry == null ? null : value(header.faults(), entry.value(), header.pathOf("value"), name);
        List<String> methods = methods(header);
        header.refuseOthers(Set.of());
        PlanNode.Entry named = header.map().entries().get("name");
        if (name == null || !checkName(header.faults(), named.value().line(), named.value().column(), header.pathOf("name"), name)) {
            return null;
        }
        return new HeaderSpec(name, value, methods);
    }

    private static boolean checkName(Faults faults, int line, int column, String path, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!TOKEN.matcher(name).matches()) {
            faults.add(line, column, path, PlanFault.quoted(name), "a header's name such as X-Trace");
        } else if (OURS.contains(COMPACT.getOrDefault(lower, lower))) {
            faults.add(line, column, path, PlanFault.quoted(name), "another header: the signalling makes this one itself");
        } else {
            return true;
        }
        return false;
    }

    /** Null leaves the header out. */
    private static String value(Faults faults, PlanNode node, String path, String name) {
        if ("from".equalsIgnoreCase(name) || "f".equalsIgnoreCase(name)) {
            return from(faults, node, path);
        }
        String expected = "one line of text of at most " + MAX_VALUE_BYTES + " bytes, or null to leave the header out";
        if (node instanceof PlanNode.Scalar scalar) {
            if (scalar.kind() == PlanNode.Kind.NULL) {
                return null;
            }
            if (TEXT.matcher(scalar.text()).matches()
                    && scalar.text().getBytes(StandardCharsets.UTF_8).length <= MAX_VALUE_BYTES) {
                return scalar.text().strip();
            }
        }
        faults.add(node, path, expected);
        return "";
    }

    private static String from(Faults faults, PlanNode node, String path) {
        if (node instanceof PlanNode.Scalar scalar && FROM.matcher(scalar.text()).matches() && !scalar.text().contains(";tag=")
                && TEXT.matcher(scalar.text()).matches()) {
            return scalar.text().strip();
        }
        faults.add(node, path, "an address without a tag, such as \"Test\" <sip:test@example.org>");
        return "";
    }

    private static List<String> methods(Fields header) {
        String expected = "a list of methods such as [INVITE, BYE]";
        PlanNode.Sequence list = header.list("methods", expected);
        if (list == null) {
            return List.of();
        }
        if (list.items().isEmpty()) {
            header.fault("methods", "an empty list", expected);
        }
        List<String> methods = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            String method = item instanceof PlanNode.Scalar scalar ? scalar.text().toUpperCase(Locale.ROOT) : "";
            if (!METHODS.contains(method)) {
                header.faults().add(item, header.pathOf("methods") + "[" + i + "]",
                        "one of " + String.join(", ", METHODS) + Spelling.hint(method, METHODS));
            } else if (!methods.contains(method)) {
                methods.add(method);
            }
        }
        return methods;
    }
}
