package busyhour.rtp.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.dtmf.DigitLink.Packet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digits as RFC 4733 2.5.1 wants them sent. */
class EventSendTest {

    private final DigitLink link = new DigitLink(AudioCodec.PCMU, 20).withEvents();

    private List<Packet> digits(final String digits, final int durationMs, final int gapMs, final int packets) {
        assertThat(link.send.content().sendEvents(DigitLink.ascii(digits), durationMs, gapMs)).isTrue();
        return link.run(packets);
    }

    @Test
    void shouldSendUpdatesThenThreeEndPackets() {
        link.run(3);
        final int timestamp = link.peek().timestamp();
        final int sequence = link.peek().sequence();
        final List<Packet> packets = digits("5", 100, 50, 8);
        for (int i = 0; i < 7; i++) {
            final Packet packet = packets.get(i);
            assertThat(packet.payloadType()).isEqualTo(DigitLink.EVENTS);
            assertThat(packet.event()).isEqualTo(5);
            assertThat(packet.timestamp()).as("that of the beginning").isEqualTo(timestamp);
            assertThat(packet.sequence()).isEqualTo(sequence + i & 0xFFFF);
            assertThat(packet.marker()).isEqualTo(i == 0);
            assertThat(packet.end()).isEqualTo(i >= 4);
            assertThat(packet.duration()).isEqualTo(Math.min(160 * (i + 1), 800));
        }
        final Packet audio = packets.get(7);
        assertThat(audio.payloadType()).isZero();
        assertThat(audio.timestamp()).as("the audio's time went on").isEqualTo(timestamp + 7 * 160);
        assertThat(audio.marker()).isFalse();
        assertThat(link.send.digitsSent()).isEqualTo(1);
        assertThat(link.send.content().takeDigitsDone()).isTrue();
        assertThat(link.send.content().takeDigitsDone()).as("once").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"50,400,1", "70,560,1", "65,520,1", "10,80,1", "1000,8000,1"})
    void shouldEndWithTheExactDuration(final int durationMs, final int units, final int digits) {
        final List<Packet> packets = digits("#", durationMs, 0, 60);
        assertThat(packets.stream().filter(Packet::end)).hasSize(3).allMatch(packet -> packet.duration() == units);
        assertThat(packets.stream().filter(packet -> packet.isEvent() && packet.marker())).hasSize(digits);
    }

    @Test
    void shouldKeepTheGapBetweenDigitsWithAudioInIt() {
        final List<Packet> packets = digits("12", 100, 100, 24);
        final List<Packet> starts = packets.stream().filter(packet -> packet.isEvent() && packet.marker()).toList();
        assertThat(starts).extracting(Packet::event).containsExactly(1, 2);
        assertThat(starts.get(1).timestamp() - starts.get(0).timestamp()).isEqualTo(200 * 8);
        assertThat(packets.subList(7, 10)).noneMatch(Packet::isEvent);
        assertThat(packets.subList(10, 17)).allMatch(Packet::isEvent);
    }

    @Test
    void shouldProlongAGapThatThreeEndPacketsDoNotFitInto() {
        final List<Packet> packets = digits("77", 60, 0, 12);
        final List<Packet> events = packets.stream().filter(Packet::isEvent).toList();
        assertThat(events.stream().filter(Packet::end)).hasSize(6);
        assertThat(events.get(0).timestamp()).isNotEqualTo(events.get(5).timestamp());
        assertThat(packets.subList(0, 10)).allMatch(Packet::isEvent);
        assertThat(link.send.digitsSent()).isEqualTo(2);
    }

    @Test
    void shouldTellALongDigitInSegments() {
        final int units = 20_000 * 8;
        final List<Packet> packets = digits("0", 20_000, 0, 1_010).stream().filter(Packet::isEvent).toList();
        final int first = packets.get(0).timestamp();
        assertThat(packets.stream().map(Packet::timestamp).distinct()).containsExactly(first, first + 0xFFFF, first + 2 * 0xFFFF);
        assertThat(packets.stream().filter(Packet::marker)).hasSize(1);
        for (int segment = 0; segment < 2; segment++) {
            final int timestamp = first + segment * 0xFFFF;
            final List<Packet> ofSegment = packets.stream().filter(packet -> packet.timestamp() == timestamp).toList();
            assertThat(ofSegment.getLast().duration()).isEqualTo(0xFFFF);
            assertThat(ofSegment).noneMatch(Packet::end);
        }
        assertThat(packets.stream().filter(Packet::end)).hasSize(3).allMatch(packet -> packet.duration() == units - 2 * 0xFFFF);
    }

    @Test
    void shouldWriteTheSamePacketAgainUntilItIsSent() {
        link.send.content().sendEvents(DigitLink.ascii("9"), 60, 40);
        for (int i = 0; i < 6; i++) {
            final Packet offered = link.peek();
            link.send.onRefused();
            assertThat(link.next().octets()).isEqualTo(offered.octets());
        }
        assertThat(link.send.digitsSent()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatTheStreamSkippedAsPartOfTheDigit() {
        final List<Packet> before = digits("3", 200, 0, 2);
        link.send.onSkipped(20);
        final List<Packet> after = link.run(4);
        assertThat(after.subList(0, 3)).allMatch(packet -> packet.end() && packet.duration() == 1_600
                && packet.timestamp() == before.get(0).timestamp());
        assertThat(after.get(3).isEvent()).isFalse();
        assertThat(after.get(3).marker()).as("the audio was silent for a while").isTrue();
    }

    @Test
    void shouldRefuseWhatCannotBeSent() {
        assertThat(link.send.content().sendEvents(DigitLink.ascii("1"), 100, 0)).isTrue();
        assertThat(link.send.content().sendEvents(DigitLink.ascii("2"), 100, 0)).as("one after the other").isFalse();
        assertThat(link.send.content().sendTones(DigitLink.ascii("2"), 100, 0)).isFalse();
        assertThat(new DigitLink(AudioCodec.PCMU, 20).send.content().sendEvents(DigitLink.ascii("1"), 100, 0)).as("not agreed on").isFalse();
    }

    @Test
    void shouldGiveDigitsUpThatTheNewTermsDoNotAllow() {
        digits("123", 100, 100, 3);
        link.send.change(link.track, 0, -1);
        assertThat(link.send.content().takeDigitsDone()).isTrue();
        assertThat(link.next().payloadType()).isZero();
        link.send.change(link.track, 0, 96);
        link.send.content().sendEvents(DigitLink.ascii("4"), 100, 100);
        assertThat(link.next().payloadType()).isEqualTo(96);
    }

    @Test
    void shouldPlayATrackOnceThenGoOnWhereTheOrdinaryOneWas() {
        link.run(5);
        final EncodedTrack prompt = TrackEncoder.encode(new short[3 * 160], AudioCodec.PCMU, 20);
        assertThat(link.send.content().play(prompt)).isTrue();
        final List<Packet> played = link.run(3);
        assertThat(played).allSatisfy(packet -> assertThat(packet.octets()[20]).isEqualTo((byte) 0xFF));
        assertThat(link.send.content().takePlayed()).isTrue();
        final byte[] next = link.next().octets();
        assertThat(next[30]).isEqualTo(link.track.buffer().getByte(link.track.frameOffset(5) + 18));
        assertThat(link.send.content().play(TrackEncoder.encode(new short[160], AudioCodec.PCMA, 20))).as("another codec").isFalse();
        assertThat(link.send.content().play(TrackEncoder.encode(new short[160], AudioCodec.PCMU, 10))).as("another packet time").isFalse();
    }

    @Test
    void shouldChangeTheCodecWithoutLosingSequenceTimestampOrCounts() {
        link.run(10);
        final Packet last = link.peek();
        final EncodedTrack other = TrackEncoder.encode(new short[80_000], AudioCodec.PCMA, 20);
        link.send.change(other, 8, DigitLink.EVENTS);
        final Packet first = link.next();
        assertThat(first.payloadType()).isEqualTo(8);
        assertThat(first.sequence()).isEqualTo(last.sequence());
        assertThat(first.timestamp()).isEqualTo(last.timestamp());
        assertThat(link.send.packetsSent()).isEqualTo(11);
        assertThat(link.send.ssrc()).isEqualTo(0xCAFE);
    }

    @Test
    void shouldStepOverTheTimeOfAHoldWithAMarker() {
        link.run(10);
        final Packet before = link.peek();
        final long heldNs = 3_000 * DigitLink.MS;
        link.nowNs += heldNs;
        link.send.resume(link.nowNs);
        final Packet after = link.next();
        assertThat(after.marker()).isTrue();
        assertThat(after.sequence()).isEqualTo(before.sequence());
        assertThat(after.timestamp() - before.timestamp()).isEqualTo(3_000 * 8);
    }
}
