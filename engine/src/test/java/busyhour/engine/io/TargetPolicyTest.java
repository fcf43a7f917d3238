package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.sip.TransportAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1",
        "::1", "fe80::1", "fd00::1"})
    void shouldPermitLoopbackAndPrivateAddresses(final String address) {
        assertThat(new TargetPolicy(false, List.of()).permits(parse(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "172.32.0.1", "172.15.255.255", "11.0.0.1", "8.8.8.8", "2001:db8::1", "::2", "224.0.0.1", "ff02::1"})
    void shouldRefusePublicAddressesUnlessThePlanAllowsThemAll(final String address) {
        assertThat(new TargetPolicy(false, List.of()).permits(parse(address))).isFalse();
        assertThat(new TargetPolicy(true, List.of()).permits(parse(address))).isTrue();
    }

    @Test
    void shouldPermitListedBlocksToTheirLastBit() {
        final TargetPolicy policy = new TargetPolicy(false, List.of("203.0.113.7", "198.51.100.0/25", "2001:db8::/33", "2001:db9:0:1::/65"));

        assertThat(policy.permits(parse("203.0.113.7"))).isTrue();
        assertThat(policy.permits(parse("203.0.113.6"))).isFalse();
        assertThat(policy.permits(parse("198.51.100.127"))).isTrue();
        assertThat(policy.permits(parse("198.51.100.128"))).isFalse();
        assertThat(policy.permits(parse("2001:db8:7fff::1"))).isTrue();
        assertThat(policy.permits(parse("2001:db8:8000::1"))).isFalse();
        assertThat(policy.permits(parse("2001:db9:0:1:7fff::1"))).isTrue();
        assertThat(policy.permits(parse("2001:db9:0:1:8000::1"))).isFalse();
    }

    @Test
    void shouldTakeABlockOfAllAddressesOfOneFamilyAtItsWord() {
        final TargetPolicy policy = new TargetPolicy(false, List.of("0.0.0.0/0"));
        assertThat(policy.permits(parse("8.8.8.8"))).isTrue();
        assertThat(policy.permits(parse("2001:db8::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "2001:db8::/129", ""})
    void shouldNameTheEntryThatIsNoBlock(final String entry) {
        assertThatThrownBy(() -> new TargetPolicy(false, List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("allow").hasMessageContaining("expected");
    }

    private static TransportAddress parse(final String text) {
        final TransportAddress address = new TransportAddress();
        assertThat(address.parse(text)).isTrue();
        return address;
    }
}
