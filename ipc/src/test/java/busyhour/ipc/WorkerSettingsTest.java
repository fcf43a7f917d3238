package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.WorkerSettings.LinkAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {

    private static final String TOKEN = "cmw_" + "0123456789abcdef".repeat(4);

    @Test
    void shouldReadBackTheEnvironmentOfAChild() {
        final WorkerSettings child = WorkerSettings.child(
                "local", Path.of("/tmp/busyhour"), new LinkAddress("127.0.0.1", 4001, 4002), "ticket", "1", "spin");
        assertThat(WorkerSettings.of(child.toEnvironment())).isEqualTo(child);
    }

    @Test
    void shouldTakeDefaultsForAllButTokenAndUrl() {
        final WorkerSettings settings = WorkerSettings.of(Map.of("WORKER_TOKEN", TOKEN, "CLOUD_URL", "https://busyhour.example:8443"));
        assertThat(settings.healthPort()).isEqualTo(3030);
        assertThat(settings.idle()).isEqualTo("backoff");
        assertThat(settings.link()).isNull();
    }

    @Test
    void shouldNameEveryFaultWithoutTheToken() {
        assertThatThrownBy(() -> WorkerSettings.of(Map.of(
                "WORKER_TOKEN", "secret", "CLOUD_URL", "http://10.0.0.1:8080", "HEALTH_PORT", "70000", "IDLE", "sleep")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WORKER_TOKEN").hasMessageNotContaining("secret")
                .hasMessageContaining("CLOUD_URL").hasMessageContaining("HEALTH_PORT").hasMessageContaining("IDLE");
    }

    @Test
    void shouldTakeACapacityAndGiveItToAChild() {
        final Map<String, String> base = Map.of("WORKER_LINK", "127.0.0.1:1:2", "CAPACITY", "5000");
        assertThat(WorkerSettings.of(base).capacity()).isEqualTo(5000);
        assertThat(WorkerSettings.of(WorkerSettings.of(base).toEnvironment()).capacity()).isEqualTo(5000);
        assertThat(WorkerSettings.of(Map.of("WORKER_LINK", "127.0.0.1:1:2")).capacity()).isNull();
        for (final String wrong : new String[] {"0", "-5", "many", "1000001", "99999999999", ""}) {
            assertThatThrownBy(() -> WorkerSettings.of(Map.of("WORKER_LINK", "127.0.0.1:1:2", "CAPACITY", wrong)))
                    .hasMessage("CAPACITY: found " + wrong + ", expected a whole number of endpoints from 1 to 1000000");
        }
    }

    @Test
    void shouldTakeTheCommandThatCalibratesAndGiveItToAChild() {
        assertThat(calibrate(Map.of("WORKER_LINK", "127.0.0.1:1:2"))).as("whoever starts knows where the launcher is").isNull();
        assertThat(calibrate(Map.of("WORKER_LINK", "127.0.0.1:1:2", "CALIBRATE", " "))).isNull();
        assertThat(calibrate(Map.of("WORKER_LINK", "127.0.0.1:1:2", "CALIBRATE", "none"))).isEmpty();
        assertThat(calibrate(Map.of("WORKER_LINK", "127.0.0.1:1:2", "CALIBRATE", "/opt/busyhour/busyhour"))).isEqualTo("/opt/busyhour/busyhour");
    }

    private static String calibrate(final Map<String, String> environment) {
        final WorkerSettings settings = WorkerSettings.of(environment);
        assertThat(WorkerSettings.of(settings.toEnvironment())).isEqualTo(settings);
        return settings.calibrate();
    }

    @Test
    void shouldKeepSecretsOutOfToString() {
        assertThat(WorkerSettings.of(Map.of("WORKER_TOKEN", TOKEN, "CLOUD_URL", "http://localhost:8080")).toString())
                .doesNotContain("cmw_");
    }
}
