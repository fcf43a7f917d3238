package busyhour.ipc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void shouldNotSayPasswordsAndKeys() {
        assertThat(new SignallingSpec.TlsSpec(true, "ca", "chain", "BEGIN PRIVATE KEY", "sip.example.net").toString())
                .contains("sip.example.net").doesNotContain("PRIVATE");
        assertThat(new Assignment.Account("alice", "secret", null).toString()).contains("alice").doesNotContain("secret");
    }
}
