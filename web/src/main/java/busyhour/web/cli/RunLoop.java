package busyhour.web.cli;

import busyhour.engine.io.CompilerThreads;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.RunStatus;
import busyhour.web.find.LoadFinder;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.RunResult;
import busyhour.web.run.Platform;
import busyhour.web.run.RunObserver;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the run's end and does what has to be done meanwhile: begins the run when the worker is there, lets the
 * platform in when it has started, passes on a request to stop, notices a dead worker. Main thread.
 */
final class RunLoop {
    private static final long TICK_MS = 25;
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    /** How long after the command the run's begin waits for the database, so that its start does not disturb the first calls. */
    private static final long PLATFORM_HEAD_START_MS = 2_000;
    /** BYEs are answered within 5 s or not at all; then the last records come. */
    private static final long STOP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(8);
    private static final long LOST_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int COMPILERS_NICE = 10;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final RunOptions options;
    private final RunAggregates aggregates;
    private final RunCollector collector;
    private final PlatformLink link;
    private final WorkerProcess worker;
    private final PlatformStart platform;
    private final StopRequest stop;
    private final Progress progress;
    private final RunWarnings warnings;
    private final LoadFinder finder;
    private final long beginNs = System.nanoTime();

    private RunObserver observer;
    private boolean started;
    private boolean stopped;
    private long startedNs;
    private long stopDeadlineNs;
    private long lostSinceNs = -1;
    private long nextSecondNs = beginNs + SECOND_NS;

    /** @param platform null without one. @param progress null when nobody wants it. */
    RunLoop(RunOptions options, RunAggregates aggregates, RunCollector collector, PlatformLink link, WorkerProcess worker,
            PlatformStart platform, StopRequest stop, Progress progress, RunWarnings warnings) {
        this.options = options;
        this.aggregates = aggregates;
        this.collector = collector;
        this.link = link;
        this.worker = worker;
        this.platform = platform;
        this.stop = stop;
        this.progress = progress;
        this.warnings = warnings;
        this.finder = aggregates.plan().findMax() == null ? null : new LoadFinder(aggregates, this::setLoad);
    }

    private boolean setLoad(Load load) {
        return collector.worker() != null
                && link.setLoad(collector.worker(), aggregates.runId(), aggregates.plan().findMax().group(), load);
    }

    /** The platform's follower, null without one. */
    RunObserver observer() {
        return observer;
    }

    /** Returns when the run has ended, one way or another. */
    void run() throws InterruptedException {
        while (!isOver(System.nanoTime())) {
            warnings.sayTold(progress);
            Thread.sleep(TICK_MS);
        }
        warnings.sayTold(progress);
        if (finder != null) {
            finder.onRunEnd();
        }
    }

    private boolean isOver(long nowNs) throws InterruptedException {
        if (aggregates.ended()) {
            return true;
        }
        if (stop.isRequested() && !stopped) {
            aggregates.interrupt();
            if (!started) {
                return true;
            }
            stop(nowNs);
        }
        if (finder != null && started && !stopped && finder.onTick()) {
            aggregates.abort();
            stop(nowNs);
        }
        if (stopped && nowNs - stopDeadlineNs >= 0) {
            return true;
        }
        if (!worker.isAlive()) {
            return workerDied();
        }
        if (collector.isRefused()) {
            aggregates.fail(worker.lastWords());
            return true;
        }
        attachPlatform(nowNs);
        startRun(nowNs);
        if (nowNs - nextSecondNs >= 0) {
            nextSecondNs += SECOND_NS;
            onSecond(nowNs);
        }
        return !stopped && aggregates.status() == RunStatus.FAILED && failed(nowNs);
    }

    /** What it wrote last may still be on the way. */
    private boolean workerDied() throws InterruptedException {
        Thread.sleep(200);
        if (stop.isRequested()) { // a signal reached it too, and it was the quicker one
            aggregates.interrupt();
        } else if (!aggregates.ended()) {
            aggregates.fail(worker.epitaph());
        }
        return true;
    }

    /** The worker says itself that the run failed: its last records come, or it was told to end. */
    private boolean failed(long nowNs) {
        if (!started) {
            return true;
        }
        stop(nowNs);
        return false;
    }

    private void attachPlatform(long nowNs) {
        if (platform == null || collector.isOpen() || !platform.isDone() || stopped) {
            return;
        }
        try {
            Platform there = platform.platform();
            observer = there.follow(aggregates.plan(), aggregates.runId(), aggregates, link::acknowledge);
            collector.open(observer);
            there.firstStartLines().forEach(Terminal.err()::println); // said once only: with --quiet too
            if (progress != null) {
                progress.onPlatform(there.address());
            }
        } catch (IOException | RuntimeException e) {
            aggregates.fail("the platform does not start: " + e.getMessage() + " (--no-web runs without it)");
            collector.open(null);
            if (started) {
                stop(nowNs);
            }
        }
    }

    private void startRun(long nowNs) {
        if (started) {
            return;
        }
        String name = collector.worker();
        if (name == null) {
            if (nowNs - beginNs > CONNECT_TIMEOUT_NS) {
                aggregates.fail("the worker did not connect within 20 s");
            }
            return;
        }
        if (collector.isOpen() || System.currentTimeMillis() - options.commandEpochMs() > PLATFORM_HEAD_START_MS) {
            collector.hold();
            startedNs = nowNs;
            try {
                started = link.startRun(name, aggregates.plan().assignment(aggregates.runId()));
                CompilerThreads.giveWay(COMPILERS_NICE); // the worker's threads run on the same cores
            } catch (IllegalArgumentException e) {
                aggregates.fail("the plan is too large for the worker: " + e.getMessage());
            }
        }
    }

    private void onSecond(long nowNs) {
        if (!collector.isFollowed() && collector.worker() != null && collector.sequence() > 0) {
            link.acknowledge(collector.worker(), aggregates.runId(), collector.sequence());
        }
        if (collector.lost() == null) {
            lostSinceNs = nowNs;
        } else if (nowNs - lostSinceNs > LOST_TIMEOUT_NS) {
            aggregates.fail("the worker has not been heard of for 30 s: " + collector.lost());
            stop(nowNs);
        }
        if (options.abortOnFail() && finder == null && started && !stopped && nowNs - startedNs > SETTLE_NS
                && aggregates.settledVerdicts().stream().anyMatch(verdict -> !verdict.passed())) {
            aggregates.abort();
            if (progress != null) {
                progress.note("ending the run: " + firstFailure());
            }
            stop(nowNs);
        }
        if (progress != null) {
            progress.onSecond(nowNs - beginNs);
        }
    }

    private String firstFailure() {
        return aggregates.settledVerdicts().stream().filter(verdict -> !verdict.passed()).findFirst()
                .map(RunResult.Verdict::threshold).map(threshold -> threshold.text() + " does not hold").orElse("");
    }

    private void stop(long nowNs) {
        if (stopped) {
            return;
        }
        stopped = true;
        if (finder != null) {
            finder.interrupt();
        }
        stopDeadlineNs = nowNs + STOP_TIMEOUT_NS;
        if (!collector.isOpen()) {
            collector.open(null);
        }
        if (collector.worker() != null) {
            link.stopRun(collector.worker(), aggregates.runId(), true);
        }
    }
}
