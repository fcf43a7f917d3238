package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad plans and the exact lines that they are answered with: the resource bad-plans.txt is the table. */
class PlanFaultsTest {

    /** One bad plan of the table. */
    record Case(String title, String plan, String faults) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> cases() throws Exception {
        String table;
        try (var in = PlanFaultsTest.class.getResourceAsStream("bad-plans.txt")) {
            table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Case> cases = new ArrayList<>();
        for (String block : table.split("(?m)^=== ")) {
            if (!block.isBlank() && !block.startsWith("#")) {
                int title = block.indexOf('\n');
                int faults = block.indexOf("\n--- expect\n");
                cases.add(new Case(block.substring(0, title).strip(), block.substring(title + 1, faults + 1),
                        block.substring(faults + "\n--- expect\n".length()).strip()));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldListEveryFaultWithItsPlace(Case bad) {
        assertThatThrownBy(() -> PlanReader.readYaml("plan.yaml", bad.plan().getBytes(StandardCharsets.UTF_8), PlanFiles.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessage(bad.faults());
    }

    @Test
    void shouldNameLineOfAccountsFile(@TempDir Path folder) throws Exception {
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(folder.resolve("accounts.csv"), "alice,secret\nbob\n\nalice,other\nbad name,x\na,b,c,d\n");
        Files.writeString(plan, """
                registrars:
                  - { name: pbx, domain: 127.0.0.1, accounts: accounts.csv }
                groups:
                  - { name: a, endpoints: 1, registrar: pbx, callee: receive-external }
                """);
        Path accounts = folder.resolve("accounts.csv");
        assertThatThrownBy(() -> PlanReader.read(plan)).isInstanceOf(PlanException.class).hasMessage(
                accounts + ":2:1: accounts: found one value, expected username,password[,realm]\n"
                        + accounts + ":4:1: accounts: found the user name 'alice' a second time, expected each account once\n"
                        + accounts + ":5:1: accounts: found the user name 'bad name', expected a user name as in a SIP address\n"
                        + accounts + ":6:1: accounts: found 4 values, expected username,password[,realm]");
    }

    @Test
    void shouldRefuseHeaderLineOfAccountsFile(@TempDir Path folder) throws Exception {
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(folder.resolve("accounts.csv"), "username,password\nalice,secret\n");
        Files.writeString(plan, """
                registrars:
                  - { name: pbx, domain: 127.0.0.1, accounts: accounts.csv }
                groups:
                  - { name: a, endpoints: 1, registrar: pbx, callee: receive-external }
                """);
        assertThatThrownBy(() -> PlanReader.read(plan)).hasMessage(folder.resolve("accounts.csv")
                + ":1:1: accounts: found a header line, expected an account: accounts files have no header line");
    }

    @Test
    void shouldSayHowManyAccountsAreShort(@TempDir Path folder) throws Exception {
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(folder.resolve("accounts.csv"), "alice,secret\nbob,secret\n");
        Files.writeString(plan, """
                registrars:
                  - name: pbx
                    domain: 127.0.0.1
                    accounts: accounts.csv
                groups:
                  - { name: a, endpoints: 2, registrar: pbx, callee: receive-external }
                  - { name: b, endpoints: 3, registrar: pbx, callee: { group: a } }
                """);
        assertThatThrownBy(() -> PlanReader.read(plan)).hasMessage(plan + ":4:15: registrars[0].accounts: found 2 accounts, "
                + "expected at least 5: one for each endpoint that registers here (3 short)");
    }

    @Test
    void shouldNameMissingMediaFile(@TempDir Path folder) throws Exception {
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(plan, """
                groups:
                  - name: a
                    endpoints: 1
                    callee: { uri: "sip:echo@127.0.0.1" }
                    media: { audio: prompt.wav }
                """);
        assertThatThrownBy(() -> PlanReader.read(plan)).hasMessage(plan + ":5:21: groups[0].media.audio: found 'prompt.wav' (no file "
                + folder.resolve("prompt.wav") + "), expected an audio file beside the plan");
    }

    @Test
    void shouldRefuseHugePlan() {
        byte[] huge = new byte[PlanReader.MAX_PLAN_BYTES + 1];
        assertThatThrownBy(() -> PlanReader.readYaml("plan.yaml", huge, PlanFiles.NONE))
                .hasMessage("plan.yaml:1:1: plan: found 1048577 bytes, expected at most 1048576");
    }

    @Test
    void shouldRefuseAliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            for (int j = 0; j < 10; j++) {
                bomb.append(j == 0 ? "" : ", ").append("*a").append(i - 1);
            }
            bomb.append("]\n");
        }
        assertThatThrownBy(() -> PlanReader.readYaml("plan.yaml", bomb.toString().getBytes(StandardCharsets.UTF_8), PlanFiles.NONE))
                .hasMessageContaining("plan.yaml:1:1: plan: found more than 200000 values");
    }

    @Test
    void shouldRefuseAliasToItself() {
        assertThatThrownBy(() -> PlanReader.readYaml("plan.yaml", "groups: &g [*g]".getBytes(StandardCharsets.UTF_8), PlanFiles.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("an alias to what it stands in");
    }

    @Test
    void shouldPlaceFaultsOfJson() {
        String json = "{\n  \"groups\": [\n    {\"name\": \"a\", \"endpoints\": 0, \"callee\": \"receive-external\", \"listen\": \"127.0.0.1:5060\"}\n  ]\n}";
        assertThatThrownBy(() -> PlanReader.readJson("plan.json", json.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE))
                .hasMessage("plan.json:3:32: groups[0].endpoints: found '0', expected a whole number from 1 to 1000000");
        assertThatThrownBy(() -> PlanReader.readJson("plan.json", "{\"groups\": [".getBytes(StandardCharsets.UTF_8), PlanFiles.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("plan.json:1:").hasMessageContaining("found text that is not JSON");
    }

    @Test
    void shouldKeepFaultOnOneLine() {
        assertThat(new PlanFault("f", 1, 2, "x", "'a\nb\u0007'", "c").toString())
                .isEqualTo("f:1:2: x: found 'a\\nb\\u0007', expected c");
    }
}
