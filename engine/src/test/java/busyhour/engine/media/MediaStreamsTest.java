package busyhour.engine.media;

import static busyhour.engine.media.MediaRig.ALICE;
import static busyhour.engine.media.MediaRig.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import busyhour.sip.TransportAddress;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.Direction;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Terms that change while packets flow, and what is sent in their place. */
class MediaStreamsTest {

    private final MediaRig rig = new MediaRig();

    @BeforeEach
    void talk() {
        rig.negotiate(ALICE);
        rig.run(1_000);
        assertThat(rig.received[BOB]).isBetween(49, 51);
        assertThat(rig.events).containsExactlyInAnyOrder("alice media", "bob media");
        rig.events.clear();
    }

    private static byte[] ascii(final String digits) {
        return digits.getBytes(StandardCharsets.US_ASCII);
    }

    private int received(final int endpoint, final int milliseconds) {
        final int before = rig.received[endpoint];
        rig.run(milliseconds);
        return rig.received[endpoint] - before;
    }

    @Test
    void shouldHoldAndResumeWithTheSameStream() {
        final int ssrc = rig.lastSsrc[BOB];
        final int sequence = rig.lastSequence[BOB];
        rig.descriptions[BOB].audio().propose(Direction.SENDONLY, null);
        rig.negotiate(BOB);
        assertThat(rig.terms[ALICE].isHeldByPeer()).isTrue();
        assertThat(received(BOB, 1_000)).as("held").isZero();
        assertThat(received(ALICE, 1_000)).as("music on hold").isEqualTo(50);
        rig.descriptions[BOB].audio().propose(Direction.SENDRECV, null);
        rig.negotiate(BOB);
        assertThat(rig.terms[ALICE].isHeldByPeer()).isFalse();
        assertThat(received(BOB, 1_000)).isBetween(49, 51);
        assertThat(rig.lastSsrc[BOB]).isEqualTo(ssrc);
        assertThat(rig.lastSequence[BOB] - sequence & 0xFFFF).isBetween(49, 51);
        assertThat(rig.streams.audio(BOB).receive().network().packetsReceived()).isBetween(98.0, 102.0);
        assertThat(rig.streams.audio(BOB).receive().quality().packetsLost()).isZero();
        assertThat(rig.streams.audio(BOB).receive().quality().timestampJumps()).isZero();
        assertThat(rig.streams.audio(BOB).receive().quality().ssrcSwitches()).isZero();
        assertThat(rig.streams.audio(BOB).receive().audio().deadAirMs()).as("a hold is no dead air").isLessThan(1_000);
    }

    @Test
    void shouldChangeTheCodecInTheRunningStream() {
        assertThat(rig.lastPayloadType[BOB]).isZero();
        final int ssrc = rig.lastSsrc[BOB];
        rig.descriptions[ALICE].audio().propose(Direction.SENDRECV, new int[] {CodecTable.PCMA});
        rig.negotiate(ALICE);
        assertThat(received(BOB, 1_000)).isEqualTo(50);
        assertThat(rig.lastPayloadType[BOB]).isEqualTo(8);
        assertThat(rig.lastPayloadType[ALICE]).isEqualTo(8);
        assertThat(rig.lastSsrc[BOB]).isEqualTo(ssrc);
        for (final int endpoint : new int[] {ALICE, BOB}) {
            assertThat(rig.streams.audio(endpoint).receive().network().unexpectedPayloadType()).isZero();
            assertThat(rig.streams.audio(endpoint).receive().quality().timestampJumps()).isZero();
            assertThat(rig.streams.audio(endpoint).receive().quality().packetsLost()).isZero();
            assertThat(rig.streams.audio(endpoint).receive().network().packetsReceived()).isBetween(98.0, 102.0);
            assertThat(rig.streams.audio(endpoint).send().packetsSent()).isBetween(98L, 102L);
        }
    }

