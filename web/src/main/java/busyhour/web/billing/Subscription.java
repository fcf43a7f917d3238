package busyhour.web.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What an organisation subscribed to.
 *
 * @param next          plan from the period's end on, null = the same.
 * @param anchor        begin of the first period: later ones begin at the same day and time of later months.
 * @param spendingLimit for overage in a period, null = none.
 * @param alertPercents of what is included and of the spending limit, ascending.
 */
public record Subscription(long organisationId, BillingPlan plan, String next, Instant anchor, Instant periodStart, Instant periodEnd,
        BigDecimal spendingLimit, List<Integer> alertPercents) {

    /** The end of the period that contains a moment: months counted from the anchor, so that a 31st comes back after February. */
    static Instant periodEnd(Instant anchor, Instant within) {
        for (long months = 1; ; months++) {
            Instant end = anchor.atZone(ZoneOffset.UTC).plusMonths(months).toInstant();
            if (end.isAfter(within)) {
                return end;
            }
        }
    }
}
