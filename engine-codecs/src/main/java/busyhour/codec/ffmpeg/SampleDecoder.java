package busyhour.codec.ffmpeg;

import busyhour.codec.AudioFile;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;

/** Packets of one audio stream to 16-bit samples of a wanted rate. Set-up time; one thread; to be closed. */
final class SampleDecoder implements AutoCloseable {

    /** Packets in a row that cannot be decoded before a file is given up. */
    private static final int HOPELESS = 200;
    private static final int CHUNK = 1 << 16;

    private final int rateHz;
    private final int channels;
    private final int limit;
    private final AVCodecContext codec;
    private final AVFrame frame = avutil.av_frame_alloc();
    private final AVChannelLayout outLayout = new AVChannelLayout();
    private final AVChannelLayout inLayout = new AVChannelLayout();
    private final ShortPointer converted;
    private SwrContext resampler;
    private int inRate;
    private int inFormat = -1;
    /** What came so far, in pieces: ten minutes of them are large enough once. */
    private final List<short[]> pieces = new ArrayList<>();
    private int count;
    private int failures;

    SampleDecoder(final AVCodecParameters parameters, final int rateHz, final int channels) throws MediaFormatException {
        this.rateHz = rateHz;
        this.channels = channels;
        limit = (AudioFile.MAX_DURATION_SECONDS * rateHz + 1) * channels;
        converted = new ShortPointer((long) CHUNK * channels);
        avutil.av_channel_layout_default(outLayout, channels);
        final AVCodec decoder = avcodec.avcodec_find_decoder(parameters.codec_id());
        codec = decoder == null ? null : avcodec.avcodec_alloc_context3(decoder);
        final int opened = codec == null ? avutil.AVERROR_DECODER_NOT_FOUND() : open(decoder, parameters);
        if (opened < 0) {
            close();
            throw new MediaFormatException("audio of a codec that cannot be decoded, "
                    + avcodec.avcodec_get_name(parameters.codec_id()).getString() + ": " + Ffmpeg.describe(opened));
        }
    }

    private int open(final AVCodec decoder, final AVCodecParameters parameters) {
        final int copied = avcodec.avcodec_parameters_to_context(codec, parameters);
        codec.thread_count(1);
        return copied < 0 ? copied : avcodec.avcodec_open2(codec, decoder, (AVDictionary) null);
    }

    void decode(final AVPacket packet) {
        final int sent = avcodec.avcodec_send_packet(codec, packet);
        failures = sent < 0 ? failures + 1 : 0;
        receive();
    }

    private void receive() {
        while (!isFull() && avcodec.avcodec_receive_frame(codec, frame) >= 0) {
            if (adapt()) {
                convert(frame);
            }
            avutil.av_frame_unref(frame);
        }
    }

    /** Whether the resampler suits the frame; a stream may change its form. */
    private boolean adapt() {
        final boolean same = resampler != null && inRate == frame.sample_rate() && inFormat == frame.format()
                && avutil.av_channel_layout_compare(inLayout, frame.ch_layout()) == 0;
        if (same) {
            return true;
        }
        drain();
        inRate = frame.sample_rate();
        inFormat = frame.format();
        avutil.av_channel_layout_copy(inLayout, frame.ch_layout());
        final SwrContext made = new SwrContext((org.bytedeco.javacpp.Pointer) null);
        final int set = swresample.swr_alloc_set_opts2(
                made, outLayout, avutil.AV_SAMPLE_FMT_S16, rateHz, inLayout, inFormat, inRate, 0, null);
        if (set < 0 || swresample.swr_init(made) < 0) {
            swresample.swr_free(made);
            failures = HOPELESS;
            return false;
        }
        resampler = made;
        return true;
    }

    private void convert(final AVFrame from) {
        try (PointerPointer<BytePointer> out = new PointerPointer<>(1)) {
            out.put(0, converted);
            int made = swresample.swr_convert(resampler, out, CHUNK, from.extended_data(), from.nb_samples());
            while (made > 0) {
                append(made);
                made = made < CHUNK ? 0 : swresample.swr_convert(resampler, out, CHUNK, (PointerPointer<?>) null, 0);
            }
        }
    }

    private void drain() {
        if (resampler == null) {
            return;
        }
        try (PointerPointer<BytePointer> out = new PointerPointer<>(1)) {
            out.put(0, converted);
            int made = swresample.swr_convert(resampler, out, CHUNK, (PointerPointer<?>) null, 0);
            while (made > 0 && !isFull()) {
                append(made);
                made = swresample.swr_convert(resampler, out, CHUNK, (PointerPointer<?>) null, 0);
            }
        }
        swresample.swr_free(resampler);
        resampler = null;
    }

    private void append(final int made) {
        final short[] piece = new short[made * channels];
        converted.position(0).get(piece);
        pieces.add(piece);
        count += piece.length;
    }

    /** What codec and resampler hold back. */
    void finish() {
        avcodec.avcodec_send_packet(codec, null);
        receive();
        drain();
    }

    /** Longer than what is played. */
    boolean isFull() {
        return count >= limit;
    }

    boolean isHopeless() {
        return failures >= HOPELESS;
    }

    short[] samples() {
        final short[] samples = new short[count];
        int at = 0;
        for (final short[] piece : pieces) {
            System.arraycopy(piece, 0, samples, at, piece.length);
            at += piece.length;
        }
        return samples;
    }

    @Override
    public void close() {
        if (resampler != null) {
            swresample.swr_free(resampler);
        }
        avutil.av_frame_free(frame);
        if (codec != null) {
            avcodec.avcodec_free_context(codec);
        }
        avutil.av_channel_layout_uninit(inLayout);
        avutil.av_channel_layout_uninit(outLayout);
        inLayout.close();
        outLayout.close();
        converted.close();
    }
}
