package busyhour.web.platform;

import java.io.IOException;

import busyhour.ipc.link.CollectorAgent;
import busyhour.ipc.link.CollectorHandler;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.link.QuietIdle;
import busyhour.web.run.PlatformSettings;
import org.agrona.concurrent.AgentRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where workers connect: the sealed link with the thread that polls it. */
final class WorkerPort implements AutoCloseable {

    private static final int OFFSET = 10_000;
    private static final int LAST_HTTP_PORT_WITH_OFFSET = 55_534;
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPort.class);

    private final PlatformLink link;
    private final AgentRunner runner;

    /**
     * Listens.
     *
     * @throws IOException with one line for a person.
     */
    WorkerPort(PlatformSettings settings, CollectorHandler collector) throws IOException {
        try {
            link = listen(settings, collector);
        } catch (IllegalStateException e) {
            throw new IOException("cannot listen for workers: " + e.getMessage(), e);
        }
        runner = new AgentRunner(QuietIdle.create(),
                fault -> LOG.error("the collector met a fault of ours", fault), null, new CollectorAgent(link));
        AgentRunner.startOnThread(runner, work -> Thread.ofPlatform().name("collector").daemon().unstarted(work));
    }

    /** On ports beside the one for HTTP, so that a firewall can be told; on free ones when those are taken. */
    private static PlatformLink listen(PlatformSettings settings, CollectorHandler collector) {
        if (settings.port() > 0 && settings.port() <= LAST_HTTP_PORT_WITH_OFFSET) {
            try {
                return new PlatformLink(context(settings).dataPort(settings.port() + OFFSET).controlPort(settings.port() + OFFSET + 1), collector);
            } catch (IllegalStateException e) {
                LOG.warn("{}; taking free ports for workers instead", e.getMessage());
            }
        }
        return new PlatformLink(context(settings).dataPort(0).controlPort(0), collector);
    }

    private static LinkContext context(PlatformSettings settings) {
        return new LinkContext().sealed(true).host(settings.bindAddress());
    }

    PlatformLink link() {
        return link;
    }

    @Override
    public void close() {
        runner.close();
    }
}
