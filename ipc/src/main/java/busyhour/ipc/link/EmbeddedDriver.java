package busyhour.ipc.link;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentInvoker;

/**
 * A media driver of this process, on one thread of its own, and a client of it that its owner's thread polls. The owner may
 * stop polling for minutes (a database that does not answer) without the client being given up.
 */
final class EmbeddedDriver implements AutoCloseable {
    private static final long IMAGE_LIVENESS_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long CONNECTION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    /**
     * For ever: driver and client live and die together. Both would judge each other by the wall clock, so that a host that
     * slept, or whose clock was set, would end a healthy link.
     */
    private static final long CLIENT_LIVENESS_NS = TimeUnit.DAYS.toNanos(3650);

    private final LinkDriver errors;
    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker conductor;

    EmbeddedDriver(final LinkContext context, final LinkDriver errors) {
        this.errors = errors;
        final Path directory = context.aeronDirectory() != null ? context.aeronDirectory() : DriverDirectory.create();
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(QuietIdle.create())
                .asyncExecutorIdleStrategy(QuietIdle.create())
                .termBufferSparseFile(true)
                .publicationTermBufferLength(context.termBytes())
                .imageLivenessTimeoutNs(IMAGE_LIVENESS_NS)
                .publicationConnectionTimeoutNs(CONNECTION_TIMEOUT_NS)
                .clientLivenessTimeoutNs(CLIENT_LIVENESS_NS)
                .publicationUnblockTimeoutNs(CLIENT_LIVENESS_NS + TimeUnit.SECONDS.toNanos(10))
                .spiesSimulateConnection(false)
                .errorHandler(errors));
        try {
            aeron = Aeron.connect(new Aeron.Context()
                    .aeronDirectoryName(directory.toString())
                    .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(CLIENT_LIVENESS_NS))
                    .useConductorAgentInvoker(true)
                    .errorHandler(errors)
                    .subscriberErrorHandler(errors));
        } catch (final RuntimeException e) {
            driver.close();
            throw e;
        }
        conductor = aeron.conductorAgentInvoker();
    }

    Aeron aeron() {
        return aeron;
    }

    LinkDriver errors() {
        return errors;
    }

    int invoke() {
        return conductor.invoke();
    }

    @Override
    public void close() {
        aeron.close();
        driver.close();
    }
}
