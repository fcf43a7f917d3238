package busyhour.ipc.link;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a {@link LinkSource} by a thread of its own, so that the polling thread never waits. Polling thread only. */
final class GrantSeeker {
    private static final Logger LOG = LoggerFactory.getLogger(GrantSeeker.class);
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long REFUSED_AGAIN_NS = TimeUnit.SECONDS.toNanos(30);

    private final LinkSource source;
    private final AtomicReference<Answer> answer = new AtomicReference<>();
    private boolean asking;
    private long nextNs;

    private record Answer(LinkGrant grant, String refusal) {
    }

    /** @param nextNs when to ask first. */
    GrantSeeker(final LinkSource source, final long nextNs) {
        this.source = source;
        this.nextNs = nextNs;
    }

    /** Not before that. */
    void notBefore(final long timeNs) {
        nextNs = timeNs;
    }

    /** Asks when it is time. @return a grant that came since, else null. */
    LinkGrant poll(final long nowNs, final WorkerListener listener) {
        if (!asking) {
            if (nowNs - nextNs >= 0) {
                asking = true;
                Thread.ofPlatform().daemon().name("link-connect").start(this::ask);
            }
            return null;
        }
        final Answer now = answer.getAndSet(null);
        if (now == null) {
            return null;
        }
        asking = false;
        nextNs = nowNs + (now.refusal == null ? AGAIN_NS : REFUSED_AGAIN_NS);
        if (now.refusal != null) {
            listener.onRefused(busyhour.ipc.run.RefusalCode.TICKET, now.refusal);
        }
        return now.grant;
    }

    private void ask() {
        try {
            answer.set(new Answer(source.connect(), null));
        } catch (final LinkRefusedException e) {
            answer.set(new Answer(null, e.getMessage()));
        } catch (final IOException | RuntimeException e) {
            LOG.debug("the platform cannot be asked now", e);
            answer.set(new Answer(null, null));
        }
    }
}
