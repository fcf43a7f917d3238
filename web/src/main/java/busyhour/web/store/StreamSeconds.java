package busyhour.web.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.SampleScope;

/**
 * Counts what is billed: the seconds of each endpoint's audio and video stream in which packets came or went, each stream's last second
 * as a whole one. A batch's counts are stored in its transaction, so that a replay counts nothing twice. Filled and written as the
 * {@link Batch} is.
 */
final class StreamSeconds {

    private static final int AUDIO = 1;
    private static final int VIDEO = 2;
    private static final String ADD = """
            INSERT INTO stream_usage AS u (run_id, organisation_id, project_id, run_name, started_at, audio_seconds, video_seconds)
            SELECT r.id, p.organisation_id, p.id, r.name, r.created_at, ?, ? FROM runs r JOIN projects p ON p.id = r.project_id WHERE r.id = ?
            ON CONFLICT (run_id) DO UPDATE SET audio_seconds = u.audio_seconds + excluded.audio_seconds,
                video_seconds = u.video_seconds + excluded.video_seconds""";

    private final byte[] rateBySlot;
    private final byte[] counterBySlot;
    private final Map<Long, long[]> secondsByRun = new HashMap<>();
    private int active;

    StreamSeconds(MetricCatalogue catalogue) {
        rateBySlot = new byte[catalogue.slotCount()];
        counterBySlot = new byte[catalogue.slotCount()];
        for (Media media : new Media[] {Media.AUDIO, Media.VIDEO}) {
            byte bit = (byte) (media == Media.AUDIO ? AUDIO : VIDEO);
            rateBySlot[catalogue.require("packets_recv_rate_ps", media, Direction.RECV).index()] = bit;
            rateBySlot[catalogue.require("packets_sent_rate_ps", media, Direction.SEND).index()] = bit;
            counterBySlot[catalogue.require("packets_received", media, Direction.RECV).index()] = bit;
            counterBySlot[catalogue.require("packets_sent", media, Direction.SEND).index()] = bit;
        }
    }

    /** A value of the record at hand. At a call's end there are counters only, and only where it had media. */
    void value(SampleScope scope, Slot slot, double value) {
        if (value > 0) {
            active |= scope == SampleScope.SECOND ? rateBySlot[slot.index()] : scope == SampleScope.CALL ? counterBySlot[slot.index()] : 0;
        }
    }

    /** The record is over. */
    void close(long runId) {
        if (active != 0) {
            long[] seconds = secondsByRun.computeIfAbsent(runId, id -> new long[2]);
            seconds[0] += active & AUDIO;
            seconds[1] += (active & VIDEO) >> 1;
            active = 0;
        }
    }

    /** Forgets runs of which nothing is to be stored. */
    void leaveOut(Set<Long> runs) {
        secondsByRun.keySet().removeAll(runs);
    }

    void write(Connection connection) throws SQLException {
        if (secondsByRun.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Map.Entry<Long, long[]> run : secondsByRun.entrySet()) {
                add.setLong(1, run.getValue()[0]);
                add.setLong(2, run.getValue()[1]);
                add.setLong(3, run.getKey());
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    void clear() {
        secondsByRun.clear();
        active = 0;
    }
}
