package busyhour.engine.media;

import busyhour.engine.io.Errno;
import busyhour.rtp.send.PacingTarget;
import busyhour.rtp.send.PacketPacer;
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
    private final LocalPeers peers;
    private final NanoClock clock;
    private final MediaTraffic traffic;
    private final PacketPacer pacer;
    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_PACKET_LENGTH));

    MediaSender(final MediaStream[] streams, final LocalPeers peers, final NanoClock clock, final MediaTraffic traffic) {
        this.streams = streams;
        this.peers = peers;
        this.clock = clock;
        this.traffic = traffic;
        pacer = new PacketPacer(streams.length, clock.nanoTime());
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
    public boolean onDue(final int number, final long scheduledNs, final long nowNs) {
        final MediaStream stream = streams[number];
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
        final long sentNs = clock.nanoTime(); // not nowNs: earlier packets of this poll took their time
        if (sent < 0) {
            stream.onRefused();
            if (Errno.isFull(sent)) {
                return false;
            }
            stream.onGivenUp(nowNs); // no route, no permission: the packet is lost, the stream goes on
        } else {
            stream.onSent(sentNs, intendedNs);
            traffic.onSent(stream.endpoint, sentNs - intendedNs);
        }
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
