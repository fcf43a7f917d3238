package busyhour.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.ffmpeg.Picture;
import busyhour.codec.ffmpeg.PictureEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** Media files of the test picture, written by ffmpeg's own muxers, or by hand where that is plainest. */
final class TestMedia {

    private TestMedia() {
    }

    /** Pictures numbered from 0. */
    static byte[] y4m(final int width, final int height, final int fps, final int frames) throws IOException {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(("YUV4MPEG2 W" + width + " H" + height + " F" + fps + ":1 Ip A1:1 C420jpeg\n").getBytes(StandardCharsets.US_ASCII));
        final Picture picture = new Picture(width, height);
        final TestPicture pictures = new TestPicture(width, height, frames);
        while (pictures.next(picture)) {
            file.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            file.write(picture.luma());
            file.write(picture.chromaU());
            file.write(picture.chromaV());
        }
        return file.toByteArray();
    }

    static List<byte[]> encoded(final VideoCodec codec, final int width, final int height, final int fps, final int frames) {
        final List<byte[]> encoded = new ArrayList<>();
        final Picture picture = new Picture(width, height);
        final TestPicture pictures = new TestPicture(width, height, frames);
        try (PictureEncoder encoder = codec == VideoCodec.H264
                ? PictureEncoder.h264(width, height, fps, 200_000, fps, 0)
                : PictureEncoder.vp8(width, height, fps, 200_000, fps)) {
            final PictureEncoder.FrameSink sink = (buffer, offset, length, isKeyFrame) -> {
                final byte[] frame = new byte[length];
                buffer.getBytes(offset, frame);
                encoded.add(frame);
            };
            for (int i = 0; pictures.next(picture); i++) {
                encoder.encode(picture, i % fps == 0, sink);
            }
            encoder.finish(sink);
        }
        return encoded;
    }

    static byte[] joined(final List<byte[]> frames) {
        final ByteArrayOutputStream stream = new ByteArrayOutputStream();
        frames.forEach(stream::writeBytes);
        return stream.toByteArray();
    }

    /** @param format as ffmpeg names it: mp4, webm, matroska, mpegts, avi. */
    static byte[] muxed(final Path directory, final String format, final VideoCodec codec, final int width, final int height, final int fps,
            final List<byte[]> frames) throws IOException {
        final Path file = Files.createTempFile(directory, "clip", "." + format);
        final AVFormatContext context = new AVFormatContext(null);
        check(avformat.avformat_alloc_output_context2(context, null, format, file.toString()));
        final AVStream stream = avformat.avformat_new_stream(context, null);
        final AVRational perFrame = new AVRational().num(1).den(fps);
        final AVCodecParameters parameters = stream.codecpar();
        parameters.codec_type(avutil.AVMEDIA_TYPE_VIDEO).width(width).height(height).format(avutil.AV_PIX_FMT_YUV420P)
                .codec_id(codec == VideoCodec.H264 ? avcodec.AV_CODEC_ID_H264 : avcodec.AV_CODEC_ID_VP8);
        if (codec == VideoCodec.H264) {
            final byte[] sets = parameterSets(frames.getFirst());
            final BytePointer extra = new BytePointer(avutil.av_mallocz(sets.length + 64L)).put(sets, 0, sets.length);
            parameters.extradata(extra).extradata_size(sets.length);
        }
        stream.time_base(perFrame).avg_frame_rate(new AVRational().num(fps).den(1));
        final AVIOContext io = new AVIOContext(null);
        check(avformat.avio_open(io, file.toString(), avformat.AVIO_FLAG_WRITE));
        context.pb(io);
        check(avformat.avformat_write_header(context, (AVDictionary) null));
        final AVPacket packet = avcodec.av_packet_alloc();
        for (int i = 0; i < frames.size(); i++) {
            check(avcodec.av_new_packet(packet, frames.get(i).length));
            packet.data().put(frames.get(i), 0, frames.get(i).length);
            packet.pts(i).dts(i).duration(1).flags(i % fps == 0 ? avcodec.AV_PKT_FLAG_KEY : 0);
            avcodec.av_packet_rescale_ts(packet, perFrame, stream.time_base());
            check(avformat.av_interleaved_write_frame(context, packet));
        }
        check(avformat.av_write_trailer(context));
        avcodec.av_packet_free(packet);
        avformat.avio_closep(io);
        avformat.avformat_free_context(context);
        return Files.readAllBytes(file);
    }

    private static byte[] parameterSets(final byte[] keyFrame) {
        final ByteArrayOutputStream sets = new ByteArrayOutputStream();
        for (final byte[] nal : VideoVectors.nalUnits(keyFrame)) {
            if (!H264Nal.isSlice(H264Nal.type(nal[0]))) {
                sets.writeBytes(new byte[] {0, 0, 0, 1});
                sets.writeBytes(nal);
            }
        }
        return sets.toByteArray();
    }

    private static void check(final int result) {
        assertThat(result).as("ffmpeg's answer").isGreaterThanOrEqualTo(0);
    }
}
