package busyhour.engine.run;

import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.plan.SignallingSpec.HeaderSpec;
import busyhour.ipc.plan.SignallingSpec.SessionTimerSpec;
import busyhour.sip.message.HeaderLines;
import busyhour.sip.message.SipMethod;
import busyhour.sip.ua.PrackPolicy;
import busyhour.sip.ua.SessionTimerPolicy;
import busyhour.sip.ua.UserAgentPolicy;
import java.util.List;

/** How a group speaks SIP, from the plan's words to those of the user agents. Set-up time. */
final class SpeechPolicies {

    private static final List<String> USUAL = List.of("INVITE", "REGISTER");

    private SpeechPolicies() {
    }

    /** @throws RunFaultException for a header that cannot be set. */
    static UserAgentPolicy policy(final String group, final SignallingSpec spec) throws RunFaultException {
        final PrackPolicy prack = switch (spec.prack()) {
            case OFF -> PrackPolicy.OFF;
            case SUPPORTED -> PrackPolicy.SUPPORTED;
            case REQUIRED -> PrackPolicy.REQUIRED;
        };
        return UserAgentPolicy.PLAIN.withPrack(prack).withRoute(route(spec.outboundProxy())).withHeaders(headers(group, spec.headers()));
    }

    /** RFC 3261 8.1.2: an outbound proxy is a loose router unless its URI has another parameter in that place. */
    private static String route(final String proxy) {
        if (proxy == null) {
            return null;
        }
        return proxy.matches("(?i).*;lr([;=].*)?") ? "<" + proxy + ">" : "<" + proxy + ";lr>";
    }

    private static HeaderLines headers(final String group, final List<HeaderSpec> specs) throws RunFaultException {
        if (specs.isEmpty()) {
            return HeaderLines.NONE;
        }
        final HeaderLines.Builder lines = new HeaderLines.Builder();
        for (final HeaderSpec spec : specs) {
            for (final String method : spec.methods().isEmpty() ? USUAL : spec.methods()) {
                try {
                    lines.line(method(method), spec.name(), spec.value());
                } catch (final IllegalArgumentException e) {
                    throw new RunFaultException("group " + group + ": " + e.getMessage());
                }
            }
        }
        return lines.build();
    }

    private static byte method(final String name) {
        for (byte method = 0; method < SipMethod.COUNT; method++) {
            if (SipMethod.name(method).equalsIgnoreCase(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("no method " + name);
    }

    /** Null when no timer is asked for. @throws RunFaultException for times that no timer may have. */
    static SessionTimerPolicy timer(final String group, final SessionTimerSpec spec) throws RunFaultException {
        if (spec == null) {
            return null;
        }
        final byte refresher = switch (spec.refresher()) {
            case ANY -> SessionTimerPolicy.ANY;
            case UAC -> SessionTimerPolicy.UAC;
            case UAS -> SessionTimerPolicy.UAS;
        };
        try {
            return new SessionTimerPolicy(spec.expiresS(), spec.minSeS(), refresher);
        } catch (final IllegalArgumentException e) {
            throw new RunFaultException("group " + group + ": " + e.getMessage());
        }
    }
}
