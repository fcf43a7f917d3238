package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.calibrate.CalibrationCommand;
import busyhour.engine.calibrate.WorkerCalibration;
import busyhour.ipc.link.CalibrationReport;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.PublisherContext;
import busyhour.ipc.run.CalibrationState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is asked to measure its host; a script that never ends stands for the command. */
class WorkerCalibrationSystemTest {

    @TempDir
    private Path directory;

    private static void until(final WorkerAgent agent, final BooleanSupplier met) throws Exception {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime() - endNs).isNegative();
            agent.doWork();
            Thread.sleep(1);
        }
    }

    private static CalibrationReport report(final long id, final CalibrationState state, final String message) {
        return new CalibrationReport(id, state, 900, message);
    }

    private WorkerAgent agent() throws Exception {
        final Path script = Files.writeString(directory.resolve("launcher"), "#!/bin/sh\nexec sleep 60\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        final WorkerAgent agent = new WorkerAgent(EngineSettings.defaults(), "test");
        agent.calibration(new WorkerCalibration(new CalibrationCommand(script, null, directory, null, "backoff"), 900, () -> { }));
        return agent;
    }

    private static WorkerLink link(final WorkerAgent agent) {
        return new WorkerLink(new LinkContext().host("127.0.0.1").dataPort(9).controlPort(10).workerName("w").conclude(), agent);
    }

    /** Asks for it; returns the process that was started. */
    private static ProcessHandle begin(final WorkerAgent agent, final WorkerLink link, final long id) {
        final List<ProcessHandle> before = ProcessHandle.current().children().toList();
        agent.onCalibrate(id);
        agent.doWork();
        assertThat(link.calibration()).isEqualTo(report(id, CalibrationState.RUNNING, ""));
        assertThat(agent.isIdle()).isFalse();
        final List<ProcessHandle> begun = ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
        assertThat(begun).hasSize(1);
        return begun.getFirst();
    }

    @Test
    void shouldLetARunGoBefore() throws Exception {
        final WorkerAgent agent = agent();
        final WorkerLink link = link(agent);
        final PublisherAgent publisher = new PublisherAgent(
                new PublisherContext().journalDirectory(directory.resolve("journal")).workerName("w").reserveBytes(16 << 20), link);
        agent.connect(publisher, link);
        assertThat(link.calibration()).isEqualTo(CalibrationReport.none(900));
        try {
            final ProcessHandle begun = begin(agent, link, 7);
            final Assignment run = Assignments.assignment(List.of(), Assignments.receivers(0, 2, "127.0.0.1:" + Assignments.freePort(), 60_000));
            agent.onStartRun(run);
            agent.doWork();
            assertThat(link.calibration()).isEqualTo(report(7, CalibrationState.FAILED, "a run was given to the worker meanwhile"));
            assertThat(link.runs()).containsKey(run.runId());
            until(agent, () -> !begun.isAlive());
            agent.onCalibrate(8);
            agent.doWork();
            assertThat(link.calibration()).isEqualTo(report(8, CalibrationState.FAILED, "the worker plays a run"));
        } finally {
            agent.onClose();
            publisher.onClose();
        }
    }

    @Test
    void shouldLeaveNothingBehindAtItsEnd() throws Exception {
        final WorkerAgent agent = agent();
        try (WorkerLink link = link(agent)) {
            agent.connect(null, link); // no journal is opened without a run
            final ProcessHandle begun = begin(agent, link, 9);
            agent.stopAll();
            assertThat(agent.isIdle()).isFalse();
            until(agent, agent::isIdle);
            assertThat(link.calibration()).isEqualTo(report(9, CalibrationState.FAILED, "the worker ended meanwhile"));
            until(agent, () -> !begun.isAlive());
        }
    }
}
