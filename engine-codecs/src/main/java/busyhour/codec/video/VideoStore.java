package busyhour.codec.video;

import busyhour.codec.ffmpeg.MediaCache;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What endpoints show: each video encoded once for each setting, shared by all streams of all shards, and kept on disk for later runs.
 * Filled at set-up by one thread, then only read.
 */
public final class VideoStore {

    /** Frames of the built-in picture last about as long, milliseconds, and always whole key frame intervals. */
    static final int LOOP_MS = 10_000;
    /** Bits for each pixel below which the built-in picture moves less: VP8 could not get down to them otherwise. */
    private static final double CALM_BITS = 0.02;
    /** To be raised with any change to what the same setting gives: entries of earlier builds are then not taken. */
    private static final int VERSION = 1;

    private record Key(String file, VideoEncoding encoding) {
    }

    /** Where the octets of a named file come from. */
    @FunctionalInterface
    public interface ContentSource {
        /** @throws IllegalArgumentException naming the file when there is none. */
        byte[] content(String file);
    }

    /** Told how far an encoding is, for people. May throw to end it. */
    @FunctionalInterface
    public interface Progress {

        Progress NONE = (file, encoding, done, of) -> { };

        /**
         * @param file name in the plan, or null for the built-in picture.
         * @param done frames encoded.
         * @param of   frames that there will be, as far as known; a second pass begins anew.
         */
        void onFrame(String file, VideoEncoding encoding, int done, int of);
    }

    private final ContentSource contents;
    private final MediaCache cache;
    private final Progress progress;
    private final Map<Key, EncodedVideo> videos = new HashMap<>();

    public VideoStore(final ContentSource contents, final MediaCache cache, final Progress progress) {
        this.contents = Objects.requireNonNull(contents);
        this.cache = Objects.requireNonNull(cache);
        this.progress = Objects.requireNonNull(progress);
    }

    /**
     * Encodes, unless that was done before.
     *
     * @param file name in the plan, or null for the built-in picture.
     * @throws VideoException        naming the file when it is no video, damaged, too long or too large.
     * @throws IllegalStateException when this host cannot encode, or not at this setting.
     */
    public EncodedVideo video(final String file, final VideoEncoding encoding) {
        final Key key = new Key(file, encoding);
        EncodedVideo video = videos.get(key);
        if (video == null) {
            video = load(key);
            videos.put(key, video);
        }
        return video;
    }

    private EncodedVideo load(final Key key) {
        final byte[] content = key.file == null ? null : contents.content(key.file);
        final String name = MediaCache.key("video " + VERSION + " " + key.encoding, content);
        final byte[] cached = cache.read(name);
        final EncodedVideo known = cached == null ? null : EncodedVideoFile.read(key.encoding, cached);
        if (known != null) {
            return known;
        }
        final EncodedVideo encoded = encode(key, content);
        cache.write(name, EncodedVideoFile.write(encoded));
        return encoded;
    }

    private EncodedVideo encode(final Key key, final byte[] content) {
        final VideoEncoding encoding = key.encoding;
        final Supplier<PictureSource> source = content == null
                ? () -> new TestPicture(encoding.width(), encoding.height(), loopFrames(encoding), encoding.bitsPerPixel() < CALM_BITS)
                : () -> new FilePictures(key.file, content, encoding.fps());
        return new VideoEncoder(encoding, source, (done, of) -> progress.onFrame(key.file, encoding, done, of)).encode();
    }

    /** Whole key frame intervals, so that the time between key frames stays the same over the end of the loop. */
    static int loopFrames(final VideoEncoding encoding) {
        final int interval = encoding.keyFrameIntervalFrames();
        final int intervals = Math.round((float) LOOP_MS * encoding.fps() / 1_000 / interval);
        return interval * Math.max(1, intervals);
    }
}
