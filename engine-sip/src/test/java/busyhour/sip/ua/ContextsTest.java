package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.sip.TransportAddress;
import busyhour.sip.registrar.RegistrarProxyContext;
import busyhour.sip.transaction.TransactionTimes;
import org.junit.jupiter.api.Test;

class ContextsTest {

    @Test
    void shouldNameEveryFaultAtOnce() {
        assertThatThrownBy(() -> new UserAgentsContext().maxCalls(0).maxTransactions(-1).userAgent("a\r\nb").times(null).conclude())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("maxCalls 0", "maxTransactions -1", "userAgent", "times");
        assertThatThrownBy(() -> new RegistrarProxyContext().domain("a b").minExpiresS(0).algorithms().conclude())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("address null", "domain 'a b'", "expiry 0", "algorithms");
    }

    @Test
    void shouldTakeItsDefaults() {
        assertThatCode(() -> new UserAgentsContext().conclude()).doesNotThrowAnyException();
        assertThatCode(() -> new RegistrarProxyContext().address(SimParty.address("::1", 5060)).conclude()).doesNotThrowAnyException();
    }

    @Test
    void shouldNotSayPasswords() {
        final TransportAddress address = SimParty.address("10.0.0.1", 5060);
        assertThat(new UserAgentDescriptor("alice", "x", null, "auth", "secret", null, address, 0, address, null, 60).toString())
                .contains("alice").doesNotContain("secret");
    }

    @Test
    void shouldRefuseDescriptorsAndTimesThatMakeNoSense() {
        final TransportAddress address = SimParty.address("10.0.0.1", 5060);
        assertThatThrownBy(() -> new UserAgentDescriptor("", "x", null, null, null, null, address, 0, address, null, 60))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UserAgentDescriptor("a", "x", null, null, null, null, address, 0, address, null, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0 s");
        assertThatThrownBy(() -> new TransactionTimes(500, 400, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
