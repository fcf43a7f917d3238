package busyhour.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Pictures to H.264 (libopenh264, constrained baseline) or VP8 (libvpx), with the settings of a call: no frame waits for a later one,
 * none is left out, the bit rate is held. Set-up time, one thread; holds native memory until closed.
 */
public final class PictureEncoder implements AutoCloseable {

    /** Takes a frame as soon as it is encoded. The octets are valid only during the call. */
    @FunctionalInterface
    public interface FrameSink {
        void onFrame(DirectBuffer buffer, int offset, int length, boolean isKeyFrame);
    }

    private final String name;
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    private final UnsafeBuffer encoded = new UnsafeBuffer(0, 0);
    private long pictures;

    private PictureEncoder(final String name, final int width, final int height, final int fps, final int bitrateBps,
            final int keyFrameInterval, final AVDictionary options) {
        Ffmpeg.load();
        this.name = name;
        final AVCodec codec = avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            throw new IllegalStateException("encoder " + name + ": found none in this build of ffmpeg");
        }
        context = avcodec_alloc_context3(codec);
        frame = av_frame_alloc();
        packet = av_packet_alloc();
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base(rational(1, fps)).framerate(rational(fps, 1));
        context.bit_rate(bitrateBps).rc_max_rate(bitrateBps);
        context.gop_size(keyFrameInterval).max_b_frames(0).thread_count(1);
        frame.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        final int opened = avcodec_open2(context, codec, options);
        av_dict_free(options);
        final int got = opened < 0 ? opened : av_frame_get_buffer(frame, 0);
        if (got < 0) {
            close();
            throw new IllegalStateException("encoder " + name + ": cannot encode " + width + "x" + height + " at " + fps + " fps and "
                    + bitrateBps + " bit/s: " + Ffmpeg.describe(got));
        }
    }

    private static AVRational rational(final int numerator, final int denominator) {
        return new AVRational().num(numerator).den(denominator);
    }

    /**
     * Access units with start codes, SPS and PPS before each IDR picture.
     *
     * @param keyFrameInterval frames.
     * @param maxNalOctets     largest NAL unit, 0 = one slice for each picture.
     */
    public static PictureEncoder h264(final int width, final int height, final int fps, final int bitrateBps, final int keyFrameInterval,
            final int maxNalOctets) {
        final AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "profile", "constrained_baseline", 0);
        av_dict_set(options, "rc_mode", "bitrate", 0);
        av_dict_set(options, "allow_skip_frames", "0", 0);
        av_dict_set(options, "qmin", "4", 0);
        av_dict_set(options, "qmax", "51", 0);
        if (maxNalOctets > 0) {
            av_dict_set(options, "max_nal_size", Integer.toString(maxNalOctets), 0);
        } else {
            av_dict_set(options, "slices", "1", 0);
        }
        return new PictureEncoder("libopenh264", width, height, fps, bitrateBps, keyFrameInterval, options);
    }

    /** Frames as RFC 6386 has them. */
    public static PictureEncoder vp8(final int width, final int height, final int fps, final int bitrateBps, final int keyFrameInterval) {
        final AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "deadline", "realtime", 0);
        av_dict_set(options, "cpu-used", "-4", 0); // a fixed speed: a positive number would follow how busy this host is
        av_dict_set(options, "lag-in-frames", "0", 0);
        av_dict_set(options, "auto-alt-ref", "0", 0);
        av_dict_set(options, "minrate", Integer.toString(bitrateBps), 0);
        av_dict_set(options, "bufsize", Integer.toString(bitrateBps), 0);
        av_dict_set(options, "rc_init_occupancy", Integer.toString(bitrateBps / 6 * 5), 0);
        av_dict_set(options, "qmin", "2", 0);
        av_dict_set(options, "qmax", "63", 0);
        return new PictureEncoder("libvpx", width, height, fps, bitrateBps, keyFrameInterval, options);
    }

    /**
     * @param isKeyFrame the picture must need no other.
     * @throws IllegalStateException when the encoder refuses it.
     */
    public void encode(final Picture picture, final boolean isKeyFrame, final FrameSink sink) {
        check(av_frame_make_writable(frame));
        for (int plane = 0; plane < 3; plane++) {
            PictureTransfer.toFrame(picture, plane, frame);
        }
        frame.pts(pictures++).pict_type(isKeyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        check(avcodec_send_frame(context, frame));
        drain(sink);
    }

    /** Gives out whatever is left; nothing can be encoded after it. */
    public void finish(final FrameSink sink) {
        check(avcodec_send_frame(context, null));
        drain(sink);
    }

    private void drain(final FrameSink sink) {
        while (true) {
            final int received = avcodec_receive_packet(context, packet);
            if (received == Ffmpeg.AGAIN || received == AVERROR_EOF) {
                return;
            }
            check(received);
            try {
                encoded.wrap(packet.data().address(), packet.size());
                sink.onFrame(encoded, 0, packet.size(), (packet.flags() & AV_PKT_FLAG_KEY) != 0);
            } finally {
                av_packet_unref(packet);
            }
        }
    }

    private void check(final int result) {
        if (result < 0) {
            throw new IllegalStateException("encoder " + name + ": picture " + pictures + ": " + Ffmpeg.describe(result));
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
