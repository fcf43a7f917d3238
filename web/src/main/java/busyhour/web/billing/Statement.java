package busyhour.web.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/** Where an organisation stands in its period. */
public record Statement(Subscription subscription, Usage usage) {

    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int CENTS = 2;

    private BillingPlan plan() {
        return subscription.plan();
    }

    /** Seconds beyond what is included. */
    public long overageSeconds() {
        return plan().includedMinutes() == null ? 0 : Math.max(0, usage.seconds() - plan().includedMinutes() * 60);
    }

    /** In US dollars, to the cent. */
    public BigDecimal overageCost() {
        return !plan().sellsOverage() ? BigDecimal.ZERO.setScale(CENTS)
                : BigDecimal.valueOf(overageSeconds()).multiply(plan().overage()).divide(MINUTE, CENTS, RoundingMode.HALF_UP);
    }

    /** Stream-seconds that may still be used in this period, negative when more was; empty when nothing limits them. */
    public OptionalLong remainingSeconds() {
        if (plan().includedMinutes() == null) {
            return OptionalLong.empty();
        }
        long included = plan().includedMinutes() * 60 - usage.seconds();
        if (plan().overage() == null) {
            return OptionalLong.of(included);
        }
        if (subscription.spendingLimit() == null || !plan().sellsOverage()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(included + subscription.spendingLimit().multiply(MINUTE).divide(plan().overage(), 0, RoundingMode.DOWN).longValueExact());
    }

    /** How much of what is included is used, in whole percent; empty when everything is. */
    OptionalLong includedPercent() {
        return plan().includedMinutes() == null || plan().includedMinutes() == 0 ? OptionalLong.empty()
                : OptionalLong.of(usage.seconds() * 100 / (plan().includedMinutes() * 60));
    }

    /** How much of the spending limit is spent, in whole percent; empty without a limit. */
    OptionalLong spendingPercent() {
        BigDecimal limit = subscription.spendingLimit();
        if (limit == null || !plan().sellsOverage()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(limit.signum() == 0 ? overageSeconds() > 0 ? 100 : 0
                : overageCost().multiply(HUNDRED).divide(limit, 0, RoundingMode.DOWN).longValue());
    }

    /**
     * Why no further run may begin, or null.
     *
     * @param wantedSeconds stream-seconds that it will use at least.
     */
    String refusal(long wantedSeconds) {
        OptionalLong left = remainingSeconds();
        if (left.isEmpty() || left.getAsLong() > 0 && wantedSeconds <= left.getAsLong()) {
            return null;
        }
        String limit = plan().overage() == null ? "the plan " + plan().title() + " includes " + plan().includedMinutes() + " stream-minutes"
                : "the spending limit is " + subscription.spendingLimit().setScale(CENTS, RoundingMode.HALF_UP) + " USD";
        return limit + ": " + Usage.minutes(Math.max(0, left.getAsLong())).stripTrailingZeros().toPlainString() + " stream-minutes are left until "
                + subscription.periodEnd() + ", the run needs about " + Usage.minutes(wantedSeconds).stripTrailingZeros().toPlainString();
    }
}
