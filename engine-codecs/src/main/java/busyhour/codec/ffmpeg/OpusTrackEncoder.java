package busyhour.codec.ffmpeg;

import busyhour.codec.AudioEncoding;
import busyhour.codec.EncodedTrack;
import busyhour.codec.OpusDtxEncoder;
import busyhour.codec.OpusPacket;
import busyhour.codec.TrackBuilder;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Samples at 48 kHz to a track of Opus packets by libopus, tuned for speech. With FEC the encoder is told to expect
 * {@value #EXPECTED_LOSS_PERCENT} % of loss, without which it spends nothing on it. DTX is another encoder's ({@link OpusDtxEncoder}).
 *
 * <p>Set-up time; one thread.
 */
public final class OpusTrackEncoder {

    /** Changes with what this class makes of the same samples: for caches. */
    public static final int VERSION = 1;
    /** Sampling rate of what is encoded. */
    public static final int RATE_HZ = OpusPacket.CLOCK_RATE_HZ;

    static final int EXPECTED_LOSS_PERCENT = 10;
    /** What ffmpeg takes for each channel; more makes nothing better (RFC 6716 2.1.1). */
    private static final int MAX_CHANNEL_BPS = 256_000;

    private final AudioEncoding encoding;
    private final TrackBuilder track;

    private OpusTrackEncoder(final AudioEncoding encoding) {
        this.encoding = encoding;
        track = new TrackBuilder(encoding);
    }

    /**
     * Encodes. An incomplete last frame is filled up with silence.
     *
     * @param pcm      16-bit samples at {@link #RATE_HZ}, interleaved when the encoding has two channels; at least one.
     * @param encoding of Opus.
     * @param progress told the percentage that is done, each at most once.
     * @throws IllegalStateException when ffmpeg cannot be loaded or refuses.
     */
    public static EncodedTrack encode(final short[] pcm, final AudioEncoding encoding, final IntConsumer progress) {
        if (pcm.length == 0) {
            throw new IllegalArgumentException("no samples to encode");
        }
        if (encoding.dtx()) {
            return OpusDtxEncoder.encode(pcm, encoding, EXPECTED_LOSS_PERCENT, progress);
        }
        Ffmpeg.load();
        return new OpusTrackEncoder(encoding).run(pcm, progress);
    }

    private EncodedTrack run(final short[] pcm, final IntConsumer progress) {
        final AVCodecContext codec = open();
        final AVFrame frame = avutil.av_frame_alloc();
        final AVPacket packet = avcodec.av_packet_alloc();
        try {
            final int perFrame = encoding.samplesPerFrame() * encoding.channels();
            final int frames = Math.ceilDiv(pcm.length, perFrame);
            frame.nb_samples(encoding.samplesPerFrame());
            frame.format(avutil.AV_SAMPLE_FMT_S16);
            frame.sample_rate(RATE_HZ);
            avutil.av_channel_layout_default(frame.ch_layout(), encoding.channels());
            check(avutil.av_frame_get_buffer(frame, 0), "no memory");
            int told = -1;
            for (int i = 0; i < frames; i++) {
                check(avutil.av_frame_make_writable(frame), "no memory");
                try (ShortPointer samples = new ShortPointer(frame.data(0))) {
                    samples.put(Arrays.copyOfRange(pcm, i * perFrame, (i + 1) * perFrame), 0, perFrame);
                }
                frame.pts((long) i * encoding.samplesPerFrame());
                check(avcodec.avcodec_send_frame(codec, frame), "Opus refuses a frame");
                receive(codec, packet);
                final int percent = (int) (100L * (i + 1) / frames);
                if (percent > told) {
                    told = percent;
                    progress.accept(percent);
                }
            }
            return track.build();
        } finally {
            avcodec.av_packet_free(packet);
            avutil.av_frame_free(frame);
            avcodec.avcodec_free_context(codec);
        }
    }

    private AVCodecContext open() {
        final AVCodec libopus = avcodec.avcodec_find_encoder_by_name("libopus");
        if (libopus == null) {
            throw new IllegalStateException("ffmpeg was built without libopus");
        }
        final AVCodecContext codec = avcodec.avcodec_alloc_context3(libopus);
        codec.sample_rate(RATE_HZ);
        codec.sample_fmt(avutil.AV_SAMPLE_FMT_S16);
        codec.bit_rate(Math.min(encoding.bitrateBps(), MAX_CHANNEL_BPS * encoding.channels()));
        avutil.av_channel_layout_default(codec.ch_layout(), encoding.channels());
        final AVDictionary options = new AVDictionary();
        avutil.av_dict_set(options, "application", "voip", 0);
        avutil.av_dict_set(options, "frame_duration", Integer.toString(encoding.ptimeMs()), 0);
        avutil.av_dict_set(options, "vbr", "constrained", 0);
        avutil.av_dict_set(options, "fec", encoding.fec() ? "1" : "0", 0);
        avutil.av_dict_set(options, "packet_loss", Integer.toString(encoding.fec() ? EXPECTED_LOSS_PERCENT : 0), 0);
        final int opened = avcodec.avcodec_open2(codec, libopus, options);
        final int unknown = avutil.av_dict_count(options);
        avutil.av_dict_free(options);
        if (opened < 0 || unknown > 0) {
            avcodec.avcodec_free_context(codec);
            throw new IllegalStateException("libopus refuses " + encoding + (opened < 0 ? ": " + Ffmpeg.describe(opened) : ""));
        }
        return codec;
    }

    private void receive(final AVCodecContext codec, final AVPacket packet) {
        while (avcodec.avcodec_receive_packet(codec, packet) >= 0) {
            final byte[] octets = new byte[packet.size()];
            packet.data().get(octets);
            avcodec.av_packet_unref(packet);
            track.add(octets, true);
        }
    }

    private static void check(final int code, final String fault) {
        if (code < 0) {
            throw new IllegalStateException(fault + ": " + Ffmpeg.describe(code));
        }
    }
}
