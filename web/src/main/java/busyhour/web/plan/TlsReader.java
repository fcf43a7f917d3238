package busyhour.web.plan;

import busyhour.ipc.plan.SignallingSpec.TlsSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/**
 * Trust and identity of TLS as a plan gives them: each a file beside the plan, or the PEM text itself. What is in them is checked on
 * entry and travels to the worker in one form: certificates as PEM, the key as PKCS#8. No message holds anything of their content. One
 * thread, one plan.
 */
final class TlsReader {
    static final Set<String> TRANSPORTS = Set.of("TLS", "WSS", "AUTO");
    private static final String FORM = "a map such as { verify: true, ca: ca.pem, certificate: client.pem, key: client.key }";
    private static final String SELF_MADE = "no certificate is given: the worker makes one, and callers that check it refuse it";
    private static final int MAX_PEM_BYTES = 1 << 20;

    private final PlanFiles files;
    private final MediaFiles contents;
    private final Instant now;

    TlsReader(PlanFiles files, MediaFiles contents, Instant now) {
        this.files = files;
        this.contents = contents;
        this.now = now;
    }

    /**
     * Reads {@code tls} of a registrar or group.
     *
     * @param transport that it is for.
     * @param listens   whether calls come in over it.
     */
    TlsSpec read(Fields at, String transport, boolean listens) {
        boolean secure = TRANSPORTS.contains(transport);
        Fields map = at.map("tls", FORM);
        if (map == null) {
            if (listens && secure) {
                at.warn("transport", SELF_MADE);
            }
            return TlsSpec.SYSTEM;
        }
        if (!secure) {
            at.fault("tls", "tls with transport " + transport, "TLS, WSS or AUTO as the transport, or no tls");
        }
        boolean verify = map.flag("verify", true);
        TlsMaterial material = new TlsMaterial(map, now);
        byte[] ca = read(map, "ca", "a PEM file with the certificates to trust");
        byte[] certificate = read(map, "certificate", "a PEM file with our certificate and its chain");
        byte[] key = read(map, "key", "a PEM file with the private key of the certificate");
        String serverName = serverName(map);
        map.refuseOthers(Set.of("ciphers", "versions", "password"));
        if (key == null && certificate != null && !map.has("key") && material.holdsKey(certificate)) {
            key = certificate;
        }
        if (map.has("key") && !map.has("certificate")) {
            map.fault("certificate", "nothing", "the certificate that belongs to the key");
        } else if (map.has("certificate") && key == null && !map.has("key")) {
            map.fault("key", "nothing", "the private key of the certificate");
        }
        if (listens && secure && !map.has("certificate")) {
            map.warn("certificate", SELF_MADE);
        }
        material.check(ca, certificate, key);
        return new TlsSpec(verify, keep(map, "ca", "ca", material.ca()), keep(map, "certificate", "certificate", material.certificate()),
                keep(map, map.has("key") ? "key" : "certificate", "key", material.key()), serverName);
    }

    private String keep(Fields map, String field, String what, byte[] pem) {
        if (pem == null) {
            return null;
        }
        String name = "tls/" + map.pathOf(what);
        contents.keep(map, field, name, pem);
        return name;
    }

    private static String serverName(Fields map) {
        String expected = "a host name";
        String name = map.text("server-name", expected);
        if (name != null && !AddressRules.isHost(name)) {
            map.fault("server-name", expected);
            return null;
        }
        return name;
    }

    /** Null when it is absent or cannot be had; that was said then. */
    private byte[] read(Fields map, String key, String expected) {
        String text = map.text(key, expected);
        if (text == null) {
            return null;
        }
        if (text.contains("-----BEGIN")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (text.isBlank() || text.indexOf('\n') >= 0 || text.length() > 512) {
            map.fault(key, "text that is neither PEM nor the name of a file", expected);
            return null;
        }
        try {
            byte[] content = files.read(text);
            if (content.length > MAX_PEM_BYTES) {
                map.fault(key, PlanFault.quoted(text) + " with " + content.length + " bytes", expected);
                return null;
            }
            return content;
        } catch (IOException e) {
            map.fault(key, PlanFault.quoted(text) + " (" + e.getMessage() + ")", expected);
            return null;
        }
    }
}
