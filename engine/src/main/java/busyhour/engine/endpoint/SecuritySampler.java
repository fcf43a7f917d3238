package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStream;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Media;

/**
 * Puts into a sample what SRTP did on a stream of any kind; nothing where the plan wants no SRTP.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class SecuritySampler {

    private static final int COUNTERS = 4;

    private final int srtpDecryptFailures;
    private final int srtpReplayDrops;
    private final int dtlsRehandshakesReceived;
    private final int dtlsRehandshakesSent;
    private final CarriedCounters counters;

    /** @param endpoints endpoints of the shard. */
    SecuritySampler(final Media media, final int endpoints) {
        counters = new CarriedCounters(endpoints, COUNTERS);
        final StreamSlots slots = new StreamSlots(media);
        srtpDecryptFailures = slots.recv("srtp_decrypt_failures");
        srtpReplayDrops = slots.recv("srtp_replay_drops");
        dtlsRehandshakesReceived = slots.recv("dtls_rehandshakes");
        dtlsRehandshakesSent = slots.sent("dtls_rehandshakes");
    }

    void sample(final MediaStream stream, final int endpoint, final SampleWriter sample, final boolean last) {
        counters.begin(endpoint, sample, last);
        counters.count(srtpDecryptFailures, stream.srtpDecryptFailures());
        counters.count(srtpReplayDrops, stream.srtpReplayDrops());
        counters.count(dtlsRehandshakesReceived, stream.dtlsRehandshakes()); // one handshake keys both directions
        counters.count(dtlsRehandshakesSent, stream.dtlsRehandshakes());
    }
}
