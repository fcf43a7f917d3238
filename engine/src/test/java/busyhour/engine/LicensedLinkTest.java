package busyhour.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.LicenceTier;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.link.LinkRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LicensedLinkTest {

    private static final String WORKER = "1m7yp3y4mc0k2";

    private final LicenceKey vendor = LicenceKey.create();
    private final List<WorkerPermit> permits = new ArrayList<>();

    private static LinkGrant grant(final String licence) {
        return new LinkGrant(WORKER, "edge", "127.0.0.1", 1, 2, 3, null, null, licence);
    }

    private String licence(final String worker, final Instant issuedAt) {
        return vendor.sign(new Licence("1", LicenceTier.STANDARD, worker, "", issuedAt, issuedAt.plus(Duration.ofHours(1))));
    }

    @Test
    void shouldTellWithEachGrantWhatItsLicencePermits() throws Exception {
        final Instant now = Instant.now();
        final LicensedLink link = new LicensedLink(() -> grant(licence(WORKER, now)), permits::add, LicenceKeys.of(vendor.publicText()));
        assertThat(link.checked(grant(null)).worker()).isEqualTo(WORKER);
        assertThat(link.connect().worker()).isEqualTo(WORKER);
        assertThat(permits).extracting(permit -> permit.endpoints(now)).containsExactly(WorkerPermit.NO_LIMIT, 50);
    }

    @Test
    void shouldConnectWithNoLicenceThatIsNotGood() throws Exception {
        final Instant now = Instant.now();
        final LicensedLink link = new LicensedLink(() -> grant(licence(WORKER, now.minus(Duration.ofHours(2)))), permits::add, LicenceKeys.of(vendor.publicText()));
        assertThatThrownBy(link::connect).isInstanceOf(LinkRefusedException.class).hasMessageContaining("expired");
        assertThatThrownBy(() -> link.checked(grant(licence("1m7yp3y4mc0k3", now)))).isInstanceOf(LinkRefusedException.class).hasMessageContaining("is for worker");
        assertThatThrownBy(() -> new LicensedLink(() -> null, permits::add, LicenceKeys.of(null)).checked(grant(licence(WORKER, now))))
                .isInstanceOf(LinkRefusedException.class).hasMessageContaining("BUSYHOUR_LICENCE_KEYS");
        assertThat(permits).isEmpty();
    }
}