    @Test
    void shouldChangeThePacketTimeInTheRunningStream() {
        rig.descriptions[ALICE].audio().ptimeMs(40);
        rig.descriptions[BOB].audio().ptimeMs(40);
        rig.negotiate(ALICE);
        rig.run(100);
        assertThat(received(BOB, 1_000)).isEqualTo(25);
        assertThat(rig.streams.audio(BOB).receive().quality().packetsLost()).isZero();
        assertThat(rig.streams.audio(BOB).receive().audio().ptimeMs()).isEqualTo(40);
    }

    @Test
    void shouldFollowThePeerToANewAddress() {
        final int oldPort = rig.descriptions[BOB].audio().rtpPort();
        rig.descriptions[BOB].audio().rtpPort(21_000);
        rig.io.open(new TransportAddress().copyFrom(rig.descriptions[BOB].address()).port(21_000), busyhour.engine.io.DatagramOptions.media(), MediaTags.rtp(BOB));
        assertThat(rig.io.isConnected(rig.streams.audio(ALICE).rtp.socket())).isTrue();
        rig.negotiate(BOB);
        assertThat(rig.io.isConnected(rig.streams.audio(ALICE).rtp.socket())).as("not heard from there yet").isFalse();
        rig.streams.pause(BOB, true, rig.nowNs);
        assertThat(received(BOB, 1_000)).as("at the new port").isBetween(49, 51);
        assertThat(rig.streams.audio(ALICE).rtp.peer().port()).isEqualTo(21_000);
        rig.streams.pause(BOB, false, rig.nowNs);
        rig.run(200);
        assertThat(rig.streams.audio(ALICE).rtp.peer().port()).as("it sends from where it was: latched").isEqualTo(oldPort);
        rig.negotiate(BOB);
        assertThat(rig.streams.audio(ALICE).rtp.peer().port()).as("named again, still where it was followed to").isEqualTo(oldPort);
    }

    @Test
    void shouldPauseAndResumeWithoutATerm() {
        rig.streams.pause(ALICE, true, rig.nowNs);
        assertThat(received(BOB, 500)).isZero();
        rig.streams.pause(ALICE, false, rig.nowNs);
        assertThat(received(BOB, 500)).isBetween(24, 26);
    }

    @Test
    void shouldStaySilentWhenPausedWhateverTheTermsAllow() {
        rig.streams.pause(ALICE, true, rig.nowNs);
        rig.negotiate(BOB);
        assertThat(received(BOB, 500)).isZero();
    }

    @Test
    void shouldSendDigitsAsEventsAndTones() {
        assertThat(rig.streams.audio(ALICE).sendDigits(ascii("12#"), DigitMethod.RTP, 100, 60)).isTrue();
        assertThat(rig.streams.audio(ALICE).sendDigits(ascii("4"), DigitMethod.RTP, 100, 60)).as("at once").isFalse();
        rig.run(1_000);
        assertThat(rig.events).containsExactly("bob 1 100 rtp", "bob 2 100 rtp", "bob # 100 rtp", "alice sent");
        rig.events.clear();
        rig.streams.alwaysDetectTones(BOB);
        rig.negotiate(ALICE);
        assertThat(rig.streams.audio(ALICE).sendDigits(ascii("9D"), DigitMethod.INBAND, 100, 60)).isTrue();
        rig.run(1_000);
        assertThat(rig.events).containsExactlyInAnyOrder("bob 9 100 inband", "bob D 100 inband", "alice sent");
        assertThat(rig.streams.audio(ALICE).digitsSent()).isEqualTo(5);
        assertThat(rig.streams.audio(ALICE).digits().methodSent()).isEqualTo("both");
        assertThat(rig.streams.audio(BOB).digits().methodReceived()).isEqualTo("both");
        assertThat(rig.streams.audio(BOB).receive().audio().dtmfDigitsReceived()).isEqualTo(5);
        assertThat(rig.streams.audio(ALICE).digits().methodReceived()).isNull();
    }

    @Test
    void shouldDetectTonesWhereThePeerHasNoEvents() {
        rig.descriptions[BOB].audio().telephoneEvents(false);
        rig.negotiate(BOB);
        assertThat(rig.streams.audio(ALICE).sendDigits(ascii("1"), DigitMethod.RTP, 100, 60)).as("not agreed on").isFalse();
        assertThat(rig.streams.audio(ALICE).sendDigits(ascii("1"), DigitMethod.INBAND, 100, 60)).isTrue();
        rig.run(500);
        assertThat(rig.events).containsExactlyInAnyOrder("bob 1 100 inband", "alice sent");
    }

