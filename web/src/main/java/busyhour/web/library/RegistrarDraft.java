package busyhour.web.library;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What somebody says of a registrar. Null is what was not said: then the plan's defaults hold.
 *
 * @param domain        host name or address; null for {@link Kind#BUILTIN}.
 * @param transport     UDP, TCP, TLS, WS, WSS or AUTO.
 * @param outboundProxy {@code sip:} URI.
 * @param expiresS      seconds to register for.
 * @param verification  whose word a server's certificate needs.
 * @param serverName    that the certificate is to have, where it is not the domain.
 * @param ca            PEM.
 * @param certificate   PEM, ours first.
 * @param key           PEM, never shown.
 */
public record RegistrarDraft(String name, Kind kind, String domain, Integer port, String transport, String outboundProxy, Integer expiresS,
        Verification verification, String serverName, String ca, String certificate, String key) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Somebody's, or the worker's own on loopback with accounts that it makes up. */
    public enum Kind { SIP, BUILTIN }

    /** The system's authorities, those of {@code ca}, or nobody's. */
    public enum Verification { SYSTEM, CUSTOM, SKIP }

    /** As a plan describes it, without accounts. */
    public String asPlan() {
        ObjectNode plan = JSON.createObjectNode().put("name", name);
        if (kind == Kind.BUILTIN) {
            return plan.put("accounts", "builtin").toString();
        }
        plan.put("domain", domain).put("transport", transport);
        putKnown(plan, "outbound-proxy", outboundProxy);
        if (port != null) {
            plan.put("port", port);
        }
        if (expiresS != null) {
            plan.put("expires", expiresS + "s");
        }
        if (verification != Verification.SYSTEM || serverName != null || ca != null || certificate != null || key != null) {
            ObjectNode tls = plan.putObject("tls").put("verify", verification != Verification.SKIP);
            putKnown(tls, "ca", ca);
            putKnown(tls, "certificate", certificate);
            putKnown(tls, "key", key);
            putKnown(tls, "server-name", serverName);
        }
        return plan.toString();
    }

    private static void putKnown(ObjectNode at, String key, String value) {
        if (value != null) {
            at.put(key, value);
        }
    }

    @Override
    public String toString() {
        return "RegistrarDraft[" + name + "]"; // it may hold a key
    }
}
