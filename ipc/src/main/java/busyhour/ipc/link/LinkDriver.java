package busyhour.ipc.link;

import io.aeron.exceptions.AeronException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a link's driver and opens its streams; what goes wrong then becomes one sentence, what goes wrong later a log line. */
final class LinkDriver implements ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger("busyhour.ipc.link.aeron");
    /** What Aeron wraps around the operating system's words. */
    private static final Pattern CHANNEL_ERROR = Pattern.compile("channel error - (.*?) \\(at ");

    private volatile boolean opened;

    private LinkDriver() {
    }

    static EmbeddedDriver start(final LinkContext context) {
        try {
            return new EmbeddedDriver(context, new LinkDriver());
        } catch (final RuntimeException e) {
            throw new IllegalStateException("the media driver of the link cannot start: " + e.getMessage(), e);
        }
    }

    /** Opens streams; the driver is closed when they cannot be. */
    static <T> T open(final EmbeddedDriver driver, final Supplier<T> streams) {
        try {
            final T opened = streams.get();
            driver.errors().opened = true;
            return opened;
        } catch (final RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    /** Opens one stream on a port. */
    static <T> T bind(final String host, final int port, final Supplier<T> stream) {
        try {
            return stream.get();
        } catch (final RuntimeException e) {
            final Matcher words = CHANNEL_ERROR.matcher(String.valueOf(e.getMessage()));
            throw new IllegalStateException("UDP port " + port + " of " + host + " cannot be opened: "
                    + (words.find() ? words.group(1) : e.getMessage()), e);
        }
    }

    @Override
    public void onError(final Throwable error) {
        if (!opened || error instanceof AeronException aeron && aeron.category() == AeronException.Category.WARN) {
            LOG.debug("{}", error.getMessage());
        } else {
            LOG.warn("{}", error.toString());
        }
    }
}
