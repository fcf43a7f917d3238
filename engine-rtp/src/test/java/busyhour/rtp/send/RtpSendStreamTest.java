package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpSendStreamTest {

    private static final long MS = 1_000_000;
    private static final int FRAMES = 5;

    private final EncodedTrack track = TrackEncoder.encode(sine(FRAMES * 160), AudioCodec.PCMU, 20);
    private final RtpSendStream stream = new RtpSendStream();
    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

    private static short[] sine(final int samples) {
        final short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(16_384 * Math.sin(2 * Math.PI * 400 * i / 8_000));
        }
        return pcm;
    }

    private void start(final long nowNs) {
        stream.start(track, 3, 0xCAFEBABE, 0xFFFE, -320, 0, false, nowNs);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void shouldSendTheTrackInALoopAcrossAllWraps(final int offset) {
        start(0);
        for (int n = 0; n < 3 * FRAMES; n++) {
            final int length = stream.write(buffer, offset);
            assertThat(header.wrap(buffer, offset, length)).isEqualTo(RtpHeaderFlyweight.VALID);
            assertThat(header.marker()).isEqualTo(n == 0);
            assertThat(header.payloadType()).isZero();
            assertThat(header.sequence()).isEqualTo((0xFFFE + n) & 0xFFFF);
            assertThat(header.timestamp()).isEqualTo(-320 + n * 160);
            assertThat(header.ssrc()).isEqualTo(0xCAFEBABE);
            assertThat(header.payloadLength()).isEqualTo(160);
            final int frame = (3 + n) % FRAMES;
            for (int i = 0; i < 160; i++) {
                assertThat(buffer.getByte(header.payloadOffset() + i))
                        .isEqualTo(track.buffer().getByte(track.frameOffset(frame) + i));
            }
            stream.onSent(n * 20 * MS, 0);
        }
        assertThat(stream.packetsSent()).isEqualTo(15);
        assertThat(stream.bytesSent()).isEqualTo(15 * 160);
    }

    @Test
    void shouldWriteTheSamePacketAgainUntilItIsSent() {
        start(0);
        final UnsafeBuffer first = new UnsafeBuffer(new byte[256]);
        stream.write(first, 0);
        stream.onRefused();
        stream.write(buffer, 0);
        assertThat(buffer).isEqualTo(first);
        assertThat(stream.packetsSent()).isZero();
        assertThat(stream.sendErrors()).isEqualTo(1);
        stream.onSent(0, 0);
        stream.write(buffer, 0);
        assertThat(buffer).isNotEqualTo(first);
    }

    @Test
    void shouldStepOverSkippedPacketsInTimeButNotInSequence() {
        start(0);
        stream.write(buffer, 0);
        stream.onSent(0, 0);
        stream.onSkipped(7);
        final int length = stream.write(buffer, 0);
        header.wrap(buffer, 0, length);
        assertThat(header.sequence()).isEqualTo(0xFFFF);
        assertThat(header.timestamp()).isEqualTo(-320 + 8 * 160);
        assertThat(header.marker()).isTrue();
        assertThat(buffer.getByte(12)).isEqualTo(track.buffer().getByte(track.frameOffset((3 + 8) % FRAMES)));
        stream.onSent(160 * MS, 0);
        header.wrap(buffer, 0, stream.write(buffer, 0));
        assertThat(header.marker()).isFalse();
        assertThat(stream.skippedPackets()).isEqualTo(7);
    }

    @Test
    void shouldReportTheSecondsRates() {
        start(0);
        assertThat(stream.packetsSentRatePs()).isNaN();
        assertThat(stream.sendLatenessMaxUs()).isNaN();
        for (int n = 0; n < 50; n++) {
            stream.onSent(n * 20 * MS + n * 1_000, n * 1_000);
        }
        stream.onSecond(1_000 * MS);
        assertThat(stream.packetsSentRatePs()).isEqualTo(50);
        assertThat(stream.bytesSentRateBps()).isEqualTo(64_000);
        assertThat(stream.wireSentRateBps()).isEqualTo(80_000);
        assertThat(stream.audioBitrateBps()).isEqualTo(64_000);
        assertThat(stream.sendLatenessMaxUs()).isEqualTo(49);
        assertThat(stream.sendLatenessAvgUs()).isCloseTo(24.5, within(1e-9));
        assertThat(stream.ptimeMs()).isEqualTo(20);
        assertThat(stream.audioCodec()).isEqualTo("PCMU");
        // a sine at half of full scale: 6.02 dB below, its RMS 3.01 dB lower still (G.711 quantises)
        assertThat(stream.audioLevelPeakDbov()).isCloseTo(-6.02, within(0.2));
        assertThat(stream.audioLevelRmsDbov()).isCloseTo(-9.03, within(0.1));

        stream.onSecond(2_000 * MS);
        assertThat(stream.packetsSentRatePs()).isZero();
        assertThat(stream.wireSentRateBps()).isZero();
        assertThat(stream.sendLatenessAvgUs()).isNaN();
        assertThat(stream.audioLevelRmsDbov()).isNaN();
        assertThat(stream.audioBitrateBps()).isNaN();
    }

    @Test
    void shouldCountIpv6HeadersAndHoldARateBackUntilItMeansSomething() {
        stream.start(track, 0, 1, 0, 0, 0, true, 0);
        stream.onSent(0, 0);
        stream.onSecond(10 * MS);
        assertThat(stream.packetsSentRatePs()).isNaN();
        assertThat(stream.sendLatenessAvgUs()).isZero();
        for (int n = 1; n < 50; n++) {
            stream.onSent(n * 20 * MS, 0);
        }
        stream.onSecond(1_000 * MS);
        assertThat(stream.packetsSentRatePs()).isEqualTo(50);
        assertThat(stream.wireSentRateBps()).isEqualTo(50 * 8 * (160 + 12 + 8 + 40));
    }

    @Test
    void shouldCallSilenceTheFloor() {
        stream.start(TrackEncoder.encode(new short[160], AudioCodec.PCMU, 20), 0, 1, 0, 0, 0, false, 0);
        stream.onSent(0, 0);
        stream.onSecond(1_000 * MS);
        assertThat(stream.audioLevelRmsDbov()).isEqualTo(-127);
        assertThat(stream.audioLevelPeakDbov()).isEqualTo(-127);
    }

    @Test
    void shouldKeepTheMediaClockOnTheScheduleForDays() {
        start(0);
        assertThat(stream.rtpTimestampAt(5)).isEqualTo(-320);
        stream.onSent(103 * MS, 3 * MS); // intended at 100 ms
        assertThat(stream.rtpTimestampAt(100 * MS)).isEqualTo(-320);
        assertThat(stream.rtpTimestampAt(120 * MS)).isEqualTo(-320 + 160);
        assertThat(stream.rtpTimestampAt(80 * MS)).isEqualTo(-320 - 160);
        final long days = 40L * 86_400 * 1_000 * MS;
        assertThat(stream.rtpTimestampAt(100 * MS + days)).isEqualTo((int) (-320 + 40L * 86_400 * 8_000));
    }

    @Test
    void shouldBeginTheReportsCountsAnewUnderANewSsrc() {
        start(0);
        stream.onSent(0, 0);
        stream.onSsrcCollision(77);
        assertThat(stream.ssrc()).isEqualTo(77);
        assertThat(stream.reportPacketCount()).isZero();
        assertThat(stream.reportOctetCount()).isZero();
        assertThat(stream.packetsSent()).isEqualTo(1);
        header.wrap(buffer, 0, stream.write(buffer, 0));
        assertThat(header.ssrc()).isEqualTo(77);
        assertThat(header.sequence()).isEqualTo(0xFFFF);
    }

    @Test
    void shouldBeginAnewForTheNextCall() {
        start(0);
        stream.onSent(0, 5);
        stream.onRefused();
        stream.onSkipped(2);
        stream.onSecond(1_000 * MS);
        start(5_000 * MS);
        assertThat(stream.packetsSent()).isZero();
        assertThat(stream.bytesSent()).isZero();
        assertThat(stream.sendErrors()).isZero();
        assertThat(stream.skippedPackets()).isZero();
        assertThat(stream.sendLatenessMaxUs()).isNaN();
        assertThat(stream.packetsSentRatePs()).isNaN();
        header.wrap(buffer, 0, stream.write(buffer, 0));
        assertThat(header.marker()).isTrue();
        assertThat(header.timestamp()).isEqualTo(-320);
    }

    @Test
    void shouldAnswerNothingMeasuredBeforeTheFirstCall() {
        stream.onSecond(0);
        assertThat(stream.ptimeMs()).isNaN();
        assertThat(stream.packetsSentRatePs()).isNaN();
        assertThat(stream.audioCodec()).isNull();
        assertThatThrownBy(() -> stream.start(track, FRAMES, 1, 0, 0, 0, false, 0)).hasMessageContaining("5 of 5");
    }
}
