package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.LicenceTier;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerLink.PlayedPart;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A worker whose platform deals it more than its licence allows. */
class WorkerLicenceSystemTest {

    private static final String WORKER = "1m7yp3y4mc0k2";
    private static final PlayedPart REFUSED = new PlayedPart(0, RunStatus.FAILED);

    @Test
    void shouldTakeNoRunThatItsLicenceDoesNotAllowWhateverThePlatformSays() throws Exception {
        final WorkerAgent agent = new WorkerAgent(EngineSettings.defaults(), "test");
        final LinkContext nowhere = new LinkContext().host("127.0.0.1").dataPort(9).controlPort(10).workerName(WORKER).conclude();
        try (WorkerLink link = new WorkerLink(nowhere, agent)) {
            agent.connect(null, link); // no journal is opened for a run that is not taken
            agent.permit(permit(LicenceTier.STANDARD, Duration.ofDays(1), Instant.now()));
            final Assignment large = Assignments.registered(26, 1_000);
            assertThat(large.endpoints()).isEqualTo(52);
            agent.onStartRun(large);
            agent.doWork();
            assertThat(link.runs()).containsEntry(large.runId(), REFUSED);
            assertThat(agent.isIdle()).isTrue();

            agent.permit(permit(LicenceTier.ENTERPRISE, Duration.ofHours(1), Instant.now().minus(Duration.ofHours(2))));
            link.run(large.runId(), 0, null);
            agent.onStartRun(large);
            agent.doWork();
            assertThat(link.runs()).as("expired while the worker was up").containsEntry(large.runId(), REFUSED);
        }
    }

    private static WorkerPermit permit(final LicenceTier tier, final Duration good, final Instant issuedAt) throws Exception {
        final LicenceKey vendor = LicenceKey.create();
        return WorkerPermit.of(vendor.sign(new Licence("1", tier, WORKER, "", issuedAt, issuedAt.plus(good))), WORKER,
                LicenceKeys.of(vendor.publicText()), issuedAt);
    }
}
