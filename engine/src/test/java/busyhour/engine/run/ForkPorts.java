package busyhour.engine.run;

import busyhour.engine.io.PortRange;

/**
 * Ports of this test JVM, beside which others may run: what a peer still sends when its test is over must not reach a run of theirs.
 * A JVM that Maven has not numbered has them all.
 */
final class ForkPorts {

    /** More than there are at a time: Maven numbers those of all modules together. */
    private static final int FORKS = 8;
    private static final Integer FORK = Integer.getInteger("busyhour.test.fork");
    private static final int FIRST_MEDIA_PORT = 10_000;
    private static final int MEDIA_PORTS = 2_400;
    /** Above those that the kernel hands out. */
    private static final int FIRST_PEER_PORT = 61_000;
    private static final int PEER_PORTS = 4_400;

    private ForkPorts() {
    }

    /** Of foreign peers: the first. */
    static int firstPeer() {
        return FIRST_PEER_PORT + (FORK == null ? 0 : FORK % FORKS * peers());
    }

    /** How many of them. */
    static int peers() {
        return FORK == null ? PEER_PORTS : PEER_PORTS / FORKS;
    }

    /** Of our own media: the first. */
    static int firstMedia() {
        return FIRST_MEDIA_PORT + (FORK == null ? 0 : FORK % FORKS * MEDIA_PORTS);
    }

    /** The same with media ports of this JVM, where none were chosen. */
    static EngineSettings own(final EngineSettings settings) {
        if (FORK == null || settings.ports().pairs() != PortRange.defaults().pairs()) {
            return settings;
        }
        final PortRange ports = new PortRange(firstMedia(), firstMedia() + MEDIA_PORTS - 1);
        return new EngineSettings(settings.cores(), settings.idle(), ports, settings.backEnd(), settings.dns(), settings.shards(), settings.most(),
                settings.warnings(), settings.addresses());
    }
}
