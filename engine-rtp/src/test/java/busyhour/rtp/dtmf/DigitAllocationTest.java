package busyhour.rtp.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.AudioEvents;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.send.RtpSendStream;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Digits by events and tones, files played, codecs changed, speech told: all that a packet of these can touch. */
class DigitAllocationTest implements AudioEvents {

    private static final long MS = 1_000_000;
    private static final byte[] DIGITS = DigitLink.ascii("159#");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EncodedTrack muLaw = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMU, 20);
    private final EncodedTrack aLaw = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMA, 20);
    private final EncodedTrack prompt = TrackEncoder.encode(new short[3_200], AudioCodec.PCMU, 20);
    private final RtpSendStream send = new RtpSendStream();
    private final RtpReceiveStream receive = new RtpReceiveStream(PlayoutMode.ADAPTIVE, this);
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[512]);
    private long nowNs;
    private int digits;
    private int changes;

    @Test
    void shouldAllocateNothing() {
        threads.getCurrentThreadAllocatedBytes(); // its first call allocates
        call();
        final int before = digits;
        final long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        call();
        final long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        assertThat(allocated).isZero();
        assertThat(digits - before).as("events, then tones").isEqualTo(8);
        assertThat(changes).isPositive();
    }

    private void call() {
        send.start(muLaw, 0, 1, 0, 0, 0, false, nowNs);
        receive.reset(AudioCodec.PCMU, 0, 20, 20, nowNs);
        send.content().acceptEvents(101);
        receive.acceptTelephoneEvent(101, 8_000);
        send.content().sendEvents(DIGITS, 100, 60);
        run(60);
        send.content().play(prompt);
        run(30);
        send.change(aLaw, 8, -1);
        receive.addCodec(AudioCodec.PCMA, 8);
        receive.acceptTelephoneEvent(-1, 8_000);
        receive.detectTones(true);
        run(30);
        send.content().sendTones(DIGITS, 100, 60);
        run(60);
        receive.expectMedia(false, nowNs);
        nowNs += 1_000 * MS;
        send.resume(nowNs);
        receive.expectMedia(true, nowNs);
        run(20);
        receive.onInfoDigit(100);
    }

    private void run(final int packets) {
        for (int i = 0; i < packets; i++) {
            final int length = send.write(packet, 0);
            send.onSent(nowNs, 0);
            if (i % 13 != 12) {
                receive.onPacket(packet, 0, length, nowNs);
            }
            nowNs += 20 * MS;
            receive.onTime(nowNs);
            if (i % 50 == 49) {
                receive.onSecond(nowNs);
                send.onSecond(nowNs);
            }
            changes += send.content().takeDigitsDone() ? 1 : 0;
            changes += send.content().takePlayed() ? 1 : 0;
        }
    }

    @Override
    public void onDigit(final int event, final int durationMs, final boolean tones, final long atNs) {
        digits++;
    }
}
