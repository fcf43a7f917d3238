package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way of an ordinary packet against the way that looks for everything, which must send and count the same. */
class SteadySendingPropertyTest {

    private static final long MS = 1_000_000;
    private static final int STREAMS = 12;
    private static final int EVENTS = 101;
    private static final int NOISE = 13;
    private static final List<EncodedTrack> TRACKS = tracks();

    private static List<EncodedTrack> tracks() {
        final List<EncodedTrack> tracks = new ArrayList<>();
        for (final AudioCodec codec : List.of(AudioCodec.PCMU, AudioCodec.PCMA, AudioCodec.G722)) {
            final short[] pcm = Arrays.copyOf(SpeechSignal.samples(codec.sampleRateHz(), 1), 2 * codec.sampleRateHz() - 17);
            tracks.add(TrackEncoder.encode(pcm, codec, 20));
            tracks.add(TrackEncoder.encode(pcm, codec, 40));
            tracks.add(TrackEncoder.encode(Arrays.copyOf(pcm, codec.sampleRateHz() / 4), codec, 20));
            Arrays.fill(pcm, pcm.length / 4, pcm.length / 2, (short) 0);
            tracks.add(TrackEncoder.encode(pcm, AudioEncoding.of(codec, 20).withComfortNoise(true)));
        }
        return tracks;
    }

    /** A stream and its twin, which never goes the short way. */
    private static final class Pair {

        final RtpSendStream stream = new RtpSendStream();
        final RtpSendStream twin = new RtpSendStream();
        final List<String> told = new ArrayList<>();
        final List<String> twinTold = new ArrayList<>();
        private final UnsafeBuffer packet = new UnsafeBuffer(new byte[2_048]);
        private final UnsafeBuffer twinPacket = new UnsafeBuffer(new byte[2_048]);
        private int steady;

        Pair() {
            stream.spokenTo((squares, samples, durationNs, sentNs) -> told.add(squares + " " + samples + " " + durationNs + " " + sentNs));
            twin.spokenTo((squares, samples, durationNs, sentNs) -> twinTold.add(squares + " " + samples + " " + durationNs + " " + sentNs));
        }

        void change(final int what, final Random random, final long nowNs) {
            final EncodedTrack track = TRACKS.get(random.nextInt(TRACKS.size()));
            final int number = random.nextInt();
            switch (what) {
                case 0 -> both(s -> s.start(track, Math.floorMod(number, track.frameCount()), number, number, number, 0, false, nowNs));
                case 1 -> both(s -> s.change(track, 8, number < 0 ? -1 : EVENTS));
                case 2 -> both(s -> s.content().play(track));
                case 3 -> both(s -> s.content().sendEvents(new byte[] {'1', '#'}, 100, 40));
                case 4 -> both(s -> s.content().sendTones(new byte[] {'7'}, 90, 10));
                case 5 -> both(s -> s.onSkipped(1 + Math.floorMod(number, 300)));
                case 6 -> both(s -> s.onSsrcCollision(number));
                case 7 -> both(s -> s.resume(nowNs));
                case 8 -> both(s -> s.content().acceptComfortNoise(number < 0 ? -1 : NOISE));
                case 9 -> both(s -> s.content().acceptEvents(number < 0 ? -1 : EVENTS));
                default -> both(s -> s.onSecond(nowNs));
            }
        }

        private void both(final java.util.function.Consumer<RtpSendStream> command) {
            command.accept(stream);
            command.accept(twin);
        }

