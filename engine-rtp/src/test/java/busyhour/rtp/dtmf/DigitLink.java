package busyhour.rtp.dtmf;

import busyhour.codec.AudioCodec;
import busyhour.codec.Dtmf;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.TelephoneEventFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.AudioEvents;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.send.RtpSendStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A sending stream, packet for packet, and a receiving one that says what it hears. Virtual time. */
final class DigitLink implements AudioEvents {

    static final long MS = 1_000_000;
    static final int EVENTS = 101;

    /** What was sent. */
    record Packet(boolean marker, int payloadType, int sequence, int timestamp, int event, boolean end, int duration, byte[] octets,
            long atNs) {

        boolean isEvent() {
            return payloadType == EVENTS;
        }
    }

    final EncodedTrack track;
    final RtpSendStream send = new RtpSendStream();
    final RtpReceiveStream receive = new RtpReceiveStream(PlayoutMode.ADAPTIVE, this);
    final StringBuilder heard = new StringBuilder();
    final List<Integer> durationsMs = new ArrayList<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2_048]);
    long nowNs = 1_000 * MS;

    DigitLink(final AudioCodec codec, final int ptimeMs) {
        track = TrackEncoder.encode(SpeechSignal.samples(), codec, ptimeMs);
        send.start(track, 0, 0xCAFE, 0xFFF0, -1_000, codec.payloadType(), false, nowNs);
        receive.reset(codec, codec.payloadType(), ptimeMs, 20, nowNs);
    }

    DigitLink withEvents() {
        send.content().acceptEvents(EVENTS);
        receive.acceptTelephoneEvent(EVENTS, 8_000);
        return this;
    }

    DigitLink withTones() {
        receive.detectTones(true);
        return this;
    }

    static byte[] ascii(final String digits) {
        return digits.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Sends so many packets, one in each packet time. */
    List<Packet> run(final int packets) {
        final List<Packet> out = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            out.add(next());
        }
        return out;
    }

    Packet next() {
        final int length = send.write(buffer, 0);
        final Packet packet = read(length);
        send.onSent(nowNs, 0);
        nowNs += track.ptimeMs() * MS;
        return packet;
    }

    /** What would be sent, without sending it. */
    Packet peek() {
        return read(send.write(buffer, 0));
    }

    private Packet read(final int length) {
        final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
        header.wrap(buffer, 0, length);
        final TelephoneEventFlyweight event = new TelephoneEventFlyweight();
        event.wrap(buffer, header.payloadOffset(), header.payloadLength());
        final byte[] octets = new byte[length];
        buffer.getBytes(0, octets);
        final boolean events = header.payloadType() == EVENTS;
        return new Packet(header.marker(), header.payloadType(), header.sequence(), header.timestamp(), events ? event.event() : -1,
                events && event.end(), events ? event.duration() : 0, octets, nowNs);
    }

    void deliver(final List<Packet> packets) {
        for (final Packet packet : packets) {
            deliver(packet, packet.atNs());
        }
    }

    void deliver(final Packet packet, final long arrivalNs) {
        receive.onPacket(new UnsafeBuffer(packet.octets()), 0, packet.octets().length, arrivalNs);
    }

    @Override
    public void onDigit(final int event, final int durationMs, final boolean tones, final long atNs) {
        heard.append((char) Dtmf.digit(event));
        durationsMs.add(durationMs);
    }
}
