package busyhour.web.export;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import busyhour.ipc.metric.MetricCatalogue;
import busyhour.web.store.Database;
import busyhour.web.store.Runs;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;

/** Rows of a run, in order, as CSV that the server writes or one by one. Any thread. */
final class ExportRows {

    private static final int FETCH = 1_000;
    private static final String ENDPOINTS = "endpoint, group_name AS \"group\", coalesce(phase, 'INITIALIZING') AS phase, outcome, seconds, calls, call_result,"
            + " final_status_code, reason, detail, CASE WHEN mos_count > 0 THEN mos_sum / mos_count END AS mos_avg, mos_min, call_mos_min, jitter_max AS jitter_max_ms,"
            + " loss_max AS loss_max_percent, packets_lost, setup_ms, rtt_ms, steps_done, steps_failed, audio_codec, video_codec, audio_security, video_security,"
            + " talk_ratio, greeting_ms, media_score, freezes";

    private final Jdbi jdbi;

    ExportRows(Database database) {
        this.jdbi = database.jdbi();
    }

    /** What there are rows of. */
    enum Of {
        ENDPOINTS, SAMPLES
    }

    /** Takes rows one by one; the row is only good during the call. */
    interface RowReader {
        void begin(ResultSet columns) throws SQLException, IOException;

        void row(ResultSet row) throws SQLException, IOException;
    }

    /** Numbers only stand in it: nothing that a person wrote. */
    private static String select(Runs.Run run, Of of) {
        if (of == Of.ENDPOINTS) {
            return "SELECT " + ENDPOINTS + " FROM endpoints WHERE run_id = " + run.id() + " ORDER BY endpoint";
        }
        List<String> keys = MetricCatalogue.instance().metrics().stream().filter(metric -> !metric.isText()).map(metric -> '"' + metric.key() + '"').toList();
        return "SELECT endpoint, second, call, CASE side WHEN 0 THEN 'call' WHEN 1 THEN 'audio.recv' WHEN 2 THEN 'audio.send' WHEN 3 THEN 'video.recv'"
                + " ELSE 'video.send' END AS side, " + String.join(", ", keys) + " FROM samples WHERE day = DATE '" + run.day() + "' AND run_id = " + run.id()
                + " ORDER BY endpoint, second";
    }

    /** With a header line. */
    void csv(Runs.Run run, Of of, OutputStream out) throws IOException {
        try {
            jdbi.<Exception>useHandle(handle -> handle.getConnection().unwrap(PGConnection.class).getCopyAPI()
                    .copyOut("COPY (" + select(run, of) + ") TO STDOUT (FORMAT csv, HEADER)", out));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    void each(Runs.Run run, Of of, RowReader reader) throws IOException {
        try {
            jdbi.<Exception>useTransaction(handle -> { // only within one the driver fetches rows as they are wanted
                try (Statement statement = handle.getConnection().createStatement()) {
                    statement.setFetchSize(FETCH);
                    try (ResultSet rows = statement.executeQuery(select(run, of))) {
                        reader.begin(rows);
                        while (rows.next()) {
                            reader.row(rows);
                        }
                    }
                }
            });
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
