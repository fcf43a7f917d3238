package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class HttpOptionsTest {

    private static final Path FILE = Path.of("x.pem");

    @Test
    void shouldSpeakPlainHttpBeyondThisMachineOnlyWhenTold() {
        assertThat(new HttpOptions("127.0.0.1", null, null, false).settings(null).requestsPerSecond()).isEqualTo(50);
        assertThat(new HttpOptions("::1", null, null, false).settings(" ").isTls()).isFalse();
        assertThat(new HttpOptions("0.0.0.0", null, null, true).settings("1000").requestsPerSecond()).isEqualTo(1_000);
        assertThat(new HttpOptions("0.0.0.0", FILE, FILE, false).settings(null).isTls()).isTrue();
        assertThatThrownBy(() -> new HttpOptions("0.0.0.0", null, null, false).settings(null)).hasMessageContaining("--bind 0.0.0.0").hasMessageContaining("--insecure");
        assertThatThrownBy(() -> new HttpOptions("127.0.0.1", FILE, null, false).settings(null)).hasMessageContaining("expected both or neither");
        for (String wrong : new String[] {"0", "-1", "many", "99999999"}) {
            assertThatThrownBy(() -> new HttpOptions("127.0.0.1", null, null, false).settings(wrong)).hasMessageContaining("BUSYHOUR_REQUESTS_PER_SECOND");
        }
    }
}
