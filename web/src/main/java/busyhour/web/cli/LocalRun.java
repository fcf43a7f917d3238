package busyhour.web.cli;

import busyhour.engine.io.CoreChoice;
import busyhour.engine.io.ProcessThreads;
import busyhour.engine.io.ShardCore;
import busyhour.engine.io.ThreadScheduling;
import busyhour.engine.run.HostLimits;
import busyhour.engine.run.RunResources;
import busyhour.ipc.RunId;
import busyhour.ipc.WorkerSettings;
import busyhour.ipc.link.PlatformLink;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanReader;
import busyhour.web.result.ExitCode;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.RunResult;
import busyhour.web.run.RunObserver;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * One run on this host, from the arguments to the exit code. The child is started before anything slow, the platform's
 * database starts beside it, and the run begins when the worker is there. Used once, by the main thread.
 */
final class LocalRun {
    private static final String WORKER = "local";

    private final RunOptions options;
    private final OutputFiles files;
    private final StopRequest stop = new StopRequest();
    private volatile WorkerProcess worker;

    LocalRun(RunOptions options, OutputFiles files) {
        this.options = options;
        this.files = files;
    }

    /** Plays the plan. @return the process's exit code. */
    ExitCode play() throws IOException, InterruptedException {
        Signals.handle(stop::request, this::endAtOnce);
        String ticket = ticket();
        WorkerSettings.LinkAddress address = LocalLink.freeAddress();
        worker = WorkerProcess.start(WorkerSettings.child(WORKER, options.dataDirectory().resolve("worker"), address, ticket,
                options.cores(), options.idle()), line -> { });
        CoreChoice.Chosen chosen = options.cores() == null ? null : CoreChoice.ofHost().choose(options.cores());
        keepOff(chosen);
        try {
            return play(readPlan(), chosen == null ? List.of() : chosen.warnings(), address, ticket);
        } finally {
            worker.close();
        }
    }

    /** The command's own threads leave the shards' cores alone, and the database that it starts; the worker sees to its own. */
    private static void keepOff(CoreChoice.Chosen chosen) {
        if (chosen != null && chosen.cores() != null) {
            BitSet others = ShardCore.others(ThreadScheduling.affinity(), chosen.cores());
            if (!others.isEmpty()) {
                ProcessThreads.confine(others);
            }
        }
    }

    private ExitCode play(Plan plan, List<String> coreWarnings, WorkerSettings.LinkAddress address, String ticket) throws InterruptedException {
        long runId = RunId.create(options.commandEpochMs(), new SecureRandom().nextLong());
        RunWarnings warnings = new RunWarnings();
        warnings.say(plan.warnings());
        RunAggregates aggregates = new RunAggregates(plan, runId, options.commandEpochMs());
        aggregates.produced(HostFacts.read());
        warnings.say(coreWarnings);
        String refusal = RunResources.refusal(plan.assignment(runId), HostLimits.ofChild());
        RunCollector collector = new RunCollector(aggregates, ticket, files.capture(), files.recordings(), warnings);
        try (PlatformStart platform = options.noWeb() || refusal != null ? null : new PlatformStart(options.dataDirectory());
             LocalLink link = LocalLink.open(address, collector)) {
            collector.forgetForeign(link.platformLink()::acknowledge);
            if (platform == null) {
                collector.open(null);
            }
            Progress progress = options.quiet() ? null : new Progress(aggregates, RunId.text(runId));
            RunLoop loop = new RunLoop(options, aggregates, collector, link.platformLink(), worker, platform, stop, progress, warnings);
            if (refusal == null) {
                loop.run();
            } else {
                aggregates.fail(refusal);
            }
            return finish(aggregates, collector, link.platformLink(), loop.observer(), progress);
        }
    }

    private ExitCode finish(RunAggregates aggregates, RunCollector collector, PlatformLink link, RunObserver observer,
                            Progress progress) throws InterruptedException {
        aggregates.finish();
        RunResult result = aggregates.result();
        if (progress != null) {
            progress.clear();
        }
        var faults = files.write(result, aggregates);
        faults.forEach(Terminal.err()::println);
        if (observer != null) {
            observer.onResult(result);
        }
        if (result.run().status().equals("FAILED")) {
            Terminal.err().println("busyhour: the run failed: " + aggregates.detail());
        }
        if (collector.observerFault() != null) {
            Terminal.err().println("busyhour: the platform did not keep all of the run: " + collector.observerFault());
        }
        if (progress != null) {
            Summary.print(result, aggregates, files);
        }
        if (observer == null && collector.worker() != null) {
            link.acknowledge(collector.worker(), aggregates.runId(), collector.sequence());
        }
        worker.release();
        worker.await(2_000);
        return faults.isEmpty() ? ExitCode.of(result.run().exitCode()) : ExitCode.FAILED;
    }

    private Plan readPlan() throws IOException {
        if (options.plan() == null) {
            return PlanReader.bundled();
        }
        try {
            return PlanReader.read(options.plan(), MediaContent::check);
        } catch (PlanException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "busyhour: " + e.getMessage());
        }
    }

    private void endAtOnce() {
        WorkerProcess child = worker;
        if (child != null) {
            child.close();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }

    private static String ticket() {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
