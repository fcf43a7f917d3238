package busyhour.codec.ffmpeg;

import busyhour.codec.AudioFile;
import busyhour.codec.AudioFileException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The audio of a media file of any format as 16-bit samples. WAV of the usual kinds is read in Java ({@link AudioFile}),
 * without loading ffmpeg; everything else by ffmpeg. Set-up time; any thread; allocates.
 */
public final class MediaFileReader {

    private static final String EXPECTED = "a file with audio that ffmpeg reads (WAV, MP3, Opus, FLAC, AAC, MP4, WebM...)";
    /** By how much a container may say to be longer than what is in it, seconds and share. */
    private static final double MISSING_SECONDS = 0.5;
    private static final double MISSING_SHARE = 0.05;

    private MediaFileReader() {
    }

    /**
     * Reads a file's content.
     *
     * @param name     as the plan names it, for the message.
     * @param content  the whole file.
     * @param rateHz   of the samples wanted.
     * @param channels 1 or 2 of them, interleaved.
     * @return at least {@link AudioFile#MIN_DURATION_MS} of samples.
     * @throws AudioFileException    for what is damaged, no media, without audio or beyond the limits of {@link AudioFile}.
     * @throws IllegalStateException when ffmpeg is needed and cannot be loaded.
     */
    public static short[] read(final String name, final byte[] content, final int rateHz, final int channels)
            throws AudioFileException {
        if (AudioFile.isRead(content)) {
            return AudioFile.read(name, content, rateHz, channels);
        }
        if (content.length > AudioFile.MAX_FILE_BYTES) {
            throw new AudioFileException(name, content.length + " octets", "at most " + AudioFile.MAX_FILE_BYTES);
        }
        if (content.length == 0) {
            throw new AudioFileException(name, "an empty file", EXPECTED);
        }
        try (MediaInput input = MediaInput.open(content)) {
            return decode(name, input, rateHz, channels);
        } catch (final MediaFormatException e) {
            throw new AudioFileException(name, AudioFile.describe(content) + " (" + e.getMessage() + ")", EXPECTED);
        }
    }

    private static short[] decode(final String name, final MediaInput input, final int rateHz, final int channels)
            throws AudioFileException, MediaFormatException {
        final AVStream stream = input.stream(avutil.AVMEDIA_TYPE_AUDIO);
        if (stream == null) {
            throw new AudioFileException(name, "a media file (" + input.format() + ") without audio", EXPECTED);
        }
        final short[] samples;
        try (SampleDecoder decoder = new SampleDecoder(stream.codecpar(), rateHz, channels);
                AVPacket packet = avcodec.av_packet_alloc()) {
            boolean more = true;
            while (more && !decoder.isFull() && input.read(packet)) {
                if (packet.stream_index() == stream.index()) {
                    decoder.decode(packet);
                }
                avcodec.av_packet_unref(packet);
                more = !decoder.isHopeless();
            }
            decoder.finish();
            avcodec.av_packet_free(packet);
            if (decoder.isFull()) {
                throw new AudioFileException(name, "more than " + AudioFile.MAX_DURATION_SECONDS + " s of audio",
                        "at most " + AudioFile.MAX_DURATION_SECONDS + " s");
            }
            samples = decoder.samples();
        }
        check(name, input, (double) samples.length / channels / rateHz);
        return samples;
    }

    private static void check(final String name, final MediaInput input, final double seconds) throws AudioFileException {
        if (seconds * 1_000 < AudioFile.MIN_DURATION_MS) {
            throw new AudioFileException(name, "a damaged media file (" + input.format() + ") with " + Math.round(seconds * 1_000)
                    + " ms of audio that can be decoded", "at least " + AudioFile.MIN_DURATION_MS + " ms");
        }
        final double declared = input.declaredSeconds(); // NaN compares as not missing
        if (declared - seconds > MISSING_SECONDS + MISSING_SHARE * declared) {
            throw new AudioFileException(name, String.format(java.util.Locale.ROOT,
                    "a truncated media file (%s): %.1f of %.1f s", input.format(), seconds, declared), "a whole file");
        }
    }
}
