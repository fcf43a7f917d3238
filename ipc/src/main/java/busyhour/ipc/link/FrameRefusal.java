package busyhour.ipc.link;

/** Why a frame was not taken. */
public enum FrameRefusal {
    /** It does not parse, or comes before it may. */
    MALFORMED,
    /** Of a connection that is not, or no longer, known. */
    UNKNOWN,
    /** Not sealed with the connection's keys, or altered on its way. */
    FORGED,
    /** It was there before. */
    REPLAYED
}
