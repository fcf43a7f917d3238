package busyhour.codec.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A media file in memory, opened: its streams and their packets. It reads nothing but its own octets: formats that name
 * other files or addresses (playlists, SDP) are not among {@link #FORMATS}, and no protocol is allowed.
 *
 * <p>Set-up time; one thread; to be closed.
 */
public final class MediaInput implements AutoCloseable {

    /** Containers and bare streams that are read, as ffmpeg names them. */
    static final String FORMATS = "wav,w64,aiff,au,caf,flac,mp3,aac,ac3,eac3,amr,amrnb,amrwb,ogg,mov,mp4,matroska,webm,avi,asf,flv,"
            + "mpeg,mpegts,mpegvideo,h264,hevc,ivf,yuv4mpegpipe,m4v,obu,av1,g722,g729,gsm,wv,tta,ape,voc,sln,mxf,nut,3gp";

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int AVSEEK_SIZE = 0x10000;
    private static final int AVSEEK_FORCE = 0x20000;

    private final AVFormatContext context;
    private final AVIOContext io;
    private final Octets octets;
    private final Position position;

    private MediaInput(final AVFormatContext context, final AVIOContext io, final Octets octets, final Position position) {
        this.context = context;
        this.io = io;
        this.octets = octets;
        this.position = position;
    }

    /**
     * Opens a file's content.
     *
     * @throws MediaFormatException for what is no media file that can be read.
     */
    public static MediaInput open(final byte[] content) throws MediaFormatException {
        Ffmpeg.load();
        final Cursor cursor = new Cursor(content);
        final Octets octets = new Octets(cursor);
        final Position position = new Position(cursor);
        final BytePointer buffer = new BytePointer(avutil.av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES);
        final AVIOContext io = avformat.avio_alloc_context(buffer, BUFFER_BYTES, 0, null, octets, null, position);
        final AVFormatContext context = avformat.avformat_alloc_context();
        context.pb(io);
        final MediaInput input = new MediaInput(context, io, octets, position);
        final AVDictionary options = new AVDictionary();
        avutil.av_dict_set(options, "format_whitelist", FORMATS, 0);
        avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
        final int opened = avformat.avformat_open_input(context, (String) null, null, options);
        avutil.av_dict_free(options);
        if (opened < 0) { // the context was freed
            input.closeIo();
            throw new MediaFormatException(Ffmpeg.describe(opened));
        }
        final int known = avformat.avformat_find_stream_info(context, (AVDictionary) null);
        if (known < 0) {
            input.close();
            throw new MediaFormatException(Ffmpeg.describe(known));
        }
        return input;
    }

    public AVFormatContext context() {
        return context;
    }

    /** Name of the container as ffmpeg has it. */
    public String format() {
        return context.iformat().name().getString();
    }

    /**
     * The stream that a player would choose.
     *
     * @param mediaType {@link avutil#AVMEDIA_TYPE_AUDIO} or VIDEO.
     * @return null when there is none.
     */
    public AVStream stream(final int mediaType) {
        final int index = avformat.av_find_best_stream(context, mediaType, -1, -1, (org.bytedeco.ffmpeg.avcodec.AVCodec) null, 0);
        return index < 0 ? null : context.streams(index);
    }

    /** What the container says it lasts, seconds; NaN when it says nothing or only the file's size tells. */
    public double declaredSeconds() {
        final boolean said = context.duration() > 0
                && context.duration_estimation_method() != avformat.AVFMT_DURATION_FROM_BITRATE;
        return said ? context.duration() / (double) avutil.AV_TIME_BASE : Double.NaN;
    }

    /** @return whether there was another packet, of any stream; the caller gives it back by {@code av_packet_unref}. */
    public boolean read(final AVPacket packet) {
        return avformat.av_read_frame(context, packet) >= 0;
    }

    @Override
    public void close() {
        avformat.avformat_close_input(context);
        closeIo();
    }

    private void closeIo() {
        avutil.av_free(io.buffer());
        avformat.avio_context_free(io);
        octets.close();
        position.close();
    }

    private static final class Cursor {
        private final byte[] content;
        private long at;

        Cursor(final byte[] content) {
            this.content = content;
        }
    }

    private static final class Octets extends Read_packet_Pointer_BytePointer_int {
        private final transient Cursor cursor;

        Octets(final Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public int call(final Pointer opaque, final BytePointer into, final int size) {
            final int count = (int) Math.min(size, cursor.content.length - cursor.at);
            if (count <= 0) {
                return avutil.AVERROR_EOF;
            }
            into.position(0).put(cursor.content, (int) cursor.at, count);
            cursor.at += count;
            return count;
        }
    }

    private static final class Position extends Seek_Pointer_long_int {
        private final transient Cursor cursor;

        Position(final Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public long call(final Pointer opaque, final long offset, final int whence) {
            final long size = cursor.content.length;
            final int from = whence & ~AVSEEK_FORCE;
            if (from == AVSEEK_SIZE) {
                return size;
            }
            final long target = from == 0 ? offset : from == 1 ? cursor.at + offset : from == 2 ? size + offset : -1;
            if (target < 0 || target > size) {
                return -1;
            }
            cursor.at = target;
            return target;
        }
    }
}
