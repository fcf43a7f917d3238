package busyhour.web.result;

/** What the command answers to its caller. When several apply the first of this order counts. */
public enum ExitCode {
    /** The plan or the arguments are wrong. */
    USAGE(2, "the plan or the arguments are wrong"),
    /** The tool failed. */
    FAILED(1, "the tool failed"),
    /** Stopped by a person or the system; what was measured so far is there. */
    INTERRUPTED(105, "interrupted"),
    /** The generator was the limit, so the result does not count. */
    OVERLOADED(4, "the generator could not keep up, so the result does not count"),
    /** Nobody answered. */
    NO_ANSWER(3, "no call was answered"),
    /** A threshold failed. */
    THRESHOLD(99, "a threshold failed"),
    /** Everything held. */
    PASSED(0, "passed");

    private final int code;
    private final String words;

    ExitCode(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** As the process returns it. */
    public int code() {
        return code;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** The one with this number. */
    public static ExitCode of(int code) {
        for (ExitCode exitCode : values()) {
            if (exitCode.code == code) {
                return exitCode;
            }
        }
        throw new IllegalArgumentException("exit code " + code);
    }

    /** Decides for a run whose plan and arguments were right. */
    static ExitCode decide(boolean failed, boolean interrupted, boolean overloaded, boolean answered, boolean thresholdsHeld) {
        return failed ? FAILED
                : interrupted ? INTERRUPTED
                : overloaded ? OVERLOADED
                : !answered ? NO_ANSWER
                : !thresholdsHeld ? THRESHOLD : PASSED;
    }
}