        void packet(final Random random, final long nowNs) {
            twin.steady = false;
            steady += stream.isSteady() ? 1 : 0;
            final int length = stream.write(packet, 0);
            assertThat(twin.write(twinPacket, 0)).isEqualTo(length);
            assertThat(Arrays.compare(packet.byteArray(), twinPacket.byteArray())).as("octets").isZero();
            final long latenessNs = random.nextInt(2_000_000);
            if (length == 0) {
                both(s -> s.onQuiet(nowNs));
            } else if (random.nextInt(10) == 0) {
                both(RtpSendStream::onRefused);
            } else {
                both(s -> s.onSent(nowNs + latenessNs, latenessNs));
            }
            if (random.nextInt(4) != 0) {
                assertThat(stream.content().takeDigitsDone()).isEqualTo(twin.content().takeDigitsDone());
                assertThat(stream.content().takePlayed()).isEqualTo(twin.content().takePlayed());
            }
        }

        void verify(final long nowNs) {
            assertThat(figures(stream, nowNs)).isEqualTo(figures(twin, nowNs));
            assertThat(told).isEqualTo(twinTold);
            told.clear();
            twinTold.clear();
        }

        private static List<Object> figures(final RtpSendStream s, final long nowNs) {
            return List.of(s.ssrc(), s.nextSequence(), s.nextTimestamp(), s.payloadType(), s.track(), s.packetsSent(), s.bytesSent(),
                    s.reportPacketCount(), s.reportOctetCount(), s.rtpTimestampAt(nowNs), s.digitsSent(), s.comfortNoisePacketsSent(),
                    s.sendErrors(), s.skippedPackets(), s.packetsSentRatePs(), s.bytesSentRateBps(), s.wireSentRateBps(),
                    s.audioBitrateBps(), s.sendLatenessMaxUs(), s.sendLatenessAvgUs(), s.audioLevelRmsDbov(), s.audioLevelPeakDbov());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldSendAndCountTheSameOnTheShortWay(final long seed) {
        final Random random = new Random(seed);
        final Pair[] pairs = new Pair[STREAMS];
        long nowNs = 0;
        for (int i = 0; i < STREAMS; i++) {
            pairs[i] = new Pair();
            pairs[i].change(0, random, nowNs);
        }
        for (int step = 0; step < 20_000; step++) {
            nowNs += MS;
            final Pair pair = pairs[random.nextInt(STREAMS)];
            if (random.nextInt(40) == 0) {
                pair.change(random.nextInt(20), random, nowNs);
            } else {
                pair.packet(random, nowNs);
            }
            if (step % 10 == 0) {
                pair.verify(nowNs);
            }
        }
        for (final Pair pair : pairs) {
            pair.verify(nowNs);
            assertThat(pair.steady).as("packets on the short way").isPositive();
        }
    }

    @Test
    void shouldTakeTheLongWayUntilSomebodyKnowsThatDigitsAndTracksAreOut() {
        final Pair pair = new Pair();
        pair.stream.start(TRACKS.getFirst(), 0, 1, 0, 0, 0, false, 0);
        pair.stream.content().acceptEvents(EVENTS);
        assertThat(pair.stream.isSteady()).as("before the media clock is known").isFalse();
        send(pair.stream, 1);
        assertThat(pair.stream.isSteady()).isTrue();

        pair.stream.content().sendEvents(new byte[] {'1'}, 40, 20);
        assertThat(pair.stream.isSteady()).isFalse();
        send(pair.stream, 10);
        assertThat(pair.stream.isSteady()).isFalse();
        assertThat(pair.stream.content().takeDigitsDone()).isTrue();
        send(pair.stream, 1);
        assertThat(pair.stream.isSteady()).isTrue();

        assertThat(pair.stream.content().play(TRACKS.get(2))).isTrue();
        assertThat(pair.stream.isSteady()).isFalse();
        send(pair.stream, TRACKS.get(2).frameCount());
        assertThat(pair.stream.isSteady()).isFalse();
        assertThat(pair.stream.content().takePlayed()).isTrue();
        send(pair.stream, 1);
        assertThat(pair.stream.isSteady()).isTrue();
    }

    private static void send(final RtpSendStream stream, final int packets) {
        for (int i = 0; i < packets; i++) {
            stream.onSent(i * 20 * MS, 0);
        }
    }
}
