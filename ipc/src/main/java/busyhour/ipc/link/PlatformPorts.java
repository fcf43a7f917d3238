package busyhour.ipc.link;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The platform's two UDP ports. */
final class PlatformPorts implements AutoCloseable {
    private static final long BIND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private final FramePort frames;
    private final int dataPort;
    private final int controlPort;

    PlatformPorts(final LinkContext context, final EmbeddedDriver driver, final WorkerSessions sessions) {
        final Subscription data = LinkDriver.bind(context.host(), context.dataPort(), () -> driver.aeron().addSubscription(
                Channels.platformData(context), Channels.DATA_STREAM, image -> { }, image -> gone(sessions, image)));
        final ExclusivePublication control = LinkDriver.bind(context.host(), context.controlPort(), () ->
                driver.aeron().addExclusivePublication(Channels.platformControl(context), Channels.CONTROL_STREAM));
        frames = new FramePort(control, data, sessions::onFrame);
        sessions.port(frames);
        dataPort = Channels.port(bound(driver, data::localSocketAddresses));
        controlPort = Channels.port(bound(driver, control::localSocketAddresses));
    }

    /** The driver tells the bound address a moment after the stream was added. */
    private static List<String> bound(final EmbeddedDriver driver, final Supplier<List<String>> addresses) {
        final long deadlineNs = System.nanoTime() + BIND_TIMEOUT_NS;
        while (addresses.get().isEmpty() && System.nanoTime() - deadlineNs < 0) {
            driver.invoke();
            Thread.onSpinWait();
        }
        return addresses.get();
    }

    private void gone(final WorkerSessions sessions, final Image image) {
        frames.forget(image.sessionId());
        sessions.onGone(image.sessionId());
    }

    FramePort frames() {
        return frames;
    }

    int dataPort() {
        return dataPort;
    }

    int controlPort() {
        return controlPort;
    }

    @Override
    public void close() {
        frames.close();
    }
}
