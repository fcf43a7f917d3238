package busyhour.web.billing;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an organisation may subscribe to. Null means no limit. Money is US dollars.
 *
 * @param rank            going up is an upgrade.
 * @param offered         an owner may choose it.
 * @param price           a month.
 * @param includedMinutes stream-minutes in a period without further cost.
 * @param overage         for each stream-minute beyond; null = none beyond.
 * @param retentionDays   after which runs are purged.
 * @param maxEndpoints    at a time.
 * @param maxRuns         at a time.
 * @param maxDuration     of each call.
 */
public record BillingPlan(String name, String title, int rank, boolean offered, BigDecimal price, Long includedMinutes, BigDecimal overage,
        Integer retentionDays, Integer maxEndpoints, Integer maxRuns, Duration maxDuration, Integer maxProbes, boolean statusPages) {

    static final String COLUMNS = "name, title, rank, offered, price, included_minutes, overage, retention_days, max_endpoints, max_runs,"
            + " max_duration_s, max_probes, status_pages";

    /** @param first column of the row where the plan begins. */
    static BillingPlan read(ResultSet row, int first) throws SQLException {
        Integer seconds = row.getObject(first + 10, Integer.class);
        return new BillingPlan(row.getString(first), row.getString(first + 1), row.getInt(first + 2), row.getBoolean(first + 3),
                row.getBigDecimal(first + 4), row.getObject(first + 5, Long.class), row.getBigDecimal(first + 6),
                row.getObject(first + 7, Integer.class), row.getObject(first + 8, Integer.class), row.getObject(first + 9, Integer.class),
                seconds == null ? null : Duration.ofSeconds(seconds), row.getObject(first + 11, Integer.class), row.getBoolean(first + 12));
    }

    /** Whether something beyond what is included can be had, for money. */
    boolean sellsOverage() {
        return overage != null && overage.signum() > 0;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("title", title);
        json.put("rank", rank);
        json.put("offered", offered);
        json.put("price", price);
        json.put("includedMinutes", includedMinutes);
        json.put("overage", overage);
        json.put("retentionDays", retentionDays);
        json.put("maxEndpoints", maxEndpoints);
        json.put("maxRuns", maxRuns);
        json.put("maxDurationSeconds", maxDuration == null ? null : maxDuration.toSeconds());
        json.put("maxProbes", maxProbes);
        json.put("statusPages", statusPages);
        return json;
    }
}
