package busyhour.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportAddressTest {

    private final TransportAddress address = new TransportAddress();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::ffff:192.0.2.7, 192.0.2.7",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::9:1, 2001:db8::9:1",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "[2001:db8::10], 2001:db8::10",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "1:2:3:4:5:6::, 1:2:3:4:5:6::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "2001:db8::192.0.2.1, 2001:db8::c000:201",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "fe80::0204:61ff:fe9d:f156, fe80::204:61ff:fe9d:f156"})
    void shouldWriteWhatWasReadInCanonicalForm(final String text, final String canonical) {
        assertThat(address.parse(text)).isTrue();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        assertThat(buffer.getStringWithoutLengthAscii(3, address.putText(buffer, 3))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.0001", "a.b.c.d", ":", ":::", ":1",
        "1:", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::g", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3",
        "1:2:3:4:5:6:7:8::", "[::1", "::1]", "[1.2.3.4]x", "2001:db8:::1", "localhost", "::1%eth0"})
    void shouldRefuseOtherTextAndStayAsItWas(final String text) {
        address.set(1, 2, 3);
        assertThat(address.parse(text)).isFalse();
        assertThat(address).isEqualTo(new TransportAddress().set(1, 2, 3));
    }

    @Test
    void shouldWriteHostAndPort() {
        assertThat(address.setIpv4(0x7F000001, 5060)).hasToString("127.0.0.1:5060");
        assertThat(address.parse("2001:db8::1")).isTrue();
        assertThat(address.port(5061)).hasToString("[2001:db8::1]:5061");
    }

    @Test
    void shouldWriteNoMoreThanTheLongestText() {
        address.set(0xFFFF_FFFF_FFFF_FFFFL, 0xFFFF_FFFF_FFFF_FFFFL, 65_535);
        assertThat(address.toString()).hasSize(TransportAddress.MAX_TEXT_LENGTH);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true", "10.9.8.7, true", "172.16.0.1, true", "172.31.255.255, true", "172.32.0.1, false",
        "172.15.0.1, false", "192.168.1.1, true", "192.169.1.1, false", "169.254.3.4, true", "8.8.8.8, false",
        "0.0.0.0, true", "::1, true", "fd00::1, true", "fc00::1, true", "fe80::1, true", "febf::1, true", "fec0::1, false",
        "2001:db8::1, false", "::, true"})
    void shouldKnowPrivateAddresses(final String text, final boolean expected) {
        assertThat(address.parse(text)).isTrue();
        assertThat(address.isPrivate()).isEqualTo(expected);
    }

    @Test
    void shouldKnowMulticastAndLoopback() {
        address.parse("224.0.1.75");
        assertThat(address.isMulticast()).isTrue();
        address.parse("ff02::1");
        assertThat(address.isMulticast()).isTrue();
        address.parse("223.255.255.255");
        assertThat(address.isMulticast()).isFalse();
        address.parse("127.9.9.9");
        assertThat(address.isLoopback()).isTrue();
    }

    @Test
    void shouldBeEqualByAddressAndPort() {
        final TransportAddress other = new TransportAddress().copyFrom(address.setIpv4(0x0A000001, 7));
        assertThat(other).isEqualTo(address).hasSameHashCodeAs(address);
        assertThat(other.port(8)).isNotEqualTo(address);
        assertThat(other.sameAddress(address)).isTrue();
    }
}
