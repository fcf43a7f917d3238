package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.codec.G711;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RtpReceiveStreamTest {

    private static final long MS = 1_000_000;
    private static final int SSRC = 0x600DCA11;

    private final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[400]);
    private int sequence = 65_530;
    private int timestamp = -800;
    private long nowNs = 500 * MS;
    private byte code = G711.encodeALaw((short) 8_000);

    @BeforeEach
    void begin() {
        stream.reset(AudioCodec.PCMA, 8, 20, 20, nowNs);
        stream.acceptTelephoneEvent(101);
        stream.acceptComfortNoise(13);
    }

    private int send(int payloadType, boolean marker, int seq, int ts, int ssrc, int payloadLength) {
        RtpHeaderFlyweight.write(packet, 0, marker, payloadType, seq, ts, ssrc);
        packet.setMemory(12, payloadLength, code);
        return stream.onPacket(packet, 0, 12 + payloadLength, nowNs);
    }

    private void audio(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(send(8, false, sequence++, timestamp, SSRC, 160)).isEqualTo(PacketOutcome.MEDIA);
            timestamp += 160;
            nowNs += 20 * MS;
        }
    }

    private void tick() {
        stream.onSecond(nowNs);
    }

    @Test
    void shouldMeasureNothingBeforeThereIsAnything() {
        nowNs += 1_000 * MS;
        tick();
        assertThat(stream.hasSource()).isFalse();
        assertThat(stream.receptionReport().hasSource()).isFalse();
        assertThat(stream.network().packetsReceived()).isZero();
        assertThat(stream.network().packetsRecvRatePs()).isZero();
        assertThat(new double[]{stream.quality().mos(), stream.quality().jitterMs(), stream.quality().packetsLost(),
            stream.quality().fractionLost(), stream.quality().burstDensity(), stream.network().minPacketSpacing(),
            stream.jitterBuffer().jbTargetDelayMs(), stream.audio().audioLevelRmsDbov(), stream.audio().ptimeMs(),
            stream.audio().audioBitrateBps()}).containsOnly(Double.NaN);
        assertThat(stream.audio().deadAirMs()).isEqualTo(1_000);
    }

    @Test
    void shouldGiveRatesSpacingAndBitRateOfASecond() {
        audio(50);
        tick();
        assertThat(stream.network().packetsReceived()).isEqualTo(50);
        assertThat(stream.network().bytesReceived()).isEqualTo(8_000);
        assertThat(stream.network().packetsRecvRatePs()).isEqualTo(50);
        assertThat(stream.network().bytesRecvRateBps()).isEqualTo(64_000);
        assertThat(stream.network().wireRecvRateBps()).isEqualTo(50 * (160 + 12 + 8 + 20) * 8);
        assertThat(stream.audio().audioBitrateBps()).isEqualTo(64_000);
        assertThat(stream.audio().ptimeMs()).isEqualTo(20);
        nowNs += 7 * MS;
        audio(1);
        nowNs += 993 * MS;
        tick();
        assertThat(stream.network().maxPacketSpacing()).isEqualTo(27);
        assertThat(stream.network().minPacketSpacing()).isEqualTo(20);
        assertThat(stream.network().avgPacketSpacing()).isCloseTo((49 * 20 + 27) / 50.0, within(1e-9));
        nowNs += 1_000 * MS;
        tick();
        nowNs += 1_000 * MS;
        tick();
        assertThat(stream.network().maxPacketSpacing()).isNaN();
        assertThat(stream.quality().jitterMs()).isNaN();
    }

    @Test
    void shouldKeepTelephoneEventsOutOfJitterLevelsAndTimestampJumps() {
        audio(20);
        final int began = timestamp;
        for (int i = 0; i < 8; i++) {
            assertThat(send(101, i == 0, sequence++, began, SSRC, 4)).isEqualTo(PacketOutcome.TELEPHONE_EVENT);
            timestamp += 160;
            nowNs += 20 * MS;
        }
        audio(60);
        nowNs += 100 * MS;
        tick();
        assertThat(stream.quality().timestampJumps()).isZero();
        assertThat(stream.quality().jitterMaxMs()).isCloseTo(0, within(1e-6));
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.jitterBuffer().jbPacketLosses()).isZero();
        assertThat(stream.jitterBuffer().jbPacketsPushed()).isEqualTo(80);
        assertThat(stream.jitterBuffer().jbLatePackets()).isZero();
        assertThat(stream.network().packetsReceived()).isEqualTo(88);
    }

    @Test
    void shouldTakeSilenceWithComfortNoiseAsNoLoss() {
        audio(30);
        assertThat(send(13, false, sequence++, timestamp, SSRC, 1)).isEqualTo(PacketOutcome.COMFORT_NOISE);
        timestamp += 8_000;
        nowNs += 1_000 * MS;
        assertThat(send(8, true, sequence++, timestamp, SSRC, 160)).isEqualTo(PacketOutcome.MEDIA);
        timestamp += 160;
        nowNs += 20 * MS;
        audio(40);
        tick();
        assertThat(stream.audio().comfortNoisePacketsReceived()).isEqualTo(1);
        assertThat(stream.quality().timestampJumps()).isZero();
        assertThat(stream.quality().jitterMaxMs()).isCloseTo(0, within(1e-6));
        assertThat(stream.jitterBuffer().jbPacketLosses()).isZero();
        assertThat(stream.jitterBuffer().jbUnderflows()).isZero();
    }

    @Test
    void shouldCountTimestampStepsThatNothingExplains() {
        audio(10);
        timestamp += 80; // half a packet out of nowhere
        audio(10);
        assertThat(stream.quality().timestampJumps()).isEqualTo(1);
        timestamp += 1 << 30; // another clock
        audio(10);
        tick();
        assertThat(stream.quality().timestampJumps()).isEqualTo(2);
        assertThat(stream.quality().jitterMaxMs()).as("a new clock is no jitter").isLessThan(1);
        timestamp += 1 << 30;
        send(8, true, sequence++, timestamp, SSRC, 160);
        assertThat(stream.quality().timestampJumps()).as("a marker explains a silence, not another clock").isEqualTo(3);
    }

    @Test
    void shouldExplainAStepByALossOrAChangeOfPacketTime() {
        audio(5);
        sequence += 3;
        timestamp += 3 * 160;
        nowNs += 60 * MS;
        audio(5);
        for (int i = 0; i < 5; i++) {
            send(8, false, sequence++, timestamp, SSRC, 240);
            timestamp += 240;
            nowNs += 30 * MS;
        }
        audio(5);
        assertThat(stream.quality().timestampJumps()).isZero();
        tick();
        assertThat(stream.audio().ptimeMs()).isEqualTo(20);
        assertThat(stream.quality().packetsLost()).isEqualTo(3);
        assertThat(stream.audio().audioBitrateBps()).isCloseTo(64_000, within(1e-6));
    }

    @Test
    void shouldFollowAChangeOfSource() {
        audio(30);
        sequence = 100;
        timestamp = 5;
        for (int i = 0; i < 30; i++) {
            send(8, false, sequence++, timestamp, 77, 160);
            timestamp += 160;
            nowNs += 20 * MS;
        }
        tick();
        assertThat(stream.quality().ssrcSwitches()).isEqualTo(1);
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.quality().timestampJumps()).isZero();
        assertThat(stream.quality().jitterMs()).isCloseTo(0, within(1e-6));
        assertThat(stream.network().packetsReceived()).isEqualTo(60);
        assertThat(stream.receptionReport().sourceSsrc()).isEqualTo(77);
        assertThat(stream.receptionReport().packetsExpected()).isEqualTo(30);
        assertThat(stream.jitterBuffer().jbPacketLosses()).isZero();
    }

    @Test
    void shouldFollowARestartOfTheSource() {
        audio(30);
        sequence += 20_000;
        timestamp += 1 << 29;
        assertThat(send(8, false, sequence++, timestamp, SSRC, 160)).isEqualTo(PacketOutcome.UNCONFIRMED);
        timestamp += 160;
        nowNs += 20 * MS;
        audio(29);
        tick();
        assertThat(stream.network().sequenceNumberJumps()).isEqualTo(1);
        assertThat(stream.network().sequenceNumberResets()).isEqualTo(1);
        assertThat(stream.network().packetsReceived()).isEqualTo(60);
        assertThat(stream.network().bytesReceived()).isEqualTo(60 * 160);
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.quality().jitterMs()).isCloseTo(0, within(1e-6));
    }

    @Test
    void shouldCountWhatDoesNotBelong() {
        assertThat(send(96, false, 1, 1, 5, 20)).isEqualTo(PacketOutcome.UNEXPECTED_PAYLOAD_TYPE);
        assertThat(stream.hasSource()).isFalse();
        audio(10);
        assertThat(send(96, false, 1, 1, 5, 20)).isEqualTo(PacketOutcome.UNEXPECTED_PAYLOAD_TYPE);
        assertThat(stream.quality().ssrcSwitches()).isZero();
        assertThat(send(0, false, sequence++, timestamp, SSRC, 160)).isEqualTo(PacketOutcome.UNEXPECTED_PAYLOAD_TYPE);
        timestamp += 160;
        nowNs += 20 * MS;
        audio(10);
        assertThat(stream.network().unexpectedPayloadType()).isEqualTo(3);
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.onPacket(packet, 0, 5, nowNs)).isEqualTo(PacketOutcome.MALFORMED);
        packet.putByte(0, (byte) 0);
        assertThat(stream.onPacket(packet, 0, 100, nowNs)).isEqualTo(PacketOutcome.MALFORMED);
        packet.putByte(0, (byte) 0x80);
        packet.putByte(1, (byte) 200);
        assertThat(stream.onPacket(packet, 0, 28, nowNs)).isEqualTo(PacketOutcome.RTCP);
        assertThat(stream.network().malformedPackets()).isEqualTo(2);
        assertThat(stream.network().packetsReceived()).isEqualTo(21);
    }

    @Test
    void shouldMeasureDelayVariationAndLatePacketsOfTheSecond() {
        for (int i = 0; i < 50; i++) {
            nowNs += i == 25 ? 30 * MS : 0;
            send(8, false, sequence++, timestamp, SSRC, 160);
            nowNs -= i == 25 ? 30 * MS : 0;
            timestamp += 160;
            nowNs += 20 * MS;
        }
        tick();
        assertThat(stream.quality().pdvMs()).isEqualTo(30);
        assertThat(stream.network().latePackets()).isEqualTo(1);
    }

    @Test
    void shouldMeasureLevels() {
        audio(25);
        code = G711.SILENCE_A_LAW;
        audio(25);
        tick();
        final double level = 20 * Math.log10(G711.decodeALaw(G711.encodeALaw((short) 8_000)) / 32_768.0);
        assertThat(stream.audio().audioLevelPeakDbov()).isCloseTo(level, within(1e-9));
        assertThat(stream.audio().audioLevelRmsDbov()).isCloseTo(level - 10 * Math.log10(2), within(0.01));
        assertThat(stream.audio().speechActivity()).isCloseTo(70, within(0.01)); // 25 packets and 200 ms of hangover
        assertThat(stream.audio().signalLevelDbov()).isCloseTo(level - 10 * Math.log10(35 / 25.0), within(0.01));
        assertThat(stream.audio().noiseLevelDbov()).isBetween(-73.0, -72.0); // the smallest code of A-law
        assertThat(stream.audio().deadAirMs()).isEqualTo(500);
        assertThat(stream.audio().clippingRatio()).isZero();
        code = G711.encodeALaw(Short.MAX_VALUE);
        audio(50);
        tick();
        assertThat(stream.audio().clippingRatio()).isEqualTo(100);
        assertThat(stream.audio().speechActivity()).isEqualTo(100);
        assertThat(stream.audio().noiseLevelDbov()).isNaN();
        nowNs += 1_000 * MS;
        tick();
        assertThat(stream.audio().deadAirMs()).isCloseTo(500 + 980 + 20, within(20.0));
    }

    @Test
    void shouldForgetTheLastCall() {
        audio(10);
        sequence += 5;
        audio(60);
        send(96, false, 9, 9, SSRC, 10);
        tick();
        nowNs += 3_000 * MS;
        begin();
        sequence = 3;
        timestamp = 77;
        audio(50);
        tick();
        assertThat(stream.network().packetsReceived()).isEqualTo(50);
        assertThat(stream.quality().packetsLost()).isZero();
        assertThat(stream.network().unexpectedPayloadType()).isZero();
        assertThat(stream.jitterBuffer().jbPacketLosses()).isZero();
        assertThat(stream.quality().ssrcSwitches()).isZero();
        assertThat(stream.quality().timestampJumps()).isZero();
        assertThat(stream.quality().burstDensity()).isZero();
        assertThat(stream.quality().gapDensity()).isZero();
        assertThat(stream.audio().deadAirMs()).isZero();
    }
}
