package busyhour.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;

/** Makes media files of the formats that people have, by ffmpeg's encoders and muxers. */
final class MediaFiles {

    private MediaFiles() {
    }

    /**
     * @param pcm       mono.
     * @param encoder   as ffmpeg names it.
     * @param extension tells the container.
     */
    static byte[] encode(final short[] pcm, final int rateHz, final String encoder, final String extension, final Path directory)
            throws IOException {
        Ffmpeg.load();
        final Path file = directory.resolve("made." + extension);
        final AVFormatContext format = new AVFormatContext(null);
        check(avformat.avformat_alloc_output_context2(format, null, null, file.toString()));
        final AVCodec codec = avcodec.avcodec_find_encoder_by_name(encoder);
        final AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        final int outFormat = sampleFormat(encoder);
        context.sample_rate(rateHz);
        context.sample_fmt(outFormat);
        context.bit_rate(64_000);
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        if ((format.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        check(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
        final AVStream stream = avformat.avformat_new_stream(format, null);
        stream.time_base(avutil.av_make_q(1, rateHz));
        check(avcodec.avcodec_parameters_from_context(stream.codecpar(), context));
        final AVIOContext io = new AVIOContext(null);
        check(avformat.avio_open(io, file.toString(), avformat.AVIO_FLAG_WRITE));
        format.pb(io);
        check(avformat.avformat_write_header(format, (AVDictionary) null));
        final SwrContext converter = new SwrContext(null);
        check(swresample.swr_alloc_set_opts2(converter, context.ch_layout(), outFormat, rateHz,
                context.ch_layout(), avutil.AV_SAMPLE_FMT_S16, rateHz, 0, null));
        check(swresample.swr_init(converter));
        final int size = context.frame_size() > 0 ? context.frame_size() : 1_024;
        final AVPacket packet = avcodec.av_packet_alloc();
        for (int at = 0; at < pcm.length; at += size) {
            final AVFrame frame = frame(context, Math.min(size, pcm.length - at), outFormat, rateHz, at);
            try (ShortPointer in = new ShortPointer(java.util.Arrays.copyOfRange(pcm, at, at + frame.nb_samples()));
                    PointerPointer<BytePointer> inputs = new PointerPointer<>(1)) {
                inputs.put(0, in);
                check(swresample.swr_convert(converter, frame.extended_data(), frame.nb_samples(), inputs, frame.nb_samples()));
            }
            check(avcodec.avcodec_send_frame(context, frame));
            avutil.av_frame_free(frame);
            write(context, packet, stream, format);
        }
        avcodec.avcodec_send_frame(context, null);
        write(context, packet, stream, format);
        check(avformat.av_write_trailer(format));
        avformat.avio_closep(format.pb());
        avcodec.avcodec_free_context(context);
        avcodec.av_packet_free(packet);
        swresample.swr_free(converter);
        return Files.readAllBytes(file);
    }

    private static int sampleFormat(final String encoder) {
        return switch (encoder) {
            case "aac" -> avutil.AV_SAMPLE_FMT_FLTP;
            case "libmp3lame", "adpcm_ima_wav" -> avutil.AV_SAMPLE_FMT_S16P;
            default -> avutil.AV_SAMPLE_FMT_S16;
        };
    }

    private static AVFrame frame(final AVCodecContext context, final int samples, final int format, final int rateHz, final int at) {
        final AVFrame frame = avutil.av_frame_alloc();
        frame.nb_samples(samples);
        frame.format(format);
        frame.sample_rate(rateHz);
        avutil.av_channel_layout_default(frame.ch_layout(), 1);
        frame.pts(at);
        check(avutil.av_frame_get_buffer(frame, 0));
        return frame;
    }

    private static void write(
            final AVCodecContext context, final AVPacket packet, final AVStream stream, final AVFormatContext format) {
        while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
            avcodec.av_packet_rescale_ts(packet, avutil.av_make_q(1, context.sample_rate()), stream.time_base());
            packet.stream_index(0);
            check(avformat.av_interleaved_write_frame(format, packet));
        }
    }

    private static void check(final int code) {
        assertThat(code).as(() -> Ffmpeg.describe(code)).isNotNegative();
    }
}
