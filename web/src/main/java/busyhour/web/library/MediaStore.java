package busyhour.web.library;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

import busyhour.web.store.Database;
import busyhour.web.store.Page;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Jdbi;

/** Media files of projects, in the database, so that every process sees them. Any thread. */
public final class MediaStore {

    private static final String COLUMNS = "id, name, bytes, sha256, format, duration_ms, audio_codec, audio_rate_hz, audio_channels, level_dbfs, peak_dbfs,"
            + " video_codec, width, height, fps, created_at";

    private final Jdbi jdbi;

    public MediaStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /** A file without its content. */
    public record MediaFile(long id, String name, int bytes, byte[] sha256, MediaFacts facts, Instant createdAt) {
    }

    /** By name. @param sought part of it, null for all. */
    public Page<MediaFile> list(long projectId, String sought, int page, int perPage) {
        String where = " FROM media WHERE project_id = :project AND (:sought::text IS NULL OR position(lower(:sought) in lower(name)) > 0)";
        return jdbi.withHandle(handle -> new Page<>(handle.createQuery("SELECT " + COLUMNS + where + " ORDER BY lower(name), id LIMIT :limit OFFSET :offset")
                .bind("project", projectId).bind("sought", sought).bind("limit", perPage).bind("offset", (page - 1L) * perPage)
                .map((row, context) -> read(row)).list(), page, perPage,
                handle.createQuery("SELECT count(*)" + where).bind("project", projectId).bind("sought", sought).mapTo(Long.class).one()));
    }

    public Optional<MediaFile> byId(long projectId, long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM media WHERE project_id = :project AND id = :id")
                .bind("project", projectId).bind("id", id).map((row, context) -> read(row)).findOne());
    }

    public Optional<MediaFile> byName(long projectId, String name) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM media WHERE project_id = :project AND name = :name")
                .bind("project", projectId).bind("name", name).map((row, context) -> read(row)).findOne());
    }

    /** Adds a file. Empty when the project has one of that name. */
    public Optional<MediaFile> add(long projectId, String name, byte[] content, byte[] sha256, MediaFacts facts) {
        return jdbi.inTransaction(handle -> {
            long id = Secrets.newId();
            int added = handle.createUpdate("INSERT INTO media (id, project_id, name, bytes, sha256, format, duration_ms, audio_codec, audio_rate_hz,"
                            + " audio_channels, level_dbfs, peak_dbfs, video_codec, width, height, fps) VALUES (:id, :project, :name, :bytes, :sha256,"
                            + " :format, :duration, :audio, :rate, :channels, :level, :peak, :video, :width, :height, :fps) ON CONFLICT (project_id, name) DO NOTHING")
                    .bind("id", id).bind("project", projectId).bind("name", name).bind("bytes", content.length).bind("sha256", sha256)
                    .bind("format", facts.format()).bind("duration", facts.durationMs()).bind("audio", facts.audioCodec()).bind("rate", facts.audioRateHz())
                    .bind("channels", facts.audioChannels()).bind("level", facts.levelDbfs()).bind("peak", facts.peakDbfs()).bind("video", facts.videoCodec())
                    .bind("width", facts.width()).bind("height", facts.height()).bind("fps", facts.fps()).execute();
            if (added == 0) {
                return Optional.empty();
            }
            handle.execute("INSERT INTO media_content (media_id, content) VALUES (?, ?)", id, content);
            return handle.createQuery("SELECT " + COLUMNS + " FROM media WHERE id = :id").bind("id", id).map((row, context) -> read(row)).findOne();
        });
    }

    /** All that is in a file. */
    public byte[] content(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT content FROM media_content WHERE media_id = :id").bind("id", id)
                .mapTo(byte[].class).one());
    }

    /** A part of it. @param offset from 0. */
    public byte[] content(long id, int offset, int length) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT substring(content FROM :from FOR :length) FROM media_content WHERE media_id = :id")
                .bind("id", id).bind("from", offset + 1).bind("length", length).mapTo(byte[].class).one());
    }

    public void delete(long projectId, long id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM media WHERE project_id = ? AND id = ?", projectId, id));
    }

    private static MediaFile read(ResultSet row) throws SQLException {
        return new MediaFile(row.getLong(1), row.getString(2), row.getInt(3), row.getBytes(4), new MediaFacts(row.getString(5), row.getObject(6, Long.class),
                row.getString(7), row.getObject(8, Integer.class), row.getObject(9, Integer.class), row.getObject(10, Double.class),
                row.getObject(11, Double.class), row.getString(12), row.getObject(13, Integer.class), row.getObject(14, Integer.class),
                row.getObject(15, Double.class)), row.getTimestamp(16).toInstant());
    }
}
