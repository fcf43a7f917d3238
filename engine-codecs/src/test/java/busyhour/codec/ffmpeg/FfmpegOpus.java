package busyhour.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.EncodedTrack;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;

/** Another decoder of a track: libopus through ffmpeg. Every packet must be taken without error. */
final class FfmpegOpus {

    private FfmpegOpus() {
    }

    static short[] decode(final EncodedTrack track) {
        Ffmpeg.load();
        final AVCodec libopus = avcodec.avcodec_find_decoder_by_name("libopus");
        final AVCodecContext codec = avcodec.avcodec_alloc_context3(libopus);
        avutil.av_channel_layout_default(codec.ch_layout(), track.encoding().channels());
        codec.sample_rate(48_000);
        codec.request_sample_fmt(avutil.AV_SAMPLE_FMT_S16);
        assertThat(avcodec.avcodec_open2(codec, libopus, (AVDictionary) null)).isZero();
        final AVFrame frame = avutil.av_frame_alloc();
        final AVPacket packet = avcodec.av_packet_alloc();
        final short[] samples = new short[track.frameCount() * track.samplesPerFrame()];
        int at = 0;
        for (int i = 0; i < track.frameCount(); i++) {
            final byte[] octets = new byte[track.frameLength(i)];
            track.buffer().getBytes(track.frameOffset(i), octets);
            assertThat(avcodec.av_new_packet(packet, octets.length)).isZero();
            new BytePointer(packet.data()).put(octets);
            assertThat(avcodec.avcodec_send_packet(codec, packet)).as("frame " + i).isZero();
            avcodec.av_packet_unref(packet);
            assertThat(avcodec.avcodec_receive_frame(codec, frame)).as("frame " + i).isZero();
            final int count = frame.nb_samples() * track.encoding().channels();
            new ShortPointer(frame.data(0)).get(samples, at, count);
            at += count;
            avutil.av_frame_unref(frame);
        }
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(codec);
        assertThat(at).isEqualTo(samples.length);
        return samples;
    }
}
