package busyhour.web.library.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.library.RegistrarDraft;
import busyhour.web.library.RegistrarDraft.Kind;
import busyhour.web.library.RegistrarDraft.Verification;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFault;
import busyhour.web.plan.PlanReader;

/** A registrar as REST has it. What a plan would refuse is refused here too, in the same words. */
final class RegistrarFields {

    private static final int MAX_PEM = 1 << 20;
    private static final Map<String, String> NAMES = Map.of("outbound-proxy", "outboundProxy", "expires", "expiresS", "tls.server-name", "tls.serverName",
            "tls.verify", "tls.verification");

    private RegistrarFields() {
    }

    /** @param before holds where the body has no such key. */
    static RegistrarDraft read(Body body, RegistrarDraft before) {
        String name = body.text("name", 1, 100, before.name());
        Kind kind = body.choice("kind", Kind.class, before.kind());
        String domain = kept(body, "domain", 253, before.domain());
        Integer port = isNull(body, "port") ? null : body.integer("port", 1, 65_535, before.port());
        String transport = body.text("transport", 2, 4, before.transport());
        String proxy = kept(body, "outboundProxy", 300, before.outboundProxy());
        Integer expires = isNull(body, "expiresS") ? null : body.integer("expiresS", 5, 604_800, before.expiresS());
        Verification verification = before.verification();
        String server = before.serverName();
        String ca = before.ca();
        String certificate = before.certificate();
        String key = before.key();
        if (isNull(body, "tls")) {
            verification = Verification.SYSTEM;
            server = ca = certificate = key = null;
        }
        Body tls = body.part("tls");
        if (tls != null) {
            verification = tls.choice("verification", Verification.class, verification);
            server = kept(tls, "serverName", 253, server);
            ca = kept(tls, "ca", MAX_PEM, ca);
            certificate = kept(tls, "certificate", MAX_PEM, certificate);
            key = isNull(tls, "key") ? null : tls.has("key") ? tls.secret("key", 1, MAX_PEM) : key;
            tls.close();
        }
        return kind == Kind.BUILTIN ? new RegistrarDraft(name, kind, domain, port, "UDP", proxy, expires, Verification.SYSTEM, null, null, null, null)
                : new RegistrarDraft(name, kind, domain, port, transport == null ? null : transport.toUpperCase(Locale.ROOT), proxy, expires, verification, server, ca,
                        certificate, key);
    }

    private static boolean isNull(Body body, String key) {
        return body.isNull(key);
    }

    private static String kept(Body body, String key, int longest, String before) {
        return isNull(body, key) ? null : body.text(key, 1, longest, before);
    }

    /**
     * Checks it as a plan is checked.
     *
     * @return what a person should know of.
     * @throws ApiException 422.
     */
    static List<String> check(RegistrarDraft draft) {
        List<String> faults = new ArrayList<>();
        if (draft.kind() == Kind.BUILTIN) {
            for (Object extra : new Object[] {draft.domain(), draft.port(), draft.outboundProxy()}) {
                if (extra != null) {
                    faults.add("domain: found " + extra + ", expected no domain, port or proxy: the built-in registrar listens on a free loopback port");
                }
            }
        }
        if (draft.verification() == Verification.CUSTOM && draft.ca() == null) {
            faults.add("tls.ca: found nothing, expected the certificates to trust, as verification is CUSTOM");
        } else if (draft.verification() != Verification.CUSTOM && draft.ca() != null) {
            faults.add("tls.ca: found certificates, expected verification CUSTOM with them");
        }
        RegistrarDraft checked = new RegistrarDraft(draft.name(), draft.kind(), draft.domain(), draft.port(), draft.transport(), draft.outboundProxy(), draft.expiresS(),
                draft.verification(), draft.serverName(), pem("ca", draft.ca(), faults), pem("certificate", draft.certificate(), faults), pem("key", draft.key(), faults));
        try {
            List<String> warnings = PlanReader.checkRegistrar(checked.asPlan()).stream().map(RegistrarFields::renamed).toList();
            if (!faults.isEmpty()) {
                throw invalid(faults);
            }
            return warnings;
        } catch (PlanException e) {
            for (PlanFault fault : e.faults()) {
                faults.add(renamed(fault.field() + ": found " + fault.found() + ", expected " + fault.expected()));
            }
            throw invalid(faults);
        }
    }

    /** What is no PEM is not repeated: it may be a key all the same. */
    private static String pem(String field, String text, List<String> faults) {
        if (text != null && !text.contains("-----BEGIN")) {
            faults.add("tls." + field + ": found text that is no PEM, expected PEM: -----BEGIN …");
            return null;
        }
        return text;
    }

    private static ApiException invalid(List<String> faults) {
        return new ApiException(422, "INVALID", String.join("\n", faults), faults);
    }

    /** A plan's names to those of REST. */
    private static String renamed(String line) {
        String field = line.substring(0, line.indexOf(':'));
        return NAMES.getOrDefault(field, field) + line.substring(field.length());
    }
}
