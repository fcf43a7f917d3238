package busyhour.rtp.video;

/** What was asked for, and came of it. Counters over the call. */
final class FeedbackFigures {

    long nacked;
    long pictureLosses;
    long intraRequests;
    long rtxPackets;
    long recovered;
    long transportFeedbacks;
    double maximumBitrateBps;

    void reset() {
        nacked = 0;
        pictureLosses = 0;
        intraRequests = 0;
        rtxPackets = 0;
        recovered = 0;
        transportFeedbacks = 0;
        maximumBitrateBps = Double.NaN;
    }
}
