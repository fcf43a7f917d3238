package busyhour.rtp.receive;

/** What a decoder beside the shard says of one stream besides levels: its gain, and what it concealed. */
final class DecoderFigures {

    private boolean runs;
    private boolean conceals;
    private double gainDb;
    private long concealedNs;
    private int concealments;
    private double concealedMs;
    private double events;

    void reset() {
        runs = false;
        conceals = false;
        gainDb = 0;
        concealedNs = 0;
        concealments = 0;
        concealedMs = Double.NaN;
        events = Double.NaN;
    }

    void runs(boolean decoderRuns) {
        runs = decoderRuns;
    }

    boolean runs() {
        return runs;
    }

    void gainDb(double db) {
        gainDb = db;
    }

    double gainDb() {
        return gainDb;
    }

    void onConcealed(long durationNs, boolean begins) {
        conceals = true;
        concealedNs += durationNs;
        concealments += begins ? 1 : 0;
    }

    void closeSecond() {
        concealedMs = concealedNs / 1e6;
        events = concealments;
        concealedNs = 0;
        concealments = 0;
    }

    /** Whether the decoder tells of concealment at all, so that its figures are those of what is heard. */
    boolean hasConcealment() {
        return runs && conceals;
    }

    /** In the closed second. */
    double concealedMs() {
        return concealedMs;
    }

    /** Runs of concealment that began in the closed second. */
    double events() {
        return events;
    }
}
