package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.LicenceTier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicenceCommandTest {
    private static final String WORKER = "1m7yp3y4mc0k2";
    private static final String KEYS = "busyhour.licence.keys";

    @TempDir
    private Path folder;

    private final String before = System.getProperty(KEYS);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(KEYS);
        } else {
            System.setProperty(KEYS, before);
        }
    }

    private int issue(Path out, String tier, String worker, String expires) {
        return Main.run("licence", "issue", "--key", folder.resolve("vendor.pem").toString(), "--tier", tier, "--worker", worker,
                "--expires", expires, "--holder", "ACME GmbH", "--out", out.toString());
    }

    @Test
    void shouldMakeAKeySignWithItAndShowWhatWasSigned() throws Exception {
        Path key = folder.resolve("vendor.pem");
        assertThat(Main.run("licence", "key", key.toString())).isZero();
        assertThat(Main.run("licence", "key", key.toString())).as("shows the public key of one that is there").isZero();
        String publicKey = LicenceKey.read(key).publicText();
        Path file = folder.resolve("w1.licence");
        assertThat(issue(file, "Professional", WORKER, "2099-01-31")).isZero();
        Licence licence = LicenceKeys.of(publicKey).verify(Files.readString(file));
        assertThat(licence).extracting(Licence::tier, Licence::worker, Licence::holder, Licence::expiresAt)
                .containsExactly(LicenceTier.PROFESSIONAL, WORKER, "ACME GmbH", Instant.parse("2099-01-31T00:00:00Z"));
        assertThat(licence.faultAt(Instant.now())).isNull();

        assertThat(Main.run("licence", "show", file.toString())).as("its key does not count here").isEqualTo(1);
        System.setProperty(KEYS, publicKey);
        assertThat(Main.run("licence", "show", file.toString())).isZero();
        Files.writeString(file, Files.readString(file).replace("professional", "enterprise"));
        assertThat(Main.run("licence", "show", file.toString())).isEqualTo(1);
    }

    @Test
    void shouldSayWhichArgumentIsWrong() {
        assertThat(Main.run("licence", "key", folder.resolve("vendor.pem").toString())).isZero();
        Path file = folder.resolve("w1.licence");
        assertThat(issue(file, "gold", WORKER, "365d")).isEqualTo(2);
        assertThat(issue(file, "standard", "w1", "365d")).isEqualTo(2);
        assertThat(issue(file, "standard", WORKER, "tomorrow")).isEqualTo(2);
        assertThat(issue(file, "standard", WORKER, "2020-01-31")).as("expires before it is issued").isEqualTo(2);
        assertThat(file).doesNotExist();
        assertThat(Main.run("licence", "show", file.toString())).isEqualTo(2);
        assertThat(Main.run("licence", "key", folder.resolve("none/vendor.pem").toString())).isEqualTo(2);
        assertThat(Main.run("licence")).isEqualTo(2);
    }

    @Test
    void shouldReadTimesAsPeopleWriteThem() {
        Instant now = Instant.parse("2026-06-01T10:00:00Z");
        assertThat(LicenceCommand.time("--expires", "30d", now)).isEqualTo("2026-07-01T10:00:00Z");
        assertThat(LicenceCommand.time("--expires", "2027-01-31", now)).isEqualTo("2027-01-31T00:00:00Z");
        assertThat(LicenceCommand.time("--expires", "2027-01-31T12:00:00Z", now)).isEqualTo("2027-01-31T12:00:00Z");
        assertThatThrownBy(() -> LicenceCommand.time("--expires", "soon", now)).isInstanceOf(CommandFailure.class).hasMessageContaining("found 'soon'");
    }
}
