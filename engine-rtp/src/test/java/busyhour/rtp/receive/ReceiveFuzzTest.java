package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.Vectors;
import busyhour.rtp.playout.PlayoutMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever arrives, the stream counts it and goes on, in bounded time. */
class ReceiveFuzzTest {

    @Test
    @Timeout(60)
    void shouldSurviveThePacketCorpusAndItsMutations() throws IOException {
        final List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Vectors.path("03-rtp-srtp/packets"))) {
            for (final Path file : files.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".json")).toList()) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        assertThat(corpus).hasSizeGreaterThan(100);
        final Random random = new Random(5);
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
        stream.reset(AudioCodec.PCMA, 8, 20, 20, 0);
        stream.acceptTelephoneEvent(101);
        stream.acceptComfortNoise(13);
        final long[] outcomes = new long[8];
        long nowNs = 0;
        for (int round = 0; round < 400; round++) {
            for (final byte[] seed : corpus) {
                final byte[] packet = mutate(seed, random, round);
                nowNs += random.nextInt(30_000_000);
                outcomes[stream.onPacket(new UnsafeBuffer(packet), 0, packet.length, nowNs)]++;
            }
            stream.onSecond(nowNs);
            assertSane(stream);
        }
        assertThat(outcomes[PacketOutcome.MALFORMED]).isPositive();
        assertThat(outcomes[PacketOutcome.MEDIA]).isPositive();
        assertThat(stream.network().malformedPackets()).isEqualTo(outcomes[PacketOutcome.MALFORMED]);
    }

    /** The corpora as payloads of every codec, and noise: counted, no exception, figures within their ranges. */
    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    @Timeout(60)
    void shouldSurviveEveryPayload(AudioCodec codec) throws IOException {
        final List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Vectors.path("03-rtp-srtp/packets"))) {
            for (final Path file : files.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".json")).toList()) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        final Random random = new Random(codec.ordinal());
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
        stream.prepare(codec);
        stream.reset(codec, 96, 20, 20, 0);
        stream.acceptTelephoneEvent(101);
        stream.acceptComfortNoise(13);
        stream.detectTones(true);
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[4_096]);
        long nowNs = 0;
        for (int i = 0; i < 6_000; i++) {
            final byte[] seed = corpus.get(random.nextInt(corpus.size()));
            final int length = Math.min(i % 7 == 0 ? random.nextInt(1_500) : seed.length, 4_000);
            RtpHeaderFlyweight.write(packet, 0, random.nextInt(10) == 0, i % 11 == 0 ? 13 : i % 13 == 0 ? 101 : 96, i, i * 160, 3);
            for (int at = 0; at < length; at++) {
                packet.putByte(12 + at, i % 7 == 0 ? (byte) random.nextInt() : seed[at]);
            }
            stream.onPacket(packet, 0, 12 + length, nowNs);
            nowNs += random.nextInt(40_000_000);
            if (i % 50 == 0) {
                stream.onSecond(nowNs);
                assertSane(stream);
            }
        }
        assertThat(stream.network().packetsReceived()).isEqualTo(6_000);
        if (codec.bytesPerUnit() == 0) {
            assertThat(stream.audio().malformedPayloads()).isPositive();
        }
    }

    private static byte[] mutate(byte[] seed, Random random, int round) {
        final byte[] packet = java.util.Arrays.copyOf(seed, round % 5 == 4 ? random.nextInt(seed.length + 1) : seed.length);
        for (int i = 0; packet.length > 0 && i < round % 4; i++) {
            packet[random.nextInt(Math.min(packet.length, 24))] = (byte) random.nextInt();
        }
        if (round % 3 == 1 && packet.length >= 12) {
            packet[0] = (byte) 0x80;
            packet[1] = (byte) (random.nextBoolean() ? 8 : 101);
        }
        return packet;
    }

    /** Wild sequence numbers, timestamps, clocks that go back, silences of days. */
    @Test
    @Timeout(60)
    void shouldSurviveWildNumbers() {
        for (final PlayoutMode mode : PlayoutMode.values()) {
            for (long seed = 0; seed < 40; seed++) {
                final Random random = new Random(seed);
                final RtpReceiveStream stream = new RtpReceiveStream(mode, (int) seed % 3);
                stream.reset(AudioCodec.PCMU, 0, 20, 40, 0);
                stream.acceptTelephoneEvent(96);
                final UnsafeBuffer packet = new UnsafeBuffer(new byte[172]);
                int sequence = 0;
                int timestamp = 0;
                long nowNs = 0;
                for (int i = 0; i < 3_000; i++) {
                    final double dice = random.nextDouble();
                    sequence += dice < 0.02 ? random.nextInt() : dice < 0.05 ? random.nextInt(5_000) : dice < 0.1 ? -random.nextInt(120) : 1;
                    timestamp += dice < 0.02 ? random.nextInt() : 160;
                    nowNs += dice < 0.001 ? 86_400_000_000_000L * random.nextInt(40) : dice < 0.01 ? -random.nextInt(1 << 30) : 20_000_000;
                    RtpHeaderFlyweight.write(packet, 0, dice > 0.95, dice > 0.9 ? 96 : 0, sequence, timestamp, dice < 0.01 ? random.nextInt(3) : 7);
                    stream.onPacket(packet, 0, 12 + random.nextInt(161), nowNs);
                    if (i % 50 == 0) {
                        stream.onSecond(nowNs);
                        assertSane(stream);
                    }
                }
            }
        }
    }

    private static void assertSane(RtpReceiveStream stream) {
        assertRange(stream.quality().mos(), 1, 4.5);
        assertRange(stream.quality().mosLq(), 1, 4.5);
        assertRange(stream.quality().rFactor(), 0, 100);
        assertRange(stream.quality().fractionLost(), 0, 100);
        assertRange(stream.quality().burstDensity(), 0, 1);
        assertRange(stream.quality().gapDensity(), 0, 1);
        assertRange(stream.quality().pdvMs(), 0, Double.MAX_VALUE);
        assertRange(stream.jitterBuffer().jbDepthPackets(), 0, 256);
        assertRange(stream.jitterBuffer().jbDiscardRate(), 0, 100);
        assertRange(stream.audio().plcDurationMs(), 0, 1_000);
        assertRange(stream.audio().speechActivity(), 0, 100);
        assertRange(stream.audio().clippingRatio(), 0, 100);
        assertRange(stream.audio().audioLevelRmsDbov(), -127, 0.1);
    }

    private static void assertRange(double value, double low, double high) {
        if (!Double.isNaN(value)) {
            assertThat(value).isBetween(low, high);
        }
    }
}
