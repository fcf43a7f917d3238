package busyhour.codec.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_OUTPUT_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * H.264 or VP8 to pictures. Takes any input: what the decoder finds wrong is counted, and it goes on with what follows. One thread,
 * never a shard's; holds native memory until closed.
 */
public final class PictureDecoder implements AutoCloseable {

    /** Largest picture that is decoded: a hostile header must not make it allocate gigabytes. */
    public static final int MAX_PIXELS = 4_096 * 2_304;
    /** Largest encoded frame, octets. */
    public static final int MAX_FRAME_OCTETS = 8 << 20;

    private static final int MAX_PICTURES_AT_ONCE = 64;

    private final AVCodecContext context;
    /** Asking for a picture empties this one, also when there is none. */
    private final AVFrame received;
    private final AVFrame last;
    private final AVPacket packet;
    private final UnsafeBuffer input = new UnsafeBuffer(0, 0);
    private BytePointer inputMemory = new BytePointer();
    private boolean isClosed;
    private boolean hasPicture;
    private long pictures;
    private long faults;

    private PictureDecoder(final int codecId) {
        Ffmpeg.load();
        final AVCodec codec = avcodec_find_decoder(codecId);
        if (codec == null || codec.isNull()) {
            throw new IllegalStateException("decoder " + codecId + ": found none in this build of ffmpeg");
        }
        context = avcodec_alloc_context3(codec);
        received = av_frame_alloc();
        last = av_frame_alloc();
        packet = av_packet_alloc();
        context.thread_count(1).max_pixels(MAX_PIXELS);
        context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY | AV_CODEC_FLAG_OUTPUT_CORRUPT);
        final int opened = avcodec_open2(context, codec, (AVDictionary) null);
        if (opened < 0) {
            close();
            throw new IllegalStateException("decoder " + codecId + ": " + Ffmpeg.describe(opened));
        }
    }

    /** Takes access units with start codes. */
    public static PictureDecoder h264() {
        return new PictureDecoder(AV_CODEC_ID_H264);
    }

    public static PictureDecoder vp8() {
        return new PictureDecoder(AV_CODEC_ID_VP8);
    }

    /**
     * Decodes one frame.
     *
     * @return pictures that came out of it, mostly one; whether all was well {@link #faults} tells.
     */
    public int decode(final DirectBuffer buffer, final int offset, final int length) {
        if (isClosed || length < 1 || length > MAX_FRAME_OCTETS) {
            faults++;
            return 0;
        }
        ensureInput(length);
        input.putBytes(0, buffer, offset, length);
        input.setMemory(length, AV_INPUT_BUFFER_PADDING_SIZE, (byte) 0);
        packet.data(inputMemory).size(length);
        final int sent = avcodec_send_packet(context, packet);
        if (sent < 0 && sent != Ffmpeg.AGAIN) {
            faults++;
        }
        return drain();
    }

    /** Gives out what the decoder still holds, and makes it ready for a stream that begins anew. */
    public int flush() {
        if (isClosed) {
            return 0;
        }
        avcodec_send_packet(context, null);
        final int drained = drain();
        avcodec_flush_buffers(context);
        return drained;
    }

    private void ensureInput(final int length) {
        final long needed = (long) length + AV_INPUT_BUFFER_PADDING_SIZE;
        if (inputMemory.capacity() < needed) {
            inputMemory.close();
            inputMemory = new BytePointer(2 * needed);
            input.wrap(inputMemory.address(), (int) (2 * needed));
        }
    }

    private int drain() {
        for (int count = 0; count < MAX_PICTURES_AT_ONCE; count++) {
            final int result = avcodec_receive_frame(context, received);
            if (result < 0) {
                faults += result == Ffmpeg.AGAIN || result == AVERROR_EOF() ? 0 : 1;
                return count;
            }
            hasPicture = true;
            pictures++;
            faults += received.decode_error_flags() == 0 ? 0 : 1;
            av_frame_unref(last);
            av_frame_move_ref(last, received);
        }
        return MAX_PICTURES_AT_ONCE;
    }

    /** Pictures decoded since the beginning. */
    public long pictures() {
        return pictures;
    }

    /** Frames that were refused, and pictures in which the decoder had to make something up. */
    public long faults() {
        return faults;
    }

    /** Pixels of the last picture, 0 before the first. */
    public int width() {
        return hasPicture ? last.width() : 0;
    }

    public int height() {
        return hasPicture ? last.height() : 0;
    }

    /** Copies the last picture. @return false when there is none, or its size or format is another. */
    public boolean copyTo(final Picture picture) {
        if (isClosed || !hasPicture || last.width() != picture.width() || last.height() != picture.height()
                || last.format() != AV_PIX_FMT_YUV420P && last.format() != AV_PIX_FMT_YUVJ420P) {
            return false;
        }
        for (int plane = 0; plane < 3; plane++) {
            PictureTransfer.fromFrame(last, plane, picture);
        }
        return true;
    }

    /** May be called twice. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            av_packet_free(packet);
            av_frame_free(received);
            av_frame_free(last);
            hasPicture = false;
            avcodec_free_context(context);
            inputMemory.close();
        }
    }
}
