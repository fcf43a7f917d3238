package busyhour.ipc.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicenceTest {

    private static final Instant ISSUED = Instant.parse("2026-01-31T00:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2027-01-31T00:00:00Z");
    private static final String WORKER = "1m7yp3y4mc0k2";

    @TempDir
    private Path folder;

    private final LicenceKey key = LicenceKey.create();

    private static Licence licence(final LicenceTier tier) {
        return new Licence("17", tier, WORKER, "Beispiel & Söhne: GmbH", ISSUED, EXPIRES);
    }

    private LicenceKeys keys() throws LicenceException {
        return LicenceKeys.of(key.publicText());
    }

    @Test
    void shouldVerifyWhatWasSignedHoweverItsLinesEnd() throws Exception {
        final String file = key.sign(licence(LicenceTier.PROFESSIONAL));
        assertThat(file.lines().toList()).hasSize(9).startsWith("Busyhour licence 1", "id: 17", "tier: professional");
        assertThat(keys().verify(file)).isEqualTo(licence(LicenceTier.PROFESSIONAL));
        assertThat(keys().verify("\n  " + file.replace("\n", " \r\n\r\n\t"))).isEqualTo(licence(LicenceTier.PROFESSIONAL));
    }

    @Test
    void shouldRefuseALicenceOfWhichAnythingWasAltered() throws Exception {
        final String file = key.sign(licence(LicenceTier.STANDARD));
        for (final String[] change : new String[][] {{"standard", "enterprise"}, {"id: 17", "id: 18"}, {WORKER, "1m7yp3y4mc0k3"}, {"Söhne", "Sons"},
                {"expires: 2027", "expires: 2028"}, {"issued: 2026", "issued: 2025"}}) {
            assertThat(file).contains(change[0]);
            assertThatThrownBy(() -> keys().verify(file.replace(change[0], change[1]))).isInstanceOf(LicenceException.class).hasMessageContaining("altered");
        }
        final String signature = file.substring(file.indexOf("signature: ") + 11).strip();
        assertThatThrownBy(() -> keys().verify(file.replace(signature, (signature.charAt(0) == 'A' ? "B" : "A") + signature.substring(1))))
                .isInstanceOf(LicenceException.class).hasMessageContaining("altered");
        assertThatThrownBy(() -> keys().verify(file.replace(signature, "AAAA"))).isInstanceOf(LicenceException.class);
        assertThatThrownBy(() -> keys().verify(file.replace("signature: ", "signature: =="))).isInstanceOf(LicenceException.class);
    }

    @Test
    void shouldRefuseLinesThatAreMissingTwiceOrUnknown() throws Exception {
        final String file = key.sign(licence(LicenceTier.STANDARD));
        assertThatThrownBy(() -> keys().verify(file.replace("holder:", "bearer:"))).hasMessageContaining("bearer").hasMessageContaining("holder");
        assertThatThrownBy(() -> keys().verify(file + "tier: enterprise\n")).hasMessageContaining("once");
        assertThatThrownBy(() -> keys().verify(file.replaceFirst("tier: .*\n", ""))).hasMessageContaining("tier: found nothing");
        assertThatThrownBy(() -> keys().verify(file.replaceFirst("tier: .*\n", "tier: gold\n"))).hasMessageContaining("standard, professional, enterprise");
        assertThatThrownBy(() -> keys().verify("")).hasMessageContaining("Busyhour licence 1");
        assertThatThrownBy(() -> keys().verify("x".repeat(5_000))).hasMessageContaining("5000");
        assertThatThrownBy(() -> new Licence("1", LicenceTier.STANDARD, WORKER, "a\ntier: enterprise", ISSUED, EXPIRES)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCountOnlyKeysThatWereNamed() throws Exception {
        final String file = key.sign(licence(LicenceTier.STANDARD));
        assertThat(LicenceKeys.of(null).isEmpty()).isTrue();
        assertThatThrownBy(() -> LicenceKeys.of(LicenceKey.create().publicText()).verify(file)).hasMessageContaining("not among the keys");
        final Path list = folder.resolve("keys");
        Files.writeString(list, "# vendor\n" + LicenceKey.create().publicText() + "\n\n" + key.publicText() + " # this year's\n");
        assertThat(LicenceKeys.of(LicenceKey.create().publicText() + ", " + list).verify(file).id()).isEqualTo("17");
        assertThatThrownBy(() -> LicenceKeys.of("/nowhere")).isInstanceOf(LicenceException.class).hasMessageContaining("/nowhere");
        assertThatThrownBy(() -> LicenceKeys.of("MCowBQYDK2VwAyEAAAAA")).isInstanceOf(LicenceException.class);
        Files.writeString(list, "secret\n");
        assertThatThrownBy(() -> LicenceKeys.of(list.toString())).hasMessageContaining("found 'secret'");
    }

    @Test
    void shouldKeepAKeyForItsOwnerAndNeverWriteOverOne() throws Exception {
        final Path file = folder.resolve("vendor.pem");
        key.write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(LicenceKey.read(file).sign(licence(LicenceTier.STANDARD))).isEqualTo(key.sign(licence(LicenceTier.STANDARD)));
        assertThatThrownBy(() -> key.write(file)).isInstanceOf(FileAlreadyExistsException.class);
        final Path mixed = folder.resolve("mixed.pem");
        LicenceKey.create().write(mixed);
        final String other = Files.readString(mixed);
        Files.writeString(mixed, Files.readString(file).substring(0, Files.readString(file).indexOf("-----BEGIN PUBLIC")) + other.substring(other.indexOf("-----BEGIN PUBLIC")));
        assertThatThrownBy(() -> LicenceKey.read(mixed)).hasMessageContaining("do not belong together");
    }

    @Test
    void shouldPermitAWorkerWhatItsTierSaysUntilItExpires() throws Exception {
        final Instant now = Instant.parse("2026-06-01T00:00:00Z");
        final WorkerPermit standard = WorkerPermit.of(key.sign(licence(LicenceTier.STANDARD)), WORKER, keys(), now);
        assertThat(standard.endpoints(now)).isEqualTo(50);
        assertThat(standard.refusal(20, 30, now)).isNull();
        assertThat(standard.refusal(20, 31, now)).contains("50 endpoints", "20 playing", "31 more");
        assertThat(standard.endpoints(EXPIRES.minusMillis(1))).isEqualTo(50);
        assertThat(standard.endpoints(EXPIRES)).isZero();
        assertThat(standard.refusal(0, 1, EXPIRES)).contains("expired 2027-01-31");
        assertThat(WorkerPermit.of(key.sign(licence(LicenceTier.PROFESSIONAL)), WORKER, keys(), now).endpoints(now)).isEqualTo(200);
        assertThat(WorkerPermit.of(key.sign(licence(LicenceTier.ENTERPRISE)), WORKER, keys(), now).refusal(1_000_000, 1_000_000, now)).isNull();
        assertThat(WorkerPermit.unlimited().refusal(1_000_000, 1_000_000, now)).isNull();
    }

    @Test
    void shouldPermitNothingWithAnothersOrAnExpiredOrAFutureLicence() {
        final String file = key.sign(licence(LicenceTier.STANDARD));
        assertThatThrownBy(() -> WorkerPermit.of(file, "1m7yp3y4mc0k3", keys(), ISSUED)).hasMessageContaining("is for worker " + WORKER);
        assertThatThrownBy(() -> WorkerPermit.of(file, WORKER, keys(), EXPIRES)).hasMessageContaining("expired");
        assertThatThrownBy(() -> WorkerPermit.of(file, WORKER, keys(), ISSUED.minusSeconds(3_600))).hasMessageContaining("good from");
    }

    @Test
    void shouldGiveEachTierWhatThoseBeforeItHave() {
        assertThat(LicenceTier.STANDARD.has(LicenceFeature.WEBHOOKS)).isFalse();
        assertThat(LicenceTier.PROFESSIONAL.has(LicenceFeature.WEBHOOKS)).isTrue();
        assertThat(LicenceTier.PROFESSIONAL.has(LicenceFeature.CUSTOM_MEDIA)).isFalse();
        for (final LicenceFeature feature : LicenceFeature.values()) {
            assertThat(LicenceTier.ENTERPRISE.has(feature)).isTrue();
        }
    }
}
