package busyhour.engine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.engine.judge.FfmpegReceiver.Judgement;
import busyhour.engine.judge.FfmpegReceiver.Rtp;
import busyhour.rtp.RtpHeaderFlyweight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge sees all of what it is sent, and that something is missing. */
class FfmpegReceiverTest {

    @TempDir
    Path directory;

    private static List<Rtp> packets(final int count) {
        final EncodedTrack track = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMA, 20);
        final List<Rtp> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final byte[] octets = new byte[172];
            final UnsafeBuffer buffer = new UnsafeBuffer(octets);
            RtpHeaderFlyweight.write(buffer, 0, i == 0, 8, i, 160 * i, 4_711);
            buffer.putBytes(12, track.buffer(), track.frameOffset(i), 160);
            packets.add(new Rtp(octets, i * 20_000_000L));
        }
        return packets;
    }

    @Test
    void shouldDecodeAllThatWasSent() throws Exception {
        final Judgement judgement = new FfmpegReceiver(directory).judge("audio", "8 PCMA/8000", null, packets(200));
        assertThat(judgement).isEqualTo(new Judgement("pcm_alaw", 200, 32_000, 8_000, 1, 0, 0, 0));
    }

    @Test
    void shouldMissWhatIsMissing() throws Exception {
        final List<Rtp> packets = packets(200);
        packets.subList(50, 60).clear();
        assertThat(new FfmpegReceiver(directory).judge("audio", "8 PCMA/8000", null, packets).samples()).isEqualTo(190 * 160);
    }
}
