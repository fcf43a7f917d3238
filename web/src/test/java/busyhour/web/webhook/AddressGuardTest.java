package busyhour.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Where webhooks may go. */
class AddressGuardTest {

    @Test
    void shouldPermitThePublicInternetAlone() throws Exception {
        AddressGuard guard = new AddressGuard(List.of());
        for (String address : List.of("8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::1")) {
            assertThat(guard.permits(InetAddress.getByName(address))).as(address).isTrue();
        }
        for (String address : List.of("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
                "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "::ffff:10.0.0.1", "::10.0.0.1", "fe80::1", "fd00::1", "64:ff9b::a00:1", "2002:a00:1::",
                "ff02::1", "198.18.0.1")) {
            assertThat(guard.permits(InetAddress.getByName(address))).as(address).isFalse();
        }
    }

    @Test
    void shouldPermitWhatTheOperatorAllows() throws Exception {
        AddressGuard guard = new AddressGuard(WebhookSettings.of("10.1.0.0/16, ::1", null).allowed());
        assertThat(guard.permits(InetAddress.getByName("10.1.200.3"))).isTrue();
        assertThat(guard.permits(InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(guard.permits(InetAddress.getByName("::1"))).isTrue();
        assertThatThrownBy(() -> WebhookSettings.of("ten", null)).hasMessageContaining("BUSYHOUR_WEBHOOK_ALLOW: found 'ten'");
        assertThatThrownBy(() -> WebhookSettings.of(null, "/no/such.pem")).hasMessageContaining("there is no file /no/such.pem");
    }
}
