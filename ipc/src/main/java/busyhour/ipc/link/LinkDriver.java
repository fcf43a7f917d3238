package busyhour.ipc.link;

import io.aeron.exceptions.AeronException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a link's driver and streams; what goes wrong becomes one sentence. */
final class LinkDriver {
    private static final Logger LOG = LoggerFactory.getLogger("busyhour.ipc.link.aeron");

    private LinkDriver() {
    }

    static EmbeddedDriver start(final LinkContext context) {
        try {
            return new EmbeddedDriver(context, LinkDriver::onError);
        } catch (final RuntimeException e) {
            throw new IllegalStateException("the media driver of the link cannot start: " + e.getMessage(), e);
        }
    }

    /** Opens streams; the driver is closed when they cannot be. */
    static <T> T open(final EmbeddedDriver driver, final Supplier<T> streams) {
        try {
            return streams.get();
        } catch (final RuntimeException e) {
            driver.close();
            throw new IllegalStateException("the link's port cannot be opened: " + e.getMessage(), e);
        }
    }

    private static void onError(final Throwable error) {
        if (error instanceof AeronException aeron && aeron.category() == AeronException.Category.WARN) {
            LOG.debug("{}", error.getMessage());
        } else {
            LOG.warn("{}", error.toString());
        }
    }
}
