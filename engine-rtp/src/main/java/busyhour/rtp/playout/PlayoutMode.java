package busyhour.rtp.playout;

/** Which jitter buffer a phone is taken to have. Delay, discard and MOS follow from it. */
public enum PlayoutMode {
    /** Follows the network's delay variation. */
    ADAPTIVE,
    /** 50 ms after the first packet, always. */
    FIXED_50,
    /** 200 ms after the first packet, always. */
    FIXED_200
}
