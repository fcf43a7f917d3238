package busyhour.ipc.link;

import org.agrona.concurrent.Agent;

/** Polls a {@link PlatformLink} and closes it at the end. */
public final class CollectorAgent implements Agent {
    private final PlatformLink link;

    public CollectorAgent(final PlatformLink link) {
        this.link = link;
    }

    @Override
    public int doWork() {
        return link.poll();
    }

    @Override
    public void onClose() {
        link.close();
    }

    @Override
    public String roleName() {
        return "collector";
    }
}
