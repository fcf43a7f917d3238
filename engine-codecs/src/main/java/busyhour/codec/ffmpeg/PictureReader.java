package busyhour.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * The pictures of a media file's video stream, in the order and at the times at which they are shown, scaled. Strict: a picture that
 * the decoder had to repair counts as damage. Set-up time, one thread; holds native memory until closed.
 */
public final class PictureReader implements AutoCloseable {

    /** Where a file does not say how long a picture is shown. */
    private static final double DEFAULT_FPS = 25;
    private static final double MAX_FPS = 1_000;
    /** Their times are made up by ffmpeg; how fast they are only their own headers tell, once decoded. */
    private static final Set<String> BARE_STREAMS = Set.of("h264", "hevc", "mpegvideo", "m4v", "obu");
    private final MediaInput input;
    private final AVStream stream;
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    private final PictureScaler scaler = new PictureScaler();
    private final double secondsPerTick;
    private final boolean isBare;
    private double nominalSeconds;
    private boolean isDrained;
    private boolean isClosed;
    private double firstSeconds = Double.NaN;
    private double seconds = Double.NaN;
    private long pictures;

    /**
     * Opens a file's content.
     *
     * @throws MediaFormatException for what is no media file, has no video, or video that is not known here.
     */
    public PictureReader(final byte[] content) throws MediaFormatException {
        input = MediaInput.open(content);
        context = avcodec_alloc_context3(null);
        frame = av_frame_alloc();
        packet = av_packet_alloc();
        stream = input.stream(AVMEDIA_TYPE_VIDEO);
        final AVCodec codec = stream == null ? null : avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null) {
            final String found = stream == null ? "a " + input.format() + " file without video" : "video of a kind that is not known";
            close();
            throw new MediaFormatException(found);
        }
        final long pixels = (long) stream.codecpar().width() * stream.codecpar().height();
        if (pixels > PictureDecoder.MAX_PIXELS) {
            final String size = stream.codecpar().width() + "x" + stream.codecpar().height();
            close();
            throw new MediaFormatException("video of " + size + ", which is more than " + PictureDecoder.MAX_PIXELS + " pixels");
        }
        secondsPerTick = ratio(stream.time_base());
        isBare = BARE_STREAMS.contains(input.format());
        nominalSeconds = frameSeconds(ratio(av_guess_frame_rate(input.context(), stream, null)), 1 / DEFAULT_FPS);
        avcodec_parameters_to_context(context, stream.codecpar());
        context.thread_count(1).max_pixels(PictureDecoder.MAX_PIXELS);
        final int opened = avcodec_open2(context, codec, (AVDictionary) null);
        if (opened < 0) {
            close();
            throw new MediaFormatException("video that cannot be decoded: " + Ffmpeg.describe(opened));
        }
    }

    private static double ratio(final AVRational value) {
        return value.den() == 0 ? 0 : (double) value.num() / value.den();
    }

    private static double frameSeconds(final double fps, final double otherwise) {
        return fps >= 1 && fps <= MAX_FPS ? 1 / fps : otherwise;
    }

    /**
     * Reads on to the next picture.
     *
     * @return whether there was one; {@link #seconds} then tells its time, {@link #copyTo} gives it.
     * @throws MediaFormatException for a file that is damaged or truncated here.
     */
    public boolean next() throws MediaFormatException {
        while (true) {
            final int received = avcodec_receive_frame(context, frame);
            if (received == AVERROR_EOF()) {
                requireDeclaredLength();
                return false;
            }
            if (received >= 0) {
                if (frame.decode_error_flags() != 0) {
                    throw damaged("a picture is incomplete");
                }
                tellTime();
                return true;
            }
            if (received != Ffmpeg.AGAIN || isDrained) {
                throw damaged(Ffmpeg.describe(received));
            }
            feed();
        }
    }

    private void feed() throws MediaFormatException {
        if (!input.read(packet)) {
            isDrained = true;
            avcodec_send_packet(context, null);
            return;
        }
        try {
            if (packet.stream_index() == stream.index()) {
                if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
                    throw damaged("the file ends within a picture");
                }
                final int sent = avcodec_send_packet(context, packet);
                if (sent < 0) {
                    throw damaged(Ffmpeg.describe(sent));
                }
            }
        } finally {
            av_packet_unref(packet);
        }
    }

    private void tellTime() {
        final long ticks = frame.best_effort_timestamp();
        final double told = isBare || ticks == AV_NOPTS_VALUE() ? Double.NaN : ticks * secondsPerTick;
        if (pictures++ == 0) {
            nominalSeconds = isBare ? frameSeconds(ratio(context.framerate()), nominalSeconds) : nominalSeconds;
            firstSeconds = Double.isNaN(told) ? 0 : told;
            seconds = 0;
            return;
        }
        final double since = told - firstSeconds;
        seconds = since > seconds ? since : seconds + nominalSeconds;
    }

    /** A container that knows its length tells of a file that was cut off between two pictures. */
    private void requireDeclaredLength() throws MediaFormatException {
        final double declared = declaredSeconds();
        final double found = pictures == 0 ? 0 : seconds + nominalSeconds;
        if (!Double.isNaN(declared) && found < 0.9 * declared - 0.5) {
            throw damaged("the file says that it lasts " + Math.round(declared) + " s");
        }
    }

    private MediaFormatException damaged(final String how) {
        final double at = pictures == 0 ? 0 : seconds;
        return new MediaFormatException("damaged or truncated " + input.format() + " video after " + Math.round(10 * at) / 10.0 + " s (" + how + ")");
    }

    /** What the file says of its video's length, NaN when it says nothing. Sound may last longer and does not count. */
    public double declaredSeconds() {
        if (isBare) {
            return Double.NaN;
        }
        if (stream.duration() > 0) {
            return stream.duration() * secondsPerTick;
        }
        return input.context().nb_streams() == 1 ? input.declaredSeconds() : Double.NaN;
    }

    /** When the picture is shown, seconds from the first one. Grows from picture to picture. */
    public double seconds() {
        return seconds;
    }

    /** How long a picture is shown as a rule, seconds. */
    public double nominalSeconds() {
        return nominalSeconds;
    }

    /** Scales the picture that {@link #next} found into another, with its shape kept and black beside it. */
    public void copyTo(final Picture picture) throws MediaFormatException {
        scaler.scale(frame, picture);
    }

    /** May be called twice. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            scaler.close();
            av_packet_free(packet);
            av_frame_free(frame);
            avcodec_free_context(context);
            input.close();
        }
    }
}
