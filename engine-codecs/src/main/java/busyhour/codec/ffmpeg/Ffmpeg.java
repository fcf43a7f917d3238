package busyhour.codec.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;

/**
 * The native libraries of ffmpeg, unpacked and loaded at first use and then there for good. A run that needs none never
 * loads them. Any thread.
 */
public final class Ffmpeg {

    /** System property: the directory that encoded media and unpacked libraries are kept in; default {@link #DEFAULT_CACHE}. */
    public static final String CACHE_PROPERTY = "busyhour.cache";
    /** Below the home directory. */
    public static final String DEFAULT_CACHE = ".busyhour/worker/cache";

    /** AVERROR(EAGAIN) on Linux: more input is needed first. */
    static final int AGAIN = -11;

    private static final String NATIVES_PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final int MESSAGE_BYTES = 128;

    private Ffmpeg() {
    }

    /** Where caches lie on this host. */
    public static Path cacheDirectory() {
        final String set = System.getProperty(CACHE_PROPERTY);
        return set != null ? Path.of(set) : Path.of(System.getProperty("user.home", "."), DEFAULT_CACHE);
    }

    /** Before first use: caches lie here, unless {@link #CACHE_PROPERTY} says where. */
    public static void cacheIn(final Path directory) {
        if (System.getProperty(CACHE_PROPERTY) == null) {
            System.setProperty(CACHE_PROPERTY, directory.toString());
        }
    }

    /**
     * Makes the libraries ready; costs a third of a second the first time, nothing later.
     *
     * @throws IllegalStateException saying why they cannot be had on this host.
     */
    public static void load() {
        if (Natives.FAULT != null) {
            throw new IllegalStateException(Natives.FAULT);
        }
    }

    /** What a negative code of ffmpeg says. */
    public static String describe(final int code) {
        final byte[] message = new byte[MESSAGE_BYTES];
        avutil.av_strerror(code, message, message.length);
        int length = 0;
        while (length < message.length && message[length] != 0) {
            length++;
        }
        return new String(message, 0, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Loaded with its first use, once. */
    private static final class Natives {

        private static final String FAULT = tryLoad();

        private static String tryLoad() {
            try {
                if (System.getProperty(NATIVES_PROPERTY) == null) {
                    final Path directory = cacheDirectory().resolve("natives");
                    Files.createDirectories(directory);
                    System.setProperty(NATIVES_PROPERTY, directory.toString());
                }
                liftLimit("maxbytes");
                liftLimit("maxphysicalbytes");
                avutil.av_log_set_level(avutil.AV_LOG_QUIET);
                avcodec.avcodec_version();
                avformat.avformat_version();
                swresample.swresample_version();
                swscale.swscale_version();
                return null;
            } catch (final java.io.IOException | LinkageError | RuntimeException e) {
                return "the media libraries (ffmpeg) cannot be loaded on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ": " + rootOf(e) + "; PCMU, PCMA, G722 and L16 from WAV files need none";
            }
        }

        /**
         * JavaCPP collects garbage, waits and at last refuses memory once the whole process is larger than a multiple of the heap. The
         * engine's heap is small beside its rings, tracks and the journal that it maps.
         */
        private static void liftLimit(final String name) {
            final String property = "org.bytedeco.javacpp." + name;
            if (System.getProperty(property) == null) {
                System.setProperty(property, "0");
            }
        }

        private static String rootOf(final Throwable thrown) {
            Throwable root = thrown;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root.getMessage() == null ? root.toString() : root.getMessage();
        }
    }
}
