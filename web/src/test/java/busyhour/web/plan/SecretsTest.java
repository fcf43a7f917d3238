package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A password or a key never stands in a fault, a warning, a text form of ours, or the plan as it is shown. */
class SecretsTest {
    private static final String PASSWORD = "Tr0ub4dor-secret";

    private static Plan read(String yaml) throws PlanException {
        return PlanReader.readYaml("plan.yaml", yaml.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
    }

    private static String inlineKey(KeyPair keys) {
        return TestCertificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded()).strip().replace("\n", "\n        ");
    }

    private static String plan(KeyPair keys, String keyField, String more) throws Exception {
        String certificate = TestCertificates.pem("CERTIFICATE", TestCertificates.certificate("c", keys, "c", keys.getPrivate(),
                Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(9)), true)).strip().replace("\n", "\n        ");
        return """
                registrars:
                  - name: pbx
                    domain: 127.0.0.1
                    transport: TLS
                    accounts: [{ username: a, password: %s }, "b,%s"]
                    tls:
                      certificate: |
                        %s
                      %s: |
                        %s
                groups:
                  - { name: g, endpoints: 2, registrar: pbx, callee: receive-external%s }
                """.formatted(PASSWORD, PASSWORD, certificate, keyField, inlineKey(keys), more);
    }

    private static void assertClean(String text, KeyPair keys) {
        String secret = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
        assertThat(text).doesNotContain(PASSWORD).doesNotContain(secret.substring(0, 40)).doesNotContain(secret.substring(secret.length() - 40));
    }

    @Test
    void shouldKeepSecretsOutOfPlansTexts() throws Exception {
        KeyPair keys = TestCertificates.keys("Ed25519");
        Plan plan = read(plan(keys, "key", ""));
        assertThat(plan.json()).contains(PASSWORD);
        assertThat(plan.warnings()).hasSize(1);
        assertClean(String.join("\n", plan.warnings()), keys);
        assertClean(plan.toString() + plan.groups() + plan.registrars() + plan.files() + plan.assignment(3), keys);
        String shown = PlanSecrets.hidden(plan.json());
        assertClean(shown, keys);
        assertThat(shown).doesNotContain("PRIVATE KEY").contains("BEGIN CERTIFICATE");
    }

    @Test
    void shouldKeepSecretsOutOfFaults() throws Exception {
        KeyPair keys = TestCertificates.keys("Ed25519");
        for (String bad : List.of(plan(keys, "server-name", ""), plan(keys, "verify", ""), plan(keys, "kee", ""), plan(keys, "ca", ""),
                plan(keys, "key", ", codecs: 7"), plan(keys, "key", "").replace("username: a,", "username: 'a b',"),
                plan(keys, "key", "").replace("\"b,", "\"b,c,d,"), plan(keys, "key", "").replaceFirst("\\[\\{.*", "\"b," + PASSWORD + "\""),
                plan(keys, "key", "").replace("-----BEGIN PRIVATE", "----BEGIN PRIVATE"), plan(keys, "key", "").replace("transport: TLS", "transport: UDP"))) {
            Throwable fault = catchThrowable(() -> read(bad));
            assertThat(fault).as(bad).isInstanceOf(PlanException.class);
            assertClean(fault.getMessage(), keys);
        }
    }
}
