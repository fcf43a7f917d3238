package busyhour.rtp.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.rtp.dtmf.DigitLink.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly one digit for each, whatever the network did to its packets. */
class EventReceiveTest {

    private static final String DIGITS = "0123456789*#ABCD";

    private final DigitLink link = new DigitLink(AudioCodec.PCMA, 20).withEvents();

    private List<Packet> send(final String digits, final int durationMs, final int gapMs) {
        final List<Packet> packets = new ArrayList<>(link.run(5));
        assertThat(link.send.content().sendEvents(DigitLink.ascii(digits), durationMs, gapMs)).isTrue();
        while (!link.send.content().takeDigitsDone()) {
            packets.add(link.next());
        }
        packets.addAll(link.run(20));
        return packets;
    }

    private void settle() {
        link.nowNs += 1_000 * DigitLink.MS;
        link.receive.onTime(link.nowNs);
    }

    @Test
    void shouldHearEveryDigitOnceWithItsDuration() {
        link.deliver(send(DIGITS, 120, 80));
        assertThat(link.heard).hasToString(DIGITS);
        assertThat(link.durationsMs).containsOnly(120);
        assertThat(link.receive.audio().dtmfDigitsReceived()).isEqualTo(16);
        assertThat(link.receive.audio().dtmfDurationMs()).isEqualTo(120);
        assertThat(link.receive.quality().packetsLost()).isZero();
        assertThat(link.receive.quality().timestampJumps()).as("the audio's time is in order").isZero();
    }

    @Test
    void shouldHearTheSameDigitTwiceWhenItIsSentTwice() {
        link.deliver(send("5555", 60, 40));
        assertThat(link.heard).hasToString("5555");
    }

    @Test
    void shouldHearALongDigitAsOne() {
        link.deliver(send("8", 30_000, 50));
        assertThat(link.heard).hasToString("8");
        assertThat(link.durationsMs).containsExactly(30_000);
    }

    @Test
    void shouldHearALongDigitAsOneWhenTheSeamOfItsSegmentsIsLost() {
        final List<Packet> packets = send("8", 30_000, 50);
        packets.removeIf(packet -> packet.isEvent() && packet.duration() > 0xFFFF - 500);
        packets.removeIf(packet -> packet.isEvent() && packet.duration() < 500 && !packet.marker());
        link.deliver(packets);
        settle();
        assertThat(link.heard).hasToString("8");
        assertThat(link.durationsMs).containsExactly(30_000);
    }

    @Test
    void shouldEndADigitWhoseEndPacketsAreLost() {
        final List<Packet> packets = send("4", 200, 0);
        packets.removeIf(Packet::end);
        link.deliver(packets);
        settle();
        assertThat(link.heard).hasToString("4");
        assertThat(link.durationsMs).containsExactly(180);
    }

    @Test
    void shouldEndADigitWithTheNextOneWhenItsEndIsLost() {
        final List<Packet> packets = send("46", 100, 40);
        packets.removeIf(packet -> packet.end() && packet.event() == 4);
        link.deliver(packets);
        assertThat(link.heard).hasToString("46");
    }

    @Test
    void shouldHearADigitOfWhichOnlyTheLastPacketCame() {
        final List<Packet> packets = send("B", 200, 0);
        final Packet last = packets.stream().filter(Packet::end).toList().getLast();
        packets.removeIf(packet -> packet.isEvent() && packet != last);
        link.deliver(packets);
        settle();
        assertThat(link.heard).hasToString("B");
        assertThat(link.durationsMs).containsExactly(200);
    }

    @Test
    void shouldIgnorePacketsOfDigitsThatEnded() {
        final List<Packet> packets = send("12", 100, 60);
        final Packet late = packets.stream().filter(Packet::isEvent).findFirst().orElseThrow();
        link.deliver(packets);
        link.deliver(late, link.nowNs);
        settle();
        assertThat(link.heard).hasToString("12");
    }

