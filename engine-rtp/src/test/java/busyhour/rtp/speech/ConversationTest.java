package busyhour.rtp.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.send.RtpSendStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Who speaks when, by a script: both directions through their streams, in packets of 20 ms. */
class ConversationTest {

    private static final long MS = 1_000_000;
    private static final int FRAME_MS = 20;
    private static final double TURN_ERROR_MS = FRAME_MS;

    private final RtpReceiveStream receive = new RtpReceiveStream(PlayoutMode.FIXED_50);
    private final RtpSendStream send = new RtpSendStream();
    private final EncodedTrack loud = tone(8_000);
    private final EncodedTrack silent = tone(3);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[200]);
    private final Conversation conversation = receive.audio().conversation();
    private long nowNs = 5_000 * MS;
    private final long beganNs = nowNs;
    private int sequence;
    private double turnMs = Double.NaN;
    private double bargeInMs = Double.NaN;
    private int turns;
    private int bargeIns;

    ConversationTest() {
        receive.reset(AudioCodec.PCMU, 0, FRAME_MS, 20, nowNs);
        send.spokenTo(conversation);
        send.start(silent, 0, 1, 2, 3, 0, false, nowNs);
    }

    private static EncodedTrack tone(final int amplitude) {
        final short[] pcm = new short[160 * 10];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (amplitude * Math.sin(i * Math.PI / 8));
        }
        return TrackEncoder.encode(pcm, AudioCodec.PCMU, FRAME_MS);
    }

    /** So many milliseconds in which we and the peer speak or not. */
    private void talk(final int milliseconds, final boolean ours, final boolean peers) {
        send.change(ours ? loud : silent, 0, -1);
        final EncodedTrack heard = peers ? loud : silent;
        for (int at = 0; at < milliseconds; at += FRAME_MS) {
            send.write(buffer, 0);
            send.onSent(nowNs, 0);
            RtpHeaderFlyweight.write(buffer, 0, false, 0, sequence, 160 * sequence, 9);
            buffer.putBytes(12, heard.buffer(), heard.frameOffset(sequence % 10), 160);
            sequence++;
            receive.onPacket(buffer, 0, 172, nowNs);
            receive.onTime(nowNs);
            nowNs += FRAME_MS * MS;
            if ((nowNs - beganNs) % (1_000 * MS) == 0) {
                receive.onSecond(nowNs);
                final double turn = receive.audio().turnLatencyMs();
                final double bargeIn = receive.audio().bargeInLatencyMs();
                turns += turn == turn ? 1 : 0;
                bargeIns += bargeIn == bargeIn ? 1 : 0;
                turnMs = turn == turn ? turn : turnMs;
                bargeInMs = bargeIn == bargeIn ? bargeIn : bargeInMs;
            }
        }
    }

    @Test
    void shouldMeasureHowLongThePeerTakesToAnswer() {
        talk(1_000, false, false);
        talk(2_000, true, false);
        talk(800, false, false);
        talk(2_000, false, true);
        talk(1_200, false, false);
        // the peer's first loud packet is played 50 ms after it came
        assertThat(turnMs).isCloseTo(800 + 50 + FRAME_MS, within(TURN_ERROR_MS));
        talk(1_000, true, false);
        talk(100, false, false);
        talk(1_000, false, true);
        talk(1_000, false, false);
        assertThat(turnMs).as("before our silence was certain").isCloseTo(100 + 50 + FRAME_MS, within(TURN_ERROR_MS));
        assertThat(turns).isEqualTo(2);
        assertThat(bargeIns).isZero();
        assertThat(receive.audio().turnLatencyMs()).as("none in the last second").isNaN();
    }

    @Test
    void shouldNotTakeAPauseOfOursOrItsOwnSpeechForAnAnswer() {
        talk(1_000, false, true);
        talk(1_000, false, false);
        talk(1_000, false, true);
        talk(1_000, false, false);
        assertThat(turns).as("we said nothing").isZero();
        talk(1_000, true, false);
        talk(140, false, false);
        talk(1_000, true, false);
        talk(600, true, true);
        talk(1_000, false, true);
        talk(1_260, false, false);
        assertThat(turns).as("it began while we spoke").isZero();
    }

    @Test
    void shouldMeasureHowLongThePeerGoesOnWhenInterrupted() {
        talk(1_000, false, false);
        talk(2_000, false, true);
        talk(600, true, true);
        talk(1_400, true, false);
        talk(1_000, false, false);
        assertThat(bargeInMs).isCloseTo(600 + 50, within(2 * TURN_ERROR_MS));
        assertThat(bargeIns).isEqualTo(1);
        assertThat(turns).isZero();
        talk(1_000, false, true);
        talk(1_000, false, false);
        assertThat(turns).as("the answer to what we interrupted it with").isEqualTo(1);
    }

    @Test
    void shouldNotCallABeginningInAPauseAnInterruption() {
        talk(1_000, false, true);
        talk(100, false, false);
        talk(900, true, false);
        talk(1_000, false, false);
        assertThat(bargeIns).isZero();
    }

    @Test
    void shouldKnowTalkRatioAndTimeToGreeting() {
        talk(500, false, true); // an announcement before the answer
        talk(500, false, false);
        conversation.onAnswered(nowNs);
        assertThat(conversation.timeToGreetingMs()).isNaN();
        talk(1_400, false, false);
        talk(2_600, false, true);
        talk(1_000, false, false);
        talk(5_000, true, false);
        assertThat(conversation.timeToGreetingMs()).isCloseTo(1_400 + 50, within(1.0));
        assertThat(conversation.talkRatio(nowNs)).isCloseTo(2_600 / 10_000.0, within(0.005));
        conversation.reset(nowNs);
        assertThat(conversation.talkRatio(nowNs + 1)).as("nothing heard in the new call").isNaN();
    }

    @Test
    void shouldTakeAPeerThatSpeaksAtTheAnswerForAGreetingAtOnce() {
        talk(1_000, false, true);
        conversation.onAnswered(nowNs);
        talk(1_000, false, true);
        assertThat(conversation.timeToGreetingMs()).isZero();
    }

    @Test
    void shouldLetHoldAnswerNothing() {
        talk(1_000, true, false);
        talk(400, false, false);
        receive.expectMedia(false, nowNs);
        talk(2_600, false, false);
        receive.expectMedia(true, nowNs);
        talk(1_000, false, true);
        talk(1_000, false, false);
        assertThat(turns).isZero();
    }
}
