package busyhour.rtp.playout;

/** Which jitter buffer a phone is taken to have. Delay, discard and MOS follow from it. */
public enum PlayoutMode {

    /** Follows the network's delay variation, from 20 to 500 ms. */
    ADAPTIVE(40_000_000L),
    /** 50 ms after the first packet, always. */
    FIXED_50(50_000_000L),
    /** 200 ms after the first packet, always. */
    FIXED_200(200_000_000L);

    private final long initialDelayNs;

    PlayoutMode(long initialDelayNs) {
        this.initialDelayNs = initialDelayNs;
    }

    /** What the first packet waits. */
    long initialDelayNs() {
        return initialDelayNs;
    }
}
