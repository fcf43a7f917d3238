package busyhour.engine.media;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.Errno;
import busyhour.rtp.send.PacingTarget;
import busyhour.rtp.send.PacketPacer;
import busyhour.rtp.send.RtpSendStream;
import java.nio.ByteBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a shard's streams send by RTP: a stream is paced while it runs, the terms let it send and nobody paused it.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class MediaSender implements PacingTarget {

    private static final int MAX_PACKET_LENGTH = 2048;
    private static final long NS_PER_MS = 1_000_000L;

    private final MediaStream[] streams;
    /** Of audio streams without SRTP; null for others. */
    private final RtpSendStream[] plain;
    private final ConnectedSockets connected;
    private final DatagramIo io;
    private final LocalPeers peers;
    private final NanoClock clock;
    private final MediaTraffic traffic;
    private final PacketPacer pacer;
    /** Of no meaning: what was read to have it at hand. */
    private long fetched;
    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_PACKET_LENGTH));

    MediaSender(final StreamTable table, final LocalPeers peers, final DatagramIo io, final NanoClock clock, final MediaTraffic traffic) {
        streams = table.all;
        connected = table.connected;
        plain = new RtpSendStream[streams.length];
        for (final AudioStream stream : table.audio) {
            plain[stream.number] = stream.send;
        }
        this.io = io;
        this.peers = peers;
        this.clock = clock;
        this.traffic = traffic;
        pacer = new PacketPacer(streams.length, clock.nanoTime());
    }

    /** Set-up: the stream's packets are protected. */
    void secured(final int number) {
        plain[number] = null;
    }

    /** Begins or ends the stream's pacing, as its state wants it. */
    void pace(final AudioStream stream, final long nowNs) {
        if (!stream.sends()) {
            pacer.remove(stream.number);
        } else if (!pacer.isPaced(stream.number)) {
            final long firstNs = pacer.addBeside(peers.of(stream), stream.number, nowNs, stream.packetNs(),
                    stream.sendJitterMs * NS_PER_MS, stream.jitterSeed);
            stream.send.resume(firstNs);
        }
    }

    void stop(final MediaStream stream) {
        pacer.remove(stream.number);
    }

    /** The stream's packet time is another one: its schedule begins anew. */
    void repace(final AudioStream stream, final long nowNs) {
        pacer.remove(stream.number);
        pace(stream, nowNs);
    }

    /** As for audio; what is sent after a silence begins with a key frame. */
    void pace(final VideoStream stream, final long nowNs) {
        if (!stream.sends()) {
            pacer.remove(stream.number);
        } else if (!pacer.isPaced(stream.number)) {
            stream.send.begin(pacer.addSelfTimed(stream.number, nowNs, stream.frameNs()));
        }
    }

    /** Of either kind. */
    void pace(final MediaStream stream, final long nowNs) {
        if (stream instanceof final VideoStream video) {
            pace(video, nowNs);
        } else {
            pace((AudioStream) stream, nowNs);
        }
    }

    /** Something may be due earlier than the stream said last: the peer asked for it. */
    void hurry(final VideoStream stream) {
        pacer.reschedule(stream.number, stream.nextDueNs());
    }

    /** Sends what is due. @return packets sent. */
    int poll(final long nowNs, final int limit) {
        return pacer.poll(nowNs, limit, this);
    }

    long nextDueNs() {
        return pacer.nextDueNs();
    }

    @Override
    public void fetch(final int number) {
        final RtpSendStream ordinary = plain[number];
        if (ordinary != null && ordinary.isSteady()) {
            fetched += ordinary.fetch();
        }
    }

    @Override
    public boolean onDue(final int number, final long scheduledNs, final long nowNs) {
        final RtpSendStream ordinary = plain[number];
        return ordinary != null && connected.has(number) && ordinary.isSteady()
                ? sendNext(number, ordinary, scheduledNs, nowNs)
                : send(streams[number], scheduledNs, nowNs);
    }

    /** One more packet like the last: nothing of the stream is looked at but what it sends. */
    private boolean sendNext(final int number, final RtpSendStream ordinary, final long scheduledNs, final long nowNs) {
        final int sent = io.send(connected.of(number), packet, 0, ordinary.write(packet, 0));
        final long sentNs = clock.nanoTime(); // not nowNs: earlier packets of this poll took their time
        if (sent < 0) {
            return onRefused(streams[number], sent, nowNs);
        }
        ordinary.onSent(sentNs, sentNs - scheduledNs);
        traffic.onSent(number, sentNs - scheduledNs); // an audio stream has the number of its endpoint
        if (!ordinary.isNoted()) {
            streams[number].tell(nowNs);
        }
        return true;
    }

    private boolean send(final MediaStream stream, final long scheduledNs, final long nowNs) {
        final int late = stream.skipLate(nowNs);
        if (late > 0) {
            traffic.onSkipped(stream.endpoint, late, nowNs - scheduledNs);
        }
        final int length = stream.write(packet, 0);
        if (length == 0) {
            stream.onQuiet(nowNs);
            stream.tell(nowNs);
            return true;
        }
        final long intendedNs = stream.intendedNs(scheduledNs);
        final int sent = stream.sendRtp(packet, length);
        final long sentNs = clock.nanoTime();
        if (sent < 0) {
            return onRefused(stream, sent, nowNs);
        }
        stream.onSent(sentNs, intendedNs);
        traffic.onSent(stream.endpoint, sentNs - intendedNs);
        stream.tell(nowNs);
        return true;
    }

    /** @return whether the packet is done with: false = it is to be offered again. */
    private boolean onRefused(final MediaStream stream, final int error, final long nowNs) {
        stream.onRefused();
        if (Errno.isFull(error)) {
            return false;
        }
        stream.onGivenUp(nowNs); // no route, no permission: the packet is lost, the stream goes on
        stream.tell(nowNs);
        return true;
    }

    @Override
    public void onSkipped(final int number, final int packets, final long nowNs) {
        final AudioStream stream = (AudioStream) streams[number]; // nothing is skipped for streams that keep their own time
        stream.send.onSkipped(packets);
        traffic.onSkipped(stream.endpoint, packets, PacketPacer.DEFAULT_MAX_CATCH_UP * stream.packetNs());
    }

    @Override
    public long nextDueNs(final int number) {
        return streams[number].nextDueNs();
    }
}