    @Test
    void shouldNotCountWhatIsNoDigit() {
        final List<Packet> packets = send("1", 100, 60);
        for (final Packet packet : packets) {
            if (packet.isEvent()) {
                packet.octets()[12] = 16; // flash
            }
        }
        link.deliver(packets);
        settle();
        assertThat(link.heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldHearEachDigitOnceOverABadNetwork(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final List<Packet> packets = send(DIGITS.repeat(4), 100, 120);
        record Arrival(Packet packet, long atNs) {
        }
        final List<Arrival> arrivals = new ArrayList<>();
        for (final Packet packet : packets) {
            final double fate = random.nextDouble();
            if (fate < 0.1) {
                continue; // lost
            }
            arrivals.add(new Arrival(packet, packet.atNs() + random.nextInt(30) * DigitLink.MS));
            if (fate > 0.9) {
                arrivals.add(new Arrival(packet, packet.atNs() + random.nextInt(60) * DigitLink.MS));
            }
        }
        arrivals.sort(java.util.Comparator.comparingLong(Arrival::atNs));
        arrivals.forEach(arrival -> link.deliver(arrival.packet(), arrival.atNs()));
        settle();
        assertThat(link.heard).as("seed " + seed).hasToString(DIGITS.repeat(4));
    }

    @Test
    void shouldHearTonesWhereNoEventsAreAgreedOn() {
        for (final AudioCodec codec : List.of(AudioCodec.PCMU, AudioCodec.PCMA)) {
            final DigitLink tones = new DigitLink(codec, 30).withTones();
            final List<Packet> packets = new ArrayList<>(tones.run(40));
            assertThat(tones.send.content().sendTones(DigitLink.ascii(DIGITS), 75, 65)).isTrue();
            while (!tones.send.content().takeDigitsDone()) {
                packets.add(tones.next());
            }
            packets.addAll(tones.run(40));
            assertThat(packets).noneMatch(Packet::isEvent);
            tones.deliver(packets);
            assertThat(tones.heard).as(codec.name()).hasToString(DIGITS);
            assertThat(tones.durationsMs).allMatch(ms -> Math.abs(ms - 75) <= 15);
            assertThat(tones.send.digitsSent()).isEqualTo(16);
            assertThat(tones.receive.audio().dtmfDigitsReceived()).isEqualTo(16);
        }
    }

    @Test
    void shouldCountADigitOnceThatComesBothWays() {
        link.withTones();
        final DigitLink tones = new DigitLink(AudioCodec.PCMA, 20);
        tones.send.content().sendTones(DigitLink.ascii("7"), 100, 0);
        link.send.content().sendEvents(DigitLink.ascii("7"), 100, 0);
        for (int i = 0; i < 12; i++) { // the gateway's audio goes on beside its events
            final Packet event = link.next();
            final Packet tone = tones.next();
            tone.octets()[3] = (byte) (2 * i);
            tone.octets()[2] = 1;
            event.octets()[3] = (byte) (2 * i + 1);
            event.octets()[2] = 1;
            link.deliver(tone, tone.atNs());
            link.deliver(event, event.atNs());
        }
        link.receive.onTime(link.nowNs + 500 * DigitLink.MS);
        assertThat(link.heard).hasToString("7");
    }

    @Test
    void shouldSurviveAnyEvent() {
        final Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            final byte[] octets = new byte[12 + random.nextInt(8)];
            random.nextBytes(octets);
            octets[0] = (byte) 0x80;
            octets[1] = DigitLink.EVENTS;
            link.deliver(new Packet(false, 0, 0, 0, 0, false, 0, octets, 0), i * DigitLink.MS);
            link.receive.onTime(i * DigitLink.MS);
        }
        assertThat(link.durationsMs).allMatch(ms -> ms >= 0);
    }

    /** RFC 4733 2.5.1.5: events that follow upon each other, in one packet; each begins where the one before it ended. */
    @Test
    void shouldHearSeveralEventsOfOnePacket() {
        final org.agrona.concurrent.UnsafeBuffer packet = new org.agrona.concurrent.UnsafeBuffer(new byte[100]);
        final int[] events = {4, 2, 16, 2}; // the third is a hook flash: no digit, but it has its time
        final int[] durations = {800, 400, 1_600, 240};
        for (int copy = 0; copy < 3; copy++) {
            busyhour.rtp.RtpHeaderFlyweight.write(packet, 0, copy == 0, DigitLink.EVENTS, 7_000 + copy, 50_000, 77);
            for (int i = 0; i < events.length; i++) {
                busyhour.rtp.TelephoneEventFlyweight.write(packet, 12 + 4 * i, events[i], true, 10, durations[i]);
            }
            link.receive.onPacket(packet, 0, 12 + 16 + 3, link.nowNs); // and three octets of nothing
            link.nowNs += 20 * DigitLink.MS;
        }
        settle();
        assertThat(link.heard).hasToString("422");
        assertThat(link.durationsMs).containsExactly(100, 50, 30);
        assertThat(link.receive.audio().dtmfDigitsReceived()).isEqualTo(3);
    }
}
