package busyhour.engine.media;

import busyhour.engine.io.Errno;
import busyhour.rtp.send.PacingTarget;
import busyhour.rtp.send.PacketPacer;
import busyhour.rtp.send.SendContent;
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
    private final NanoClock clock;
    private final MediaTraffic traffic;
    private final PacketPacer pacer;
    private final UnsafeBuffer packet = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(MAX_PACKET_LENGTH));

    MediaSender(final MediaStream[] streams, final NanoClock clock, final MediaTraffic traffic) {
        this.streams = streams;
        this.clock = clock;
        this.traffic = traffic;
        pacer = new PacketPacer(streams.length, clock.nanoTime());
    }

    /** Begins or ends the stream's pacing, as its state wants it. */
    void pace(final MediaStream stream, final long nowNs) {
        final int endpoint = stream.endpoint;
        final boolean sends = stream.running && stream.maySend && !stream.paused;
        if (!sends) {
            pacer.remove(endpoint);
        } else if (!pacer.isPaced(endpoint)) {
            final long firstNs = pacer.add(endpoint, nowNs, stream.send.track().ptimeMs() * NS_PER_MS,
                    stream.sendJitterMs * NS_PER_MS, stream.jitterSeed);
            stream.send.resume(firstNs);
        }
    }

    /** The stream's packet time is another one: its schedule begins anew. */
    void repace(final MediaStream stream, final long nowNs) {
        pacer.remove(stream.endpoint);
        pace(stream, nowNs);
    }

    /** Sends what is due. @return packets sent. */
    int poll(final long nowNs, final int limit) {
        return pacer.poll(nowNs, limit, this);
    }

    long nextDueNs() {
        return pacer.nextDueNs();
    }

    @Override
    public boolean onDue(final int endpoint, final long intendedNs, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        final int length = stream.send.write(packet, 0);
        final int sent = stream.rtp.send(packet, 0, length);
        final long sentNs = clock.nanoTime(); // not nowNs: earlier packets of this poll took their time
        stream.receive.onTime(nowNs);
        if (sent < 0) {
            stream.send.onRefused();
            if (Errno.isFull(sent)) {
                return false;
            }
            stream.send.onSkipped(1); // no route, no permission: the packet is lost, the stream goes on
            tell(stream, nowNs);
            return true;
        }
        stream.send.onSent(sentNs, sentNs - intendedNs);
        traffic.onSent(endpoint, sentNs - intendedNs);
        tell(stream, nowNs);
        return true;
    }

    @Override
    public void onSkipped(final int endpoint, final int packets, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        stream.send.onSkipped(packets);
        traffic.onSkipped(endpoint, packets, PacketPacer.DEFAULT_MAX_CATCH_UP * NS_PER_MS * stream.send.track().ptimeMs());
    }

    /** Says what came to its end. */
    void tell(final MediaStream stream, final long nowNs) {
        final SendContent content = stream.send.content();
        if (content.takeDigitsDone()) {
            stream.events.onDigitsSent(stream.endpoint, nowNs);
        }
        if (content.takePlayed()) {
            stream.events.onPlayed(stream.endpoint, nowNs);
        }
    }
}
