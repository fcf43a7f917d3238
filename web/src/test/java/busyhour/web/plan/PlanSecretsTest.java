package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secrets of a plan are found, hidden and put back wherever they may stand, and nothing else is touched. */
class PlanSecretsTest {
    private static final String KEY = "-----BEGIN PRIVATE KEY-----\\nMIIgeheim\\n-----END PRIVATE KEY-----";
    private static final String PLAN = """
            {"name":"x","registrars":[{"name":"pbx","accounts":["100,geheim1","101,geheim2,realm",{"username":"102","password":3.50}],
             "tls":{"certificate":"c.pem","key":"%s"}},{"stored":"other"}],"groups":[{"pause":1.50}]}""".formatted(KEY);

    @Test
    void shouldFindSecretsByTheNamesOfWhatTheyBelongTo() {
        assertThat(PlanSecrets.of(PLAN)).containsOnlyKeys("registrars[pbx].accounts[100].password", "registrars[pbx].accounts[101].password",
                "registrars[pbx].accounts[102].password", "registrars[pbx].tls.key")
                .containsEntry("registrars[pbx].accounts[102].password", "3.50");
        String hidden = PlanSecrets.hidden(PLAN);
        assertThat(hidden).doesNotContain("geheim").doesNotContain("3.50").contains("\"100,…\"", "\"101,…,realm\"", "1.50", "\"key\":\"…\"");
        assertThat(PlanSecrets.hidden(hidden)).as("hidden twice is hidden").isEqualTo(hidden);
    }

    @Test
    void shouldPutSecretsBackThoughAccountsMoved() {
        Map<String, String> known = PlanSecrets.of(PLAN);
        Faults faults = new Faults("plan");
        PlanNode moved = JsonTree.parse("""
                {"registrars":[{"stored":"other"},{"name":"pbx","accounts":["101,…,realm","100,…","103,new"],"tls":{"key":"…"}}]}""", faults);
        String restored = JsonTree.write(PlanSecrets.restored(moved, known, faults));
        assertThat(faults.any()).isFalse();
        assertThat(restored).contains("101,geheim2,realm", "100,geheim1", "103,new", "MIIgeheim");
        PlanSecrets.restored(JsonTree.parse("{\"registrars\":[{\"name\":\"pbx\",\"accounts\":[\"999,…\"]}]}", faults), known, faults);
        assertThat(faults.any()).as("a secret that nobody knows").isTrue();
    }

    @Test
    void shouldHideSecretsInYamlAndKeepAllElseAsItWasWritten() {
        String yaml = """
                # PBX: the ü of the comment counts as one character
                registrars:
                  - name: pbx
                    accounts:
                      - 100,geheim1        # 😀 beyond the basic plane
                      - "101,geheim2,example.org"
                      - { username: '102', password: 'geheim3' }
                    tls:
                      key: |
                        -----BEGIN PRIVATE KEY-----
                        MIIgeheim4
                        -----END PRIVATE KEY-----
                    transport: TLS
                """;
        String hidden = YamlSecrets.hidden(yaml).orElseThrow();
        assertThat(hidden).isEqualTo("""
                # PBX: the ü of the comment counts as one character
                registrars:
                  - name: pbx
                    accounts:
                      - "100,…"        # 😀 beyond the basic plane
                      - "101,…,example.org"
                      - { username: '102', password: "…" }
                    tls:
                      key: "…"
                    transport: TLS
                """);
        assertThat(YamlSecrets.hidden("a: [")).isEmpty();
        assertThat(YamlSecrets.hidden("")).hasValue("");
    }

    @Test
    void shouldHideWhatIsWrittenOnceAndUsedTwice() {
        String hidden = YamlSecrets.hidden("""
                registrars:
                  - { name: a, accounts: &pool ["1,geheim"] }
                  - { name: b, accounts: *pool }
                """).orElseThrow();
        assertThat(hidden).doesNotContain("geheim").contains("&pool", "*pool");
    }

    @Test
    void shouldReadLabels() throws Exception {
        Plan plan = PlanReader.readYaml("plan.yaml", """
                description: what it is for
                labels: [nightly, pbx/9]
                groups:
                  - { name: a, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5070" }
                """.getBytes(java.nio.charset.StandardCharsets.UTF_8), PlanFiles.NONE);
        assertThat(plan.labels()).isEqualTo(List.of("nightly", "pbx/9"));
        assertThat(plan.description()).isEqualTo("what it is for");
    }
}
