package busyhour.codec.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioDecoder;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import org.agrona.concurrent.UnsafeBuffer;
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
import org.junit.jupiter.params.provider.CsvSource;

/** G.711 and L16 as ffmpeg decodes them. */
class G711OracleTest {

    @ParameterizedTest
    @CsvSource({"PCMU, pcm_mulaw", "PCMA, pcm_alaw"})
    void shouldDecodeEveryCodeWordAsFfmpeg(final AudioCodec codec, final String name) {
        final byte[] words = new byte[256];
        for (int i = 0; i < words.length; i++) {
            words[i] = (byte) i;
        }
        final short[] heard = new short[words.length];
        AudioDecoder.of(codec, 1).decode(new UnsafeBuffer(words), 0, words.length, heard, 0);
        assertThat(heard).isEqualTo(decode(words, name));
    }

    @ParameterizedTest
    @CsvSource({"PCMU, pcm_mulaw", "PCMA, pcm_alaw", "L16, pcm_s16be", "L16_44100, pcm_s16be"})
    void shouldSendWhatFfmpegHearsAsWeDo(final AudioCodec codec, final String name) {
        final short[] speech = SpeechSignal.samples(codec.sampleRateHz(), 1);
        final EncodedTrack track = TrackEncoder.encode(speech, codec, 20);
        final byte[] octets = new byte[track.frameCount() * track.maxFrameLength()];
        track.buffer().getBytes(0, octets);
        final short[] theirs = decode(octets, name);
        assertThat(theirs).hasSize(speech.length);
        double noise = 0;
        double signal = 0;
        for (int frame = 0; frame < track.frameCount(); frame++) {
            long sum = 0;
            for (int i = frame * track.samplesPerFrame(); i < (frame + 1) * track.samplesPerFrame(); i++) {
                sum += theirs[i] * theirs[i];
                noise += (double) (theirs[i] - speech[i]) * (theirs[i] - speech[i]);
                signal += (double) speech[i] * speech[i];
            }
            assertThat(track.frameSumOfSquares(frame)).isEqualTo(sum);
        }
        assertThat(10 * Math.log10((noise + 1e-9) / signal)).as("quantisation").isLessThan(-34);
    }

    private static short[] decode(final byte[] octets, final String name) {
        Ffmpeg.load();
        final AVCodec codec = avcodec.avcodec_find_decoder_by_name(name);
        final AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
        avutil.av_channel_layout_default(context.ch_layout(), 1);
        context.sample_rate(8_000);
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
