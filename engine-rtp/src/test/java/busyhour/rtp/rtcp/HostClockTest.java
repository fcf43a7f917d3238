package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.RtpReceiveStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One-way delay between two of ours on one host: found out by CNAME, mapped by sender reports. */
class HostClockTest {

    private static final long MS = 1_000_000L;
    private static final int SSRC = 0x5151;
    private static final byte[] OURS = name("busyhour-0011223344556677@0123456789abcdef");
    private static final byte[] TWIN = name("busyhour-8899aabbccddeeff@0123456789abcdef");

    private final RtpReceiveStream receive = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
    private final RtcpSession us = new RtcpSession();
    private final RtcpSession peer = new RtcpSession();
    private final TestSources theirs = new TestSources();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RtcpSession.MAX_LENGTH]);
    private final long wallOffsetNs = 1_790_000_000_123_456_789L;
    private long nowNs = 77_777 * MS;

    private static byte[] name(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void start(final byte[] ourName, final byte[] theirName) {
        receive.reset(AudioCodec.PCMU, 0, 20, 20, nowNs);
        us.start(new TestSources(), receive.receptionReport(), 8_000, 8_000, ourName, RtcpInterval.MIN_INTERVAL_NS, wallOffsetNs, 1, nowNs);
        theirs.ssrc = SSRC;
        theirs.timestampAtZero = 1_000_000;
        peer.start(theirs, new TestSources(), 8_000, 8_000, theirName, RtcpInterval.MIN_INTERVAL_NS, wallOffsetNs, 2, nowNs);
    }

    /** A second of packets, each scheduled at its time, delayed by a mean of {@code delayNs}; a report at its middle. */
    private void second(final long delayNs, final long jitterNs, final boolean report, final Random random) {
        for (int i = 0; i < 50; i++) {
            final long scheduledNs = nowNs + i * 20 * MS;
            final int sequence = (int) (scheduledNs / (20 * MS));
            RtpHeaderFlyweight.write(buffer, 0, false, 0, sequence, theirs.rtpTimestampAt(scheduledNs), SSRC);
            buffer.setMemory(12, 160, (byte) 0xFF);
            final long jitter = jitterNs == 0 ? 0 : random.nextLong(2 * jitterNs) - jitterNs;
            receive.onPacket(buffer, 0, 172, scheduledNs + delayNs + jitter);
            theirs.packets++;
            if (report && i == 25) {
                final int length = peer.writeReport(buffer, 0, scheduledNs);
                peer.onSent(scheduledNs);
                us.onCompound(buffer, 0, length, scheduledNs + 3 * MS); // the report's own delay says nothing
            }
        }
        nowNs += 1_000 * MS;
        receive.onSecond(nowNs + 500 * MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 40, 100, 1_500})
    void shouldMeasureTheWay(final long delayMs) {
        start(OURS, TWIN);
        final Random random = new Random(5);
        second(delayMs * MS, 0, false, random);
        assertThat(receive.quality().oneWayDelayMs()).as("no report yet").isNaN();
        second(delayMs * MS, 0, true, random);
        assertThat(receive.quality().oneWayDelayMs()).isCloseTo(delayMs, within(0.13)); // a timestamp unit is 125 us
        second(delayMs * MS, 0, false, random);
        assertThat(receive.quality().oneWayDelayMs()).isCloseTo(delayMs, within(0.13));
        second((delayMs + 20) * MS, 8 * MS, true, random);
        assertThat(receive.quality().oneWayDelayMs()).as("mean of a jittered second").isCloseTo(delayMs + 20, within(2.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"busyhour-8899aabbccddeeff@0123456789abcdee", "busyhour-8899aabbccddeeff", "phone@0123456789abcdef", "x",
        "busyhour-@", "@0123456789abcdef", "busyhour-8899aabbccddeeff0123456789abcdef"})
    void shouldTrustNoClockOfAStranger(final String name) {
        start(OURS, name(name));
        final Random random = new Random(5);
        second(10 * MS, 0, true, random);
        second(10 * MS, 0, true, random);
        assertThat(receive.quality().oneWayDelayMs()).isNaN();
    }

    @Test
    void shouldKnowNoHostWhereTheEngineKnowsNone() {
        start(name("busyhour-0011223344556677"), name("busyhour-8899aabbccddeeff"));
        second(10 * MS, 0, true, new Random(5));
        assertThat(receive.quality().oneWayDelayMs()).isNaN();
    }

    @Test
    void shouldForgetTheMappingWhenTheTimestampsJump() {
        start(OURS, TWIN);
        final Random random = new Random(5);
        second(30 * MS, 0, true, random);
        assertThat(receive.quality().oneWayDelayMs()).isCloseTo(30, within(0.13));
        theirs.timestampAtZero += 8_000 * 60;
        second(30 * MS, 0, false, random);
        assertThat(receive.quality().oneWayDelayMs()).isNaN();
        second(30 * MS, 0, true, random);
        assertThat(receive.quality().oneWayDelayMs()).isCloseTo(30, within(0.13));
    }
}
