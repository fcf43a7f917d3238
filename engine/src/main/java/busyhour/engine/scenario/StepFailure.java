package busyhour.engine.scenario;

/** Why a step failed: codes, and the words that people read. */
public final class StepFailure {

    public static final int CALL_ENDED = 1;
    public static final int ENDED_BEFORE_TIME = 2;
    public static final int ENDED_WHILE_HELD = 3;
    public static final int NO_ANSWER = 4;
    public static final int NOT_TAKEN = 5;
    public static final int NOT_MET = 6;
    public static final int OFFER_REFUSED = 7;
    public static final int REQUEST_REFUSED = 8;
    public static final int TRANSFER_REFUSED = 9;
    public static final int TRANSFER_FAILED = 10;
    public static final int CONSULTATION_FAILED = 11;
    public static final int NO_MEDIA = 12;
    public static final int NO_TELEPHONE_EVENTS = 13;
    public static final int NOT_IN_A_CALL = 14;
    public static final int TOO_MANY_RUNS = 15;
    public static final int BAD_ANSWER = 16;
    public static final int NO_COMMON_CODEC = 17;

    private StepFailure() {
    }

    /** The reason in words, ASCII. */
    public static String text(final int failure) {
        return switch (failure) {
            case CALL_ENDED -> "the call ended first";
            case ENDED_BEFORE_TIME -> "the peer ended the call before the action's time";
            case ENDED_WHILE_HELD -> "held back while the call was on hold, and the call ended";
            case NO_ANSWER -> "no answer in time";
            case NOT_TAKEN -> "could not be sent in time";
            case NOT_MET -> "what was expected did not happen in time";
            case OFFER_REFUSED -> "the peer refused the offer";
            case REQUEST_REFUSED -> "the peer refused the request";
            case TRANSFER_REFUSED -> "the peer refused to be transferred";
            case TRANSFER_FAILED -> "the peer could not reach the transfer's target";
            case CONSULTATION_FAILED -> "the transfer's target did not take our call";
            case NO_MEDIA -> "no media stream runs in that direction";
            case NO_TELEPHONE_EVENTS -> "the peer takes no telephone events";
            case NOT_IN_A_CALL -> "the call is not answered";
            case TOO_MANY_RUNS -> "the action ran too often in one call";
            case BAD_ANSWER -> "the peer's answer does not fit the offer";
            case NO_COMMON_CODEC -> "the file is not there in the codec in use";
            default -> "failed";
        };
    }
}
