package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Speech and silence as events, out of packets of G.711. */
class SpeechActivityTest {

    private static final long MS = 1_000_000;

    private final List<String> events = new ArrayList<>();
    private final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE, new AudioEvents() {
        @Override
        public void onSpeech(final long atNs) {
            events.add("speech at " + atNs / MS);
        }

        @Override
        public void onSilence(final long sinceNs, final long atNs) {
            events.add("silent since " + sinceNs / MS + " at " + atNs / MS);
        }
    });
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[172]);
    private final Random random = new Random(1);
    private long nowNs = 1_000 * MS;
    private int sequence;

    SpeechActivityTest() {
        stream.reset(AudioCodec.PCMU, 0, 20, 20, nowNs);
    }

    /** Packets of noise at a level. */
    private void hear(final double dbov, final int packets) {
        for (int i = 0; i < packets; i++) {
            final short[] pcm = new short[160];
            for (int k = 0; k < pcm.length; k++) {
                pcm[k] = (short) Math.round(random.nextGaussian() * 32_768 * Math.pow(10, dbov / 20));
            }
            final EncodedTrack track = TrackEncoder.encode(pcm, AudioCodec.PCMU, 20);
            RtpHeaderFlyweight.write(packet, 0, false, 0, sequence, sequence * 160, 7);
            sequence++;
            packet.putBytes(12, track.buffer(), 0, 160);
            stream.onPacket(packet, 0, 172, nowNs);
            nowNs += 20 * MS;
            stream.onTime(nowNs);
        }
    }

    /** Nothing comes, but time passes. */
    private void wait(final int milliseconds) {
        for (int i = 0; i < milliseconds; i += 20) {
            nowNs += 20 * MS;
            stream.onTime(nowNs);
        }
        sequence += milliseconds / 20;
    }

    @Test
    void shouldTellSpeechAndItsEnd() {
        hear(-70, 20);
        hear(-26, 50);
        hear(-70, 50);
        hear(-30, 10);
        assertThat(events).containsExactly(
                "silent since 1000 at 1200", "speech at 1420", "silent since 2380 at 2580", "speech at 3420");
    }

    @Test
    void shouldNotTakeAClickForSpeechNorAShortPauseForSilence() {
        hear(-70, 20);
        hear(-20, 1);
        hear(-70, 20);
        assertThat(events).hasSize(1);
        hear(-26, 10);
        hear(-70, 8);
        hear(-26, 10);
        assertThat(events).hasSize(2);
    }

    @Test
    void shouldNotFlutterAtTheThreshold() {
        hear(-70, 20);
        hear(-46, 10);
        for (int i = 0; i < 20; i++) {
            hear(i % 2 == 0 ? -48.5 : -51.5, 12);
        }
        assertThat(events).as("between what begins and what ends speech").hasSize(2);
        assertThat(events.get(1)).startsWith("speech");
    }

    @Test
    void shouldCallAPeerSilentThatSendsNothing() {
        hear(-26, 50);
        wait(1_000);
        hear(-26, 50);
        assertThat(events).containsExactly("speech at 1020", "silent since 1980 at 2180", "speech at 3020");
        events.clear();
        stream.reset(AudioCodec.PCMU, 0, 20, 20, nowNs);
        wait(400);
        assertThat(events).as("from the beginning").hasSize(1);
    }

    @Test
    void shouldSayNothingOfSilenceThatWasAgreedOn() {
        hear(-26, 50);
        stream.onSecond(nowNs);
        stream.expectMedia(false, nowNs);
        events.clear();
        wait(5_000);
        stream.onSecond(nowNs);
        assertThat(events).isEmpty();
        assertThat(stream.audio().deadAirMs()).as("hold is no dead air").isZero();
        stream.expectMedia(true, nowNs);
        wait(300);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst()).startsWith("silent since 7000");
    }

    @Test
    void shouldNotTakeSteadyNoiseForSpeech() {
        hear(-45, 1_000); // the floor follows within some seconds
        final int before = events.size();
        hear(-45, 3_000);
        assertThat(events.size() - before).isZero();
        assertThat(events.getLast()).startsWith("silent");
    }
}