    @Test
    void shouldCountDigitsOfInfoWithTheOthers() {
        rig.streams.audio(ALICE).onInfoDigitSent();
        rig.streams.audio(BOB).onInfoDigit((byte) '6', 160, rig.nowNs);
        assertThat(rig.events).containsExactly("bob 6 160 info");
        assertThat(rig.streams.audio(ALICE).digitsSent()).isEqualTo(1);
        assertThat(rig.streams.audio(ALICE).digits().methodSent()).isEqualTo("info");
        assertThat(rig.streams.audio(BOB).receive().audio().dtmfDigitsReceived()).isEqualTo(1);
        assertThat(rig.streams.audio(BOB).receive().audio().dtmfDurationMs()).isEqualTo(160);
    }

    @Test
    void shouldHoldDigitsBackWhileTheCallIsHeld() {
        rig.descriptions[BOB].audio().propose(Direction.INACTIVE, null);
        rig.negotiate(BOB);
        assertThat(rig.streams.audio(ALICE).sendDigits(ascii("5"), DigitMethod.RTP, 100, 60)).isTrue();
        rig.run(3_000);
        assertThat(rig.events).isEmpty();
        rig.descriptions[BOB].audio().propose(Direction.SENDRECV, null);
        rig.negotiate(BOB);
        rig.run(500);
        assertThat(rig.events).containsExactly("bob 5 100 rtp", "alice sent");
    }

    @Test
    void shouldPlayAFileOnceAndSaySo() {
        final EncodedTrack prompt = TrackEncoder.encode(new short[8_000], AudioCodec.PCMU, 20);
        assertThat(rig.streams.audio(ALICE).play(prompt)).isTrue();
        rig.run(970);
        assertThat(rig.events).isEmpty();
        rig.run(50);
        assertThat(rig.events).containsExactly("alice played");
        assertThat(received(BOB, 1_000)).isEqualTo(50);
        assertThat(rig.streams.audio(ALICE).play(TrackEncoder.encode(new short[800], AudioCodec.PCMA, 20))).isFalse();
    }

    @Test
    void shouldTellWhenThePeerFallsSilentAndSpeaksAgain() {
        rig.streams.hearAtOnce(BOB);
        rig.quiet = true;
        untilBobHearsSpeech();
        rig.streams.audio(ALICE).play(TrackEncoder.encode(new short[16_000], AudioCodec.PCMU, 20));
        rig.run(2_000);
        assertThat(rig.events).filteredOn(event -> event.startsWith("bob")).containsExactly("bob silence");
        untilBobHearsSpeech();
        rig.streams.pause(ALICE, true, rig.nowNs);
        rig.run(1_000);
        assertThat(rig.events).filteredOn(event -> event.startsWith("bob")).containsExactly("bob silence");
    }

    private void untilBobHearsSpeech() {
        rig.events.clear();
        for (int i = 0; i < 5_000 && !rig.events.contains("bob speech"); i++) {
            rig.run(1);
        }
        assertThat(rig.events).contains("bob speech");
        rig.events.clear();
    }

    @Test
    void shouldSayNothingOnceTheCallIsQuiet() {
        rig.streams.audio(ALICE).sendDigits(ascii("5"), DigitMethod.RTP, 100, 60);
        rig.run(60);
        rig.streams.quiet(ALICE, rig.nowNs);
        rig.streams.quiet(BOB, rig.nowNs);
        rig.run(1_000);
        assertThat(rig.events).isEmpty();
        assertThat(rig.streams.audio(ALICE).play(rig.track(ALICE))).isFalse();
        assertThat(rig.streams.audio(ALICE).sendDigits(ascii("5"), DigitMethod.RTP, 100, 60)).isFalse();
        rig.negotiate(ALICE);
        assertThat(received(BOB, 1_000)).as("not even by new terms").isZero();
    }
}
