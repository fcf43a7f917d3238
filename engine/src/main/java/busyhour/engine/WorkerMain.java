package busyhour.engine;

import busyhour.codec.ffmpeg.Ffmpeg;
import busyhour.engine.calibrate.CalibrationCommand;
import busyhour.engine.calibrate.WorkerCalibration;
import busyhour.engine.crypto.LinkCiphers;
import busyhour.engine.io.NativeHeap;
import busyhour.engine.run.EngineSettings;
import busyhour.engine.run.HostAddresses;
import busyhour.engine.run.WorkerAgent;
import busyhour.ipc.WorkerSettings;
import busyhour.ipc.connect.PlatformHandshake;
import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.link.QuietIdle;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.publish.JournalRefusedException;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.PublisherContext;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's process: plays what the platform sends until it is told to end. Configured by its environment, see
 * {@link WorkerSettings}. Ends with 0 after SIGTERM or SIGINT, or when the parent that started it as its child is gone;
 * with 2 for a faulty environment, with 1 when it cannot start.
 */
public final class WorkerMain {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);
    private static final int FAULTY_SETTINGS = 2;
    private static final int FAILED = 1;
    /** BYEs take at most 5 s, what is left in the journal a moment more. */
    private static final long END_LIMIT_NS = TimeUnit.SECONDS.toNanos(7);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private WorkerMain() {
    }

    public static void main(final String[] args) {
        final WorkerSettings settings;
        final EngineSettings engine;
        try {
            settings = WorkerSettings.of(System.getenv());
            engine = engineSettings(settings);
        } catch (final IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(FAULTY_SETTINGS);
            return;
        }
        try {
            run(settings, engine);
        } catch (final IOException | IllegalStateException | IllegalArgumentException e) {
            System.err.println("worker: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static EngineSettings engineSettings(final WorkerSettings settings) {
        return EngineSettings.ofHost(settings.cores(), EngineSettings.Idle.valueOf(settings.idle().toUpperCase(Locale.ROOT)))
                .withAddresses(HostAddresses.of(settings.bind(), settings.publicAddress()));
    }

    private static void run(final WorkerSettings settings, final EngineSettings engine) throws IOException {
        NativeHeap.giveBackWhatIsFree();
        Ffmpeg.cacheIn(settings.data().resolve("cache"));
        final AtomicReference<WorkerCapacity> capacity = new AtomicReference<>(WorkerCapacity.of(settings, LOG::warn));
        final Supplier<Integer> endpoints = () -> capacity.get().endpoints();
        Thread.ofPlatform().daemon().name("journal-warm-up").start(() -> warmUp(journals(settings, settings.name())));
        final WorkerAgent worker = new WorkerAgent(engine, version());
        final LinkContext context = new LinkContext();
        final String name;
        String shown = settings.name();
        if (settings.link() != null) {
            name = settings.name();
            context.host(settings.link().host()).dataPort(settings.link().dataPort()).controlPort(settings.link().controlPort())
                    .workerName(name).ticket(settings.ticket());
        } else {
            final PlatformHandshake handshake = new PlatformHandshake(settings, endpoints, version());
            final LicensedLink licensed = new LicensedLink(handshake, worker::permit);
            final LinkGrant grant = licensed.checked(handshake.await());
            name = grant.worker(); // journals are the worker's, however it is called
            shown = grant.name();
            context.grant(grant).source(licensed).ciphers(LinkCiphers.best());
            worker.calibration(new WorkerCalibration(CalibrationCommand.of(settings, System.getProperty("busyhour.home")), capacity.get().measured(),
                    () -> capacity.set(WorkerCapacity.of(settings, LOG::warn))));
        }
        final PublisherContext journals = journals(settings, name);
        final WorkerLink link = new WorkerLink(context.conclude(), worker);
        final PublisherAgent publisher = new PublisherAgent(journals, link);
        worker.connect(publisher, link);
        publisher.recover();
        final AtomicReference<HostLoad> load = new AtomicReference<>(HostLoad.NONE);
        final String known = shown;
        try (HostWatch watch = settings.link() != null ? null : HostWatch.ofHost(endpoints, version()).start(now -> {
            load.set(now);
            link.host(now);
        });
                AgentRunner runner = new AgentRunner(
                QuietIdle.create(),
                error -> LOG.error("a fault in the worker: please report it", error),
                null,
                new CompositeAgent(worker, publisher));
                HealthServer health = HealthServer.start(settings.healthPort(), link, () -> known, endpoints, load::get)) {
            AgentRunner.startOnThread(runner);
            final Thread atSignal = new Thread(() -> end(worker), "end");
            Runtime.getRuntime().addShutdownHook(atSignal);
            LOG.info("worker {} is up, {}{}{}", known, watch == null ? "" : "sealed link, ", capacity.get(), health.isRunning() ? ", health at port " + health.port() : "");
            awaitEnd(settings.child());
            end(worker);
            forget(atSignal);
        }
    }

    private static PublisherContext journals(final WorkerSettings settings, final String worker) {
        return new PublisherContext().journalDirectory(settings.data().resolve("journal")).workerName(worker).conclude();
    }

    /** It would wait for an agent that is closed by then. */
    private static void forget(final Thread atSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(atSignal);
        } catch (final IllegalStateException e) {
            LOG.debug("a signal came while the worker was ending", e);
        }
    }

    /** The first journal takes half a second to open: while the platform is being reached, that costs nobody. */
    private static void warmUp(final PublisherContext journals) {
        try {
            PublisherAgent.warmUp(journals);
        } catch (final JournalRefusedException e) {
            LOG.debug("the first run will say it again", e);
        }
    }

    /** A child ends with its parent, whose end closes our standard input; any other worker by a signal. */
    private static void awaitEnd(final boolean child) throws IOException {
        if (child) {
            while (System.in.read() >= 0) {
                LOG.debug("something on standard input is not read");
            }
        } else {
            while (true) {
                LockSupport.park();
            }
        }
    }

    private static void end(final WorkerAgent worker) {
        worker.stopAll();
        final long deadlineNs = System.nanoTime() + END_LIMIT_NS;
        while (!worker.isIdle() && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    static String version() {
        final String version = WorkerMain.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
