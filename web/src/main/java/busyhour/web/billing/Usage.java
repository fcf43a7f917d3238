package busyhour.web.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Stream-seconds. */
public record Usage(long audioSeconds, long videoSeconds) {

    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);

    public long seconds() {
        return audioSeconds + videoSeconds;
    }

    /** Stream-minutes to a thousandth, for people and files. */
    public BigDecimal minutes() {
        return minutes(seconds());
    }

    static BigDecimal minutes(long seconds) {
        return BigDecimal.valueOf(seconds).divide(MINUTE, 3, RoundingMode.HALF_UP);
    }
}
