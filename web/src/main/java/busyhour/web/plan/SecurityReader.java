package busyhour.web.plan;

import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Keying;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** SRTP: {@code srtp: none | preferred | required}, or {@code { policy: required, keying: [sdes, dtls], suites: [...] }}. */
final class SecurityReader {
    private static final List<String> POLICIES = List.of("none", "preferred", "required");
    private static final List<String> KEYINGS = List.of("sdes", "dtls");
    private static final String EXPECTED = "none, preferred, required, or a map such as { policy: required, keying: [sdes, dtls] }";
    /** Those that a DTLS handshake can agree on (RFC 5764 4.1.2, RFC 7714 14.2). */
    private static final Set<String> DTLS_SUITES =
            Set.of("AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AEAD_AES_128_GCM", "AEAD_AES_256_GCM");

    private SecurityReader() {
    }

    /** Reads {@code srtp}. @param above without it. */
    static SecuritySpec read(Fields at, SecuritySpec above) {
        if (at.find("srtp") instanceof PlanNode.Scalar) {
            Policy policy = policy(at, "srtp", above.policy(), EXPECTED);
            return policy == Policy.NONE ? SecuritySpec.NONE : above.policy() == Policy.NONE ? SecuritySpec.of(policy, Keying.SDES)
                    : new SecuritySpec(policy, above.keying(), above.suites());
        }
        Fields map = at.map("srtp", EXPECTED);
        if (map == null) {
            return above;
        }
        boolean given = map.has("policy") || above.policy() != Policy.NONE;
        if (!given) {
            map.fault("policy", "preferred or required");
        }
        Policy policy = policy(map, "policy", above.policy(), "preferred or required, or none");
        List<Keying> keying = keying(map, above.keying().isEmpty() ? List.of(Keying.SDES) : above.keying());
        List<String> suites = suites(map, above.suites().isEmpty() ? SecuritySpec.SUITES : above.suites());
        map.refuseOthers(Set.of("mki", "zrtp", "certificate"));
        if (policy == Policy.NONE) {
            for (String key : List.of("keying", "suites")) {
                if (given && map.has(key)) {
                    map.fault(key, "none, as the policy is none");
                }
            }
            return SecuritySpec.NONE;
        }
        if (keying.contains(Keying.DTLS) && suites.stream().noneMatch(DTLS_SUITES::contains)) {
            map.fault(map.has("suites") ? "suites" : "keying", "dtls with only " + String.join(", ", suites),
                    "one of those that a DTLS handshake can agree on: " + String.join(", ", SecuritySpec.SUITES.stream()
                            .filter(DTLS_SUITES::contains).toList()));
        }
        return new SecuritySpec(policy, keying, suites);
    }

    private static Policy policy(Fields at, String key, Policy above, String expected) {
        String text = at.text(key, expected);
        if (text == null) {
            return above;
        }
        if (!POLICIES.contains(text)) {
            at.fault(key, expected + Spelling.hint(text, POLICIES));
            return Policy.NONE;
        }
        return Policy.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static List<Keying> keying(Fields map, List<Keying> above) {
        List<Words.Word> words = Words.read(map, "keying", "sdes, dtls or a list of both");
        if (words == null) {
            return above;
        }
        List<Keying> keying = new ArrayList<>();
        for (Words.Word word : words) {
            if (KEYINGS.contains(word.text())) {
                keying.add(Keying.valueOf(word.text().toUpperCase(Locale.ROOT)));
            } else {
                word.fault(map, "sdes or dtls" + Spelling.hint(word.text(), KEYINGS));
            }
        }
        return keying.isEmpty() ? above : keying;
    }

    private static List<String> suites(Fields map, List<String> above) {
        String expected = "one of " + String.join(", ", SecuritySpec.SUITES);
        List<Words.Word> words = Words.read(map, "suites", expected);
        if (words == null) {
            return above;
        }
        List<String> suites = new ArrayList<>();
        for (Words.Word word : words) {
            String suite = word.text().toUpperCase(Locale.ROOT);
            if (SecuritySpec.SUITES.contains(suite)) {
                suites.add(suite);
            } else {
                word.fault(map, expected + Spelling.hint(suite, SecuritySpec.SUITES));
            }
        }
        return suites.isEmpty() ? above : suites;
    }
}
