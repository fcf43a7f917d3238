package busyhour.web.cli;

import busyhour.ipc.WorkerSettings.LinkAddress;
import busyhour.ipc.link.CollectorAgent;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.link.QuietIdle;
import busyhour.web.result.ExitCode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.agrona.concurrent.AgentRunner;

/** The link to the worker beside this process, with the thread that polls it. */
final class LocalLink implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final PlatformLink link;
    private final AgentRunner runner;

    private LocalLink(PlatformLink link, AgentRunner runner) {
        this.link = link;
        this.runner = runner;
    }

    /**
     * Two UDP ports that are free now: the child has to know them before the link's driver, which takes a while, has bound
     * them.
     */
    static LinkAddress freeAddress() throws IOException {
        try (DatagramSocket data = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(HOST), 0));
             DatagramSocket control = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(HOST), 0))) {
            return new LinkAddress(HOST, data.getLocalPort(), control.getLocalPort());
        }
    }

    /** Starts driver and thread. */
    static LocalLink open(LinkAddress address, RunCollector collector) {
        try {
            PlatformLink link = new PlatformLink(new LinkContext().host(address.host()).dataPort(address.dataPort())
                    .controlPort(address.controlPort()).conclude(), collector);
            AgentRunner runner = new AgentRunner(QuietIdle.create(),
                    fault -> Terminal.err().println("busyhour: a record could not be taken: " + fault), null,
                    new CollectorAgent(link));
            AgentRunner.startOnThread(runner);
            return new LocalLink(link, runner);
        } catch (IllegalStateException e) {
            throw new CommandFailure(ExitCode.FAILED, "busyhour: the link to the worker does not start: " + e.getMessage());
        }
    }

    PlatformLink platformLink() {
        return link;
    }

    @Override
    public void close() {
        runner.close();
    }
}
