package busyhour.web.cli;

import java.lang.management.ManagementFactory;

/** When the command was given. */
final class CommandStart {
    /** Set by the launcher once the build is done: seconds since 1970 with a fraction. */
    private static final String VARIABLE = "BUSYHOUR_STARTED";

    private CommandStart() {
    }

    /** Milliseconds since 1970; without a launcher when this JVM started. */
    static long epochMs() {
        String text = System.getenv(VARIABLE);
        if (text != null && text.matches("\\d{9,11}[.,]\\d{1,9}")) {
            return Math.round(Double.parseDouble(text.replace(',', '.')) * 1e3);
        }
        return ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
