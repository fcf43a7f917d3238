package busyhour.engine.media;

/** Told of each RTP packet that came or went; called on the shard's thread. */
public interface MediaTraffic {

    /** A packet left, {@code latenessNs} after its intended time. */
    void onSent(int endpoint, long latenessNs);

    /** Packets that the generator was too late for: each by {@code latenessNs} or more. */
    void onSkipped(int endpoint, int packets, long latenessNs);

    /** A valid RTP packet came. */
    void onReceived(int endpoint);
}
