package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.TelephoneEventFlyweight;
import busyhour.rtp.VoipReportSource;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.speech.Conversation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that takes notes measures exactly what one measures that looks at each packet as it comes. */
class PacketNotesSimTest {

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final int EVENTS = 101;
    private static final int NOISE = 13;
    private static final EncodedTrack MU_LAW = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMU, 20);
    private static final EncodedTrack A_LAW = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMA, 20);

    private final RtpReceiveStream atOnce = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
    private final RtpReceiveStream noting = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
    private final List<RtpReceiveStream> both = List.of(atOnce, noting);
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[512]);
    private int ssrc = 7;
    private int payloadType;
    private int sequence = 65_400;
    private int timestamp = -4_000;

    {
        noting.takeNotes(new NoteBook(1), 0);
        both.forEach(stream -> stream.reset(AudioCodec.PCMU, 0, 20, 20, 0));
        both.forEach(stream -> stream.acceptTelephoneEvent(EVENTS));
        both.forEach(stream -> stream.acceptComfortNoise(NOISE));
        both.forEach(stream -> stream.addCodec(AudioCodec.PCMA, 8));
    }

    /** Loss, copies, reordering, silence, another source, codec, events, noise, padding and nonsense, as it happens to come. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void shouldMeasureTheSameWhateverComes(long seed) {
        final Random random = new Random(seed);
        long nowNs = SECOND;
        int frame = random.nextInt(MU_LAW.frameCount());
        for (int i = 0; i < 3_000; i++) {
            nowNs += 20 * MS + random.nextInt(2_000_000) - 1_000_000;
            if (i % 50 == 49) {
                final long secondNs = nowNs;
                both.forEach(stream -> stream.onSecond(secondNs));
            }
            own(random, frame, nowNs);
            frame = (frame + 1) % MU_LAW.frameCount();
            arrive(random, frame, nowNs);
            if (i % 50 == 49 || random.nextInt(200) == 0) {
                final Map<String, Object> wrong = figures(noting, nowNs);
                wrong.entrySet().removeAll(figures(atOnce, nowNs).entrySet());
                assertThat(wrong).as("seed %d, packet %d", seed, i).isEmpty();
            }
        }
        assertThat(atOnce.network().packetsReceived()).isGreaterThan(2_000);
        assertThat(atOnce.quality().ssrcSwitches()).isPositive();
        assertThat(atOnce.audio().dtmfDigitsReceived()).isPositive();
        assertThat(atOnce.network().outOfOrderPackets()).isPositive();
    }

    private void own(Random random, int frame, long nowNs) {
        if (random.nextInt(20) != 0) { // else hold, or digits
            final int said = frame / 100 % 2 == 0 ? frame : 0;
            both.forEach(stream -> stream.onFrame(MU_LAW.frameSumOfSquares(said), 160, 20 * MS, nowNs + 50_000));
        }
        both.forEach(stream -> stream.onTime(nowNs));
    }

    private void arrive(Random random, int frame, long nowNs) {
        switch (random.nextInt(120)) {
            case 0 -> skip(1 + random.nextInt(3)); // lost
            case 1 -> {
                send(frame, nowNs);
                again(nowNs + MS);
            }
            case 2 -> turnedRound(frame, nowNs);
            case 3 -> {
                ssrc++;
                sequence = random.nextInt(65_536);
                timestamp = random.nextInt();
            }
            case 4 -> payloadType = 8 - payloadType;
            case 5 -> event(nowNs);
            case 6 -> noise(nowNs);
            case 7 -> again(random.nextInt(14), nowNs); // too short
            case 8 -> timestamp += random.nextInt(4_000); // a silence without a marker, or with one
            case 9 -> expectMedia(random.nextBoolean(), nowNs);
            case 10 -> both.forEach(stream -> stream.receptionReport().onSenderClock(ssrc, nowNs - 30 * MS, timestamp));
            case 11 -> padded(frame, nowNs);
            case 12 -> both.forEach(stream -> stream.roundTripMs(40));
            case 13 -> sequence += 5_000; // a restart
            default -> send(frame, nowNs);
        }
    }

    private void expectMedia(boolean media, long nowNs) {
        both.forEach(stream -> stream.expectMedia(media, nowNs));
    }

    private void skip(int packets) {
        sequence += packets;
        timestamp += 160 * packets;
    }

    private void send(int frame, long nowNs) {
        again(write(frame, frame % 97 == 0), nowNs);
    }

    private int write(int frame, boolean marker) {
        RtpHeaderFlyweight.write(packet, 0, marker, payloadType, sequence, timestamp, ssrc);
        final EncodedTrack track = payloadType == 0 ? MU_LAW : A_LAW;
        packet.putBytes(12, track.buffer(), track.frameOffset(frame), 160);
        skip(1);
        return 172;
    }

    private void again(long nowNs) {
        again(172, nowNs);
    }

    private void again(int length, long nowNs) {
        both.forEach(stream -> stream.onPacket(packet, 0, length, nowNs));
    }

    private void turnedRound(int frame, long nowNs) {
        skip(1);
        send(frame, nowNs);
        sequence -= 2;
        timestamp -= 320;
        send(frame, nowNs + MS);
        skip(1);
    }

    private void padded(int frame, long nowNs) {
        final int length = write(frame, false);
        packet.putByte(0, (byte) 0xA0);
        packet.putByte(length - 1, (byte) 4);
        again(length, nowNs);
    }

    private void event(long nowNs) {
        for (int i = 1; i <= 3; i++) {
            RtpHeaderFlyweight.write(packet, 0, i == 1, EVENTS, sequence++, timestamp, ssrc);
            TelephoneEventFlyweight.write(packet, 12, 5, i == 3, 10, 160 * i);
            again(16, nowNs + i * MS);
        }
        timestamp += 480;
    }

    private void noise(long nowNs) {
        RtpHeaderFlyweight.write(packet, 0, false, NOISE, sequence, timestamp, ssrc);
        packet.putByte(12, (byte) 50);
        again(13, nowNs);
        skip(1);
    }

    @Test
    void shouldPutOffAndCatchUpBeforeAnythingIsRead() {
        long nowNs = SECOND;
        for (int i = 0; i < 10; i++) {
            nowNs += 20 * MS;
            send(i, nowNs);
        }
        assertThat(noting.network().packetsReceived()).isEqualTo(10);
        final ReceptionReportSource report = noting.receptionReport();
        send(11, nowNs + 20 * MS);
        assertThat(report.packetsReceived()).isEqualTo(11);
    }

    @Test
    void shouldKnowACopyAfterALatePacket() {
        for (int i = 0; i < 5; i++) {
            send(i, SECOND + i * 20 * MS);
        }
        skip(1);
        send(6, SECOND + 120 * MS);
        send(7, SECOND + 140 * MS);
        skip(-3);
        send(5, SECOND + 141 * MS); // late
        send(6, SECOND + 142 * MS); // again
        final Map<String, Object> figures = figures(noting, SECOND + 150 * MS);
        assertThat(figures).isEqualTo(figures(atOnce, SECOND + 150 * MS));
        assertThat(noting.network().duplicatePackets()).isEqualTo(1);
    }

    /** Everything that a stream tells, by name. */
    private static Map<String, Object> figures(RtpReceiveStream stream, long nowNs) {
        final Map<String, Object> all = new TreeMap<>();
        read(all, ReceptionReportSource.class, stream.receptionReport());
        read(all, VoipReportSource.class, stream.voipReport());
        read(all, QualityMetrics.class, stream.quality());
        read(all, NetworkMetrics.class, stream.network());
        read(all, JitterBufferMetrics.class, stream.jitterBuffer());
        read(all, AudioMetrics.class, stream.audio());
        final Conversation conversation = stream.audio().conversation();
        all.put("talkRatio", conversation.talkRatio(nowNs));
        all.put("timeToGreeting", conversation.timeToGreetingMs());
        all.put("codec", stream.codec());
        assertThat(all).hasSizeGreaterThan(80);
        return all;
    }

    private static void read(Map<String, Object> into, Class<?> type, Object figures) {
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0)
                .filter(method -> method.getReturnType().isPrimitive() && method.getReturnType() != void.class)
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> into.put(type.getSimpleName() + '.' + method.getName(), value(method, figures)));
    }

    private static Object value(Method method, Object figures) {
        try {
            method.setAccessible(true);
            return method.invoke(figures);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(method.getName(), e);
        }
    }
}
