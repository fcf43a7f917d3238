package busyhour.web.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** The endpoints of a run with what sums each of them up, the worst first. Any thread. */
public final class Endpoints {

    private static final String COLUMNS = "endpoint, group_name, coalesce(phase, 'INITIALIZING'), outcome, seconds,"
            + " CASE WHEN mos_count > 0 THEN mos_sum / mos_count END AS mos_avg, mos_min, jitter_max, loss_max, packets_lost, setup_ms,"
            + " rtt_ms, calls, final_status_code, call_result, reason, detail, steps_done, steps_failed, " + MediaDelta.NAMES;
    private static final int FIRST_MEDIA_COLUMN = 20;

    private final Jdbi jdbi;

    public Endpoints(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * One endpoint; null is what was not measured.
     *
     * @param reason      phrase of the final response.
     * @param detail      why the outcome is what it is.
     * @param stepsDone   steps of scenario actions that did what they should.
     * @param stepsFailed the others.
     * @param media       codecs, protection, what whole calls came to; its fields stand beside the others.
     */
    public record Endpoint(int id, String group, String phase, String outcome, int seconds, Double mosAvg, Double mosMin, Double jitterMaxMs,
            Double lossMaxPercent, Double packetsLost, Double setupMs, Double rttMs, int calls, Integer finalStatusCode, String callResult,
            String reason, String detail, int stepsDone, int stepsFailed, @JsonUnwrapped Media media) {
    }

    /**
     * The media of one endpoint; null is what was not measured or said.
     *
     * @param audioSecurity    {@code none}, {@code sdes SUITE}, {@code dtls SUITE}.
     * @param videoSecurity    the same.
     * @param callMosMin       MOS over its worst call.
     * @param talkRatio        the peer's share of all speech in its last call, 0 to 1.
     * @param timeToGreetingMs 200 to the peer's first speech, in its last call.
     * @param mediaScore       received compared with sent audio, 0 to 100, its worst call.
     * @param freezes          of received video.
     */
    public record Media(String audioCodec, String videoCodec, String audioSecurity, String videoSecurity, Double callMosMin, Double talkRatio,
            Double timeToGreetingMs, Double mediaScore, Double freezes) {
    }

    /** Which ones; null takes all. */
    public record Filter(String group, String phase, String outcome) {

        public static final Filter ALL = new Filter(null, null, null);
    }

    /** In which order. Ties go by number. */
    public enum Order {
        /** What failed, then what sounded worst. */
        WORST("severity DESC, mos_min ASC NULLS LAST, loss_max DESC NULLS LAST, jitter_max DESC NULLS LAST"),
        ID("endpoint"),
        MOS("mos_avg ASC NULLS LAST"),
        JITTER("jitter_max DESC NULLS LAST"),
        LOSS("loss_max DESC NULLS LAST"),
        SETUP("setup_ms DESC NULLS LAST"),
        /** By MOS over whole calls. */
        CALL("call_mos_min ASC NULLS LAST");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    /** Makes the rows of a run, each INITIALIZING. */
    public void addAll(RunKey run) {
        jdbi.useTransaction(handle -> run.groups().forEach(group -> add(handle, run.id(), group)));
    }

    private static void add(Handle handle, long runId, RunKey.Group group) {
        handle.createUpdate("INSERT INTO endpoints (run_id, endpoint, group_name)"
                        + " SELECT :run, n, :group FROM generate_series(:first, :last) n ON CONFLICT DO NOTHING")
                .bind("run", runId).bind("group", group.name()).bind("first", group.first())
                .bind("last", group.first() + group.count() - 1).execute();
    }

    public Page<Endpoint> list(long runId, Filter filter, Order order, int page, int perPage) {
        String where = " FROM endpoints WHERE run_id = :run AND (:group::text IS NULL OR group_name = :group)"
                + " AND (:phase::text IS NULL OR coalesce(phase, 'INITIALIZING') = :phase)"
                + " AND (:outcome::text IS NULL OR outcome = :outcome)";
        return jdbi.withHandle(handle -> {
            Query rows = handle.createQuery("SELECT " + COLUMNS + where + " ORDER BY " + order.sql + ", endpoint LIMIT :limit OFFSET :offset")
                    .bind("limit", perPage).bind("offset", (page - 1L) * perPage);
            Query count = handle.createQuery("SELECT count(*)" + where);
            for (Query query : List.of(rows, count)) {
                query.bind("run", runId).bind("group", filter.group()).bind("phase", filter.phase()).bind("outcome", filter.outcome());
            }
            return new Page<>(rows.map((row, context) -> read(row)).list(), page, perPage, count.mapTo(Long.class).one());
        });
    }

    public Optional<Endpoint> byId(long runId, int endpoint) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT " + COLUMNS + " FROM endpoints WHERE run_id = :run AND endpoint = :endpoint")
                .bind("run", runId).bind("endpoint", endpoint)
                .map((row, context) -> read(row)).findOne());
    }

    private static Endpoint read(ResultSet row) throws SQLException {
        return new Endpoint(row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5), number(row, 6), number(row, 7),
                number(row, 8), number(row, 9), number(row, 10), number(row, 11), number(row, 12), row.getInt(13),
                row.getObject(14, Integer.class), row.getString(15), row.getString(16), row.getString(17), row.getInt(18), row.getInt(19), media(row, FIRST_MEDIA_COLUMN));
    }

    private static Media media(ResultSet row, int first) throws SQLException {
        return new Media(row.getString(first), row.getString(first + 1), row.getString(first + 2), row.getString(first + 3), number(row, first + 4),
                number(row, first + 5), number(row, first + 6), number(row, first + 7), number(row, first + 8));
    }

    private static Double number(ResultSet row, int column) throws SQLException {
        return row.getObject(column, Double.class);
    }
}
