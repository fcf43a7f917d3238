package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.codec.OpusPacket;
import busyhour.rtp.PcapReader;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.Vectors;
import busyhour.rtp.playout.PlayoutMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of each codec's packets without decoding, and how those sound that the shard hears itself. */
class CodecReceiveTest {

    private static final long MS = 1_000_000;

    private final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[2_048]);
    private int sequence = 40;
    private int timestamp = -2_000;
    private long nowNs = 1_000 * MS;

    private void send(final byte[] payload, final boolean marker) {
        RtpHeaderFlyweight.write(packet, 0, marker, 111, sequence, timestamp, 99);
        packet.putBytes(12, payload);
        stream.onPacket(packet, 0, 12 + payload.length, nowNs);
    }

    private void step(final int units, final int milliseconds) {
        sequence++;
        timestamp += units;
        nowNs += milliseconds * MS;
    }

    private static List<byte[]> opusPackets(final String file) {
        try {
            final ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(Vectors.path("04-codecs/opus/" + file))).order(ByteOrder.BIG_ENDIAN);
            final List<byte[]> packets = new ArrayList<>();
            while (in.remaining() >= 8) {
                final byte[] payload = new byte[in.getInt()];
                in.getInt(); // final range
                in.get(payload);
                packets.add(payload);
            }
            return packets;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldReadOpusFromItsFirstOctet() {
        stream.reset(AudioCodec.OPUS, 111, 20, 20, nowNs);
        stream.onSecond(nowNs);
        assertThat(stream.audio().opusBandwidthHz()).isNaN();
        assertThat(stream.audio().opusLastPacketDurationMs()).isNaN();
        // code 3: three frames of 20 ms, SILK wideband; each of one size
        for (int i = 0; i < 30; i++) {
            send(new byte[]{(byte) (9 << 3 | 3), 3, 1, 1, 1, 2, 2, 2, 3, 3, 3}, false);
            step(2_880, 60);
        }
        stream.onSecond(nowNs);
        assertThat(stream.audio().opusLastPacketDurationMs()).isEqualTo(60);
        assertThat(stream.audio().opusBandwidthHz()).isEqualTo(8_000);
        assertThat(stream.audio().ptimeMs()).isEqualTo(60);
        assertThat(stream.audio().audioBitrateBps()).isCloseTo(11 * 8 / 0.06, within(1e-6));
        assertThat(stream.quality().timestampJumps()).isZero();
        assertThat(stream.quality().mos()).as("no recommendation has values for Opus").isNaN();
        assertThat(stream.quality().idDelay()).isNotNaN();
        assertThat(stream.audio().audioLevelRmsDbov()).as("nobody decodes").isNaN();
        assertThat(stream.audio().deadAirMs()).isNaN();
        assertThat(stream.audio().opusDecoderGainDb()).isNaN();
        assertThat(stream.jitterBuffer().jbPacketsPushed()).isPositive();
        // another configuration in mid-stream: 2.5 ms CELT fullband
        send(new byte[]{(byte) (28 << 3), 5}, false);
        stream.onSecond(nowNs + MS);
        assertThat(stream.audio().opusLastPacketDurationMs()).isEqualTo(2.5);
        assertThat(stream.audio().opusBandwidthHz()).isEqualTo(20_000);
    }

    @Test
    void shouldTakeTheSilenceOfACodecForNoJump() {
        stream.reset(AudioCodec.OPUS, 111, 20, 20, nowNs);
        for (int i = 0; i < 100; i++) {
            send(new byte[]{(byte) (9 << 3), 1, 2, 3}, false);
            final boolean silence = i % 20 == 19;
            step(silence ? 400 * 48 : 960, silence ? 400 : 20);
        }
        stream.onSecond(nowNs);
        assertThat(stream.quality().timestampJumps()).isZero();
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.jitterBuffer().jbPacketLosses()).isZero();
        timestamp += 48_000 * 9; // nothing explains nine seconds
        send(new byte[]{(byte) (9 << 3), 1}, false);
        assertThat(stream.quality().timestampJumps()).isEqualTo(1);
    }

    @Test
    void shouldCountLossesThatTheNextPacketMakesGood() {
        final List<byte[]> packets = opusPackets("silk-wb-24k-20ms-fec-loss.bit");
        final Set<Integer> lost = Set.of(10, 25, 26, 40, 77, 100);
        final OpusPacket opus = new OpusPacket();
        stream.reset(AudioCodec.OPUS, 111, 20, 20, nowNs);
        int recoverable = 0;
        for (int i = 0; i < packets.size(); i++) {
            final byte[] payload = packets.get(i);
            if (!lost.contains(i) && payload.length > 0) {
                assertThat(opus.wrap(new UnsafeBuffer(payload), 0, payload.length)).isTrue();
                recoverable += lost.contains(i - 1) && opus.hasFec() ? 1 : 0;
                send(payload, i == 0);
            }
            step(960, 20);
        }
        stream.onSecond(nowNs + 500 * MS);
        assertThat(recoverable).as("the coder makes copies of active speech only").isBetween(1, 5);
        assertThat(stream.audio().opusFecRecovered()).isEqualTo(recoverable);
        assertThat(stream.jitterBuffer().jbPacketLosses()).isEqualTo(6);
        assertThat(stream.audio().opusBandwidthHz()).isEqualTo(8_000);
        assertThat(stream.audio().malformedPayloads()).isZero();
        assertThat(stream.audio().plcEvents()).isPositive();
    }

    @Test
    void shouldHearWhatADecoderHandsIn() {
        stream.reset(AudioCodec.OPUS, 111, 20, 20, nowNs);
        stream.audio().decoder(true, nowNs);
        for (int i = 0; i < 50; i++) {
            send(new byte[]{(byte) (9 << 3), 1, 2, 3}, false);
            stream.audio().decoded(960L * 1_000 * 1_000, 960, 1_000 * 1_000, i == 3 ? 96 : 0, 20 * MS, nowNs);
            step(960, 20);
        }
        stream.audio().concealed(20 * MS, true);
        stream.audio().concealed(20 * MS, false);
        stream.onSecond(nowNs);
        assertThat(stream.audio().audioLevelRmsDbov()).isCloseTo(20 * Math.log10(1_000 / 32_768.0), within(1e-9));
        assertThat(stream.audio().speechActivity()).isEqualTo(100);
        assertThat(stream.audio().clippingRatio()).isCloseTo(0.2, within(1e-9));
        assertThat(stream.audio().plcEvents()).isEqualTo(1);
        assertThat(stream.audio().plcDurationMs()).isEqualTo(40);
        assertThat(stream.audio().opusDecoderGainDb()).isZero();
        assertThat(stream.audio().deadAirMs()).isZero();
        stream.audio().decoderGainDb(-3);
        assertThat(stream.audio().opusDecoderGainDb()).isEqualTo(-3);
        nowNs += 700 * MS;
        stream.onSecond(nowNs);
        assertThat(stream.audio().deadAirMs()).isEqualTo(720); // since the last packet, 20 ms before the first second's end
    }

    @ParameterizedTest
    @CsvSource({"20, 160", "30, 240", "2, 80", "22, 240", "10, 80"})
    void shouldKnowHowLongG729Lasts(final int length, final int units) {
        stream.reset(AudioCodec.G729, 111, 20, 20, nowNs);
        for (int i = 0; i < 20; i++) {
            send(new byte[length], false);
            step(units, units / 8);
        }
        stream.onSecond(nowNs);
        assertThat(stream.audio().ptimeMs()).isEqualTo(units / 8.0);
        assertThat(stream.quality().timestampJumps()).isZero();
        assertThat(stream.quality().mos()).as("G.729 with annex B").isBetween(3.5, 4.2);
        send(new byte[7], false);
        assertThat(stream.audio().malformedPayloads()).isEqualTo(1);
    }

    @Test
    void shouldReadAmrInBothFormats() {
        final AmrPayload amr = new AmrPayload();
        // octet-aligned: CMR 15, two frames of 12.2 kbit/s (244 bits = 31 octets each)
        final byte[] aligned = new byte[1 + 2 + 62];
        aligned[0] = (byte) 0xF0;
        aligned[1] = (byte) (0x80 | 7 << 3 | 4);
        aligned[2] = (byte) (7 << 3 | 4);
        assertThat(amr.read(AudioCodec.AMR, new UnsafeBuffer(aligned), 0, aligned.length)).isTrue();
        assertThat(amr.frames()).isEqualTo(2);
        assertThat(amr.mode()).isEqualTo(7);
        // bandwidth-efficient: 4 + 6 + 244 bits = 32 octets: CMR 1111, F 0, FT 0111, Q 1
        final byte[] efficient = new byte[32];
        efficient[0] = (byte) 0xF3;
        efficient[1] = (byte) 0xC0;
        assertThat(amr.read(AudioCodec.AMR, new UnsafeBuffer(efficient), 0, efficient.length)).isTrue();
        assertThat(amr.frames()).isEqualTo(1);
        assertThat(amr.mode()).isEqualTo(7);
        assertThat(amr.read(AudioCodec.AMR, new UnsafeBuffer(efficient), 0, 31)).isFalse();
        // wideband 12.65, octet-aligned: 253 bits = 32 octets
        final byte[] wide = new byte[34];
        wide[0] = (byte) 0xF0;
        wide[1] = (byte) (2 << 3 | 4);
        stream.reset(AudioCodec.AMR_WB, 111, 20, 20, nowNs);
        for (int i = 0; i < 50; i++) {
            send(wide, false);
            step(320, 20);
        }
        stream.onSecond(nowNs);
        assertThat(stream.audio().ptimeMs()).isEqualTo(20);
        assertThat(stream.quality().ieEff()).isEqualTo(13);
        assertThat(stream.quality().mosLq()).isCloseTo(4.3371, within(1e-4));
        for (int i = 0; i < 20; i++) {
            send(new byte[]{(byte) 0xF0, (byte) (12 << 3)}, false); // no such frame type
            step(320, 20);
        }
        assertThat(stream.audio().malformedPayloads()).isEqualTo(20);
    }

    @Test
    void shouldHearG722AndLinearSamples() throws IOException {
        final byte[] g722 = Files.readAllBytes(Vectors.path("04-codecs/g722/stl/inpsp.g722"));
        final ByteBuffer pcm = ByteBuffer.wrap(Files.readAllBytes(Vectors.path("04-codecs/g722/stl/outsp1_mode1_s16le.raw")))
                .order(ByteOrder.LITTLE_ENDIAN);
        final int seconds = g722.length / 8_000;
        assertThat(seconds).isGreaterThan(2);
        stream.prepare(AudioCodec.G722);
        stream.reset(AudioCodec.G722, 111, 20, 20, nowNs);
        for (int second = 0; second < seconds; second++) {
            double sum = 0;
            double largest = 0;
            for (int i = 0; i < 16_000; i++) {
                final double sample = pcm.getShort(2 * (16_000 * second + i));
                sum += sample * sample;
                largest = Math.max(largest, sample * sample);
            }
            for (int i = 0; i < 50; i++) {
                final byte[] payload = new byte[160];
                System.arraycopy(g722, 8_000 * second + 160 * i, payload, 0, 160);
                send(payload, false);
                step(160, 20);
            }
            stream.onSecond(nowNs);
            assertThat(stream.audio().audioLevelRmsDbov()).isCloseTo(dbov(sum / 16_000), within(0.01));
            assertThat(stream.audio().audioLevelPeakDbov()).isCloseTo(dbov(largest), within(0.01));
        }
        assertThat(stream.audio().ptimeMs()).isEqualTo(20);
        assertThat(stream.quality().timestampJumps()).isZero();

        stream.reset(AudioCodec.L16, 111, 20, 20, nowNs);
        final byte[] linear = new byte[640];
        for (int i = 0; i < 320; i++) {
            linear[2 * i] = (byte) (i % 2 == 0 ? 0x7F : 0xC0);
            linear[2 * i + 1] = (byte) (i % 2 == 0 ? 0xFF : 0);
        }
        for (int i = 0; i < 50; i++) {
            send(linear, false);
            step(320, 20);
        }
        stream.onSecond(nowNs);
        final double expected = (32_767.0 * 32_767 + 16_384.0 * 16_384) / 2;
        assertThat(stream.audio().audioLevelRmsDbov()).isCloseTo(dbov(expected), within(1e-6));
        assertThat(stream.audio().clippingRatio()).isEqualTo(50);
        assertThat(stream.audio().ptimeMs()).isEqualTo(20);
        assertThat(stream.quality().mos()).as("G.107.1 with Ie,wb 0").isGreaterThan(4.4);
    }

    private static double dbov(final double square) {
        return 10 * Math.log10(square / (32_768.0 * 32_768));
    }

    @Test
    void shouldTakeAnotherJitterBufferAtReset() {
        stream.reset(AudioCodec.PCMU, 111, 20, 20, nowNs);
        stream.playoutMode(PlayoutMode.FIXED_200);
        stream.reset(AudioCodec.PCMU, 111, 20, 20, nowNs);
        for (int i = 0; i < 50; i++) {
            send(new byte[160], i == 0);
            step(160, 20);
        }
        stream.onSecond(nowNs);
        assertThat(stream.jitterBuffer().jbTargetDelayMs()).isEqualTo(200);
        assertThat(stream.jitterBuffer().jbCurrentDelayMs()).isEqualTo(200);
        stream.playoutMode(PlayoutMode.FIXED_50);
        assertThat(stream.jitterBuffer().jbTargetDelayMs()).isEqualTo(200);
        stream.reset(AudioCodec.PCMU, 111, 20, 20, nowNs);
        send(new byte[160], true);
        stream.onSecond(nowNs + 20 * MS);
        assertThat(stream.jitterBuffer().jbTargetDelayMs()).isEqualTo(50);
    }

    @Test
    void shouldNotCallDescribedSilenceDead() {
        stream.reset(AudioCodec.PCMU, 111, 20, 20, nowNs);
        stream.acceptComfortNoise(13);
        send(new byte[160], false);
        step(160, 20);
        for (final int level : new int[]{45, 70}) { // -45 dBov can be heard, -70 cannot
            final double before = stream.audio().deadAirMs();
            RtpHeaderFlyweight.write(packet, 0, false, 13, sequence, timestamp, 99);
            packet.putByte(12, (byte) level);
            assertThat(stream.onPacket(packet, 0, 13, nowNs)).isEqualTo(PacketOutcome.COMFORT_NOISE);
            step(8_000, 1_000);
            stream.onSecond(nowNs);
            assertThat(stream.audio().deadAirMs() - before).isCloseTo(level == 45 ? 0 : 1_000, within(1.0));
        }
        assertThat(stream.audio().comfortNoisePacketsReceived()).isEqualTo(2);
    }

    /** Captures of real Opus and G.729 streams, codec looked into. */
    @ParameterizedTest
    @CsvSource({"asterisk-opus-fec-full.pcapng, OPUS", "mediastreamer-rtp-60late-500total.pcapng, OPUS", "rtpproxy-lost.a.pcap, G729"})
    void shouldUnderstandRealStreams(final String file, final AudioCodec codec) {
        RtpHeaderFlyweight header = new RtpHeaderFlyweight();
        final UnsafeBuffer datagram = new UnsafeBuffer(0, 0);
        long secondNs = 0;
        int ssrc = 0;
        for (final PcapReader.Datagram next : PcapReader.read(Vectors.path("03-rtp-srtp/captures/" + file))) {
            datagram.wrap(next.payload());
            if (header.wrap(datagram, 0, datagram.capacity()) != RtpHeaderFlyweight.VALID || RtpHeaderFlyweight.isRtcp(datagram, 0, 12)) {
                continue;
            }
            if (secondNs == 0) {
                secondNs = next.arrivalNs();
                ssrc = header.ssrc();
                stream.reset(codec, header.payloadType(), 20, 20, secondNs);
            }
            if (header.ssrc() == ssrc) {
                while (next.arrivalNs() - secondNs >= 1_000 * MS) {
                    secondNs += 1_000 * MS;
                    stream.onSecond(secondNs);
                }
                stream.onPacket(datagram, 0, datagram.capacity(), next.arrivalNs());
            }
        }
        stream.onSecond(secondNs + 1_000 * MS);
        assertThat(stream.network().packetsReceived()).isGreaterThan(200);
        assertThat(stream.audio().malformedPayloads()).isZero();
        assertThat(stream.audio().ptimeMs()).isPositive();
        assertThat(stream.quality().timestampJumps()).isLessThan(3);
    }
}
