package busyhour.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioDecoder;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import java.util.Random;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** G.722 bit by bit as ffmpeg has it, for speech, noise and what overloads it. */
class G722OracleTest {

    private static final int FRAME = 320;

    enum Sound {
        SPEECH {
            @Override
            short[] samples() {
                return SpeechSignal.samples(16_000, 1);
            }
        },
        NOISE {
            @Override
            short[] samples() {
                return random(Short.MAX_VALUE);
            }
        },
        FAINT_NOISE {
            @Override
            short[] samples() {
                return random(3);
            }
        },
        OVERLOAD {
            @Override
            short[] samples() {
                final short[] samples = new short[16_000];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = i / (1 + i / 1_000) % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
                }
                return samples;
            }
        };

        abstract short[] samples();

        static short[] random(final int largest) {
            final Random random = new Random(largest);
            final short[] samples = new short[32_000];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) random.nextInt(-largest, largest + 1);
            }
            return samples;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEncodeAndDecodeAsFfmpeg(final Sound sound) {
        final short[] pcm = sound.samples();
        final EncodedTrack track = TrackEncoder.encode(pcm, AudioCodec.G722, 20);
        final byte[] ours = new byte[pcm.length / 2];
        track.buffer().getBytes(0, ours);
        assertThat(ours).isEqualTo(encode(pcm));
        final short[] heard = new short[pcm.length];
        final AudioDecoder decoder = AudioDecoder.of(AudioCodec.G722, 1);
        for (int frame = 0; frame < track.frameCount(); frame++) {
            decoder.decode(track.buffer(), track.frameOffset(frame), track.frameLength(frame), heard, frame * FRAME);
        }
        assertThat(heard).isEqualTo(decode(ours));
    }

    private static byte[] encode(final short[] pcm) {
        Ffmpeg.load();
        final AVCodec codec = avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_ADPCM_G722);
        final AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        context.sample_rate(16_000);
        context.sample_fmt(avutil.AV_SAMPLE_FMT_S16);
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        assertThat(avcodec.avcodec_open2(context, codec, (AVDictionary) null)).isZero();
        final int size = context.frame_size();
        final AVFrame frame = avutil.av_frame_alloc();
        final AVPacket packet = avcodec.av_packet_alloc();
        final byte[] octets = new byte[pcm.length / 2];
        int written = 0;
        for (int at = 0; at < pcm.length; at += size) {
            frame.nb_samples(Math.min(size, pcm.length - at));
            frame.format(avutil.AV_SAMPLE_FMT_S16);
            frame.sample_rate(16_000);
            avutil.av_channel_layout_default(frame.ch_layout(), 1);
            assertThat(avutil.av_frame_get_buffer(frame, 0)).isZero();
            new ShortPointer(frame.data(0)).put(pcm, at, frame.nb_samples());
            assertThat(avcodec.avcodec_send_frame(context, frame)).isZero();
            avutil.av_frame_unref(frame);
            while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
                packet.data().get(octets, written, packet.size());
                written += packet.size();
                avcodec.av_packet_unref(packet);
            }
        }
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
        assertThat(written).isEqualTo(octets.length);
        return octets;
    }

    private static short[] decode(final byte[] octets) {
        final AVCodec codec = avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_ADPCM_G722);
        final AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        context.sample_rate(16_000);
        assertThat(avcodec.avcodec_open2(context, codec, (AVDictionary) null)).isZero();
        final AVFrame frame = avutil.av_frame_alloc();
        final AVPacket packet = avcodec.av_packet_alloc();
        assertThat(avcodec.av_new_packet(packet, octets.length)).isZero();
        new BytePointer(packet.data()).put(octets);
        assertThat(avcodec.avcodec_send_packet(context, packet)).isZero();
        assertThat(avcodec.avcodec_receive_frame(context, frame)).isZero();
        final short[] samples = new short[frame.nb_samples()];
        new ShortPointer(frame.data(0)).get(samples);
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
        return samples;
    }
}
