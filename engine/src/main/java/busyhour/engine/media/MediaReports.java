package busyhour.engine.media;

import busyhour.engine.io.Errno;
import busyhour.engine.io.KernelClock;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.sip.timer.TimerHandler;
import busyhour.sip.timer.TimerWheel;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a shard's streams say by RTCP (RFC 3550 6).
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class MediaReports implements TimerHandler {

    private static final long INTERVAL_NS = 5_000_000_000L; // RFC 3550 6.2
    private static final long RETRY_NS = 1_000_000L;

    private final MediaStream[] streams;
    private final KernelClock kernelClock;
    private final byte[][] cnames;
    private final TimerWheel timers;
    private final UnsafeBuffer compound = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(RtcpSession.MAX_LENGTH));

    MediaReports(final MediaStream[] streams, final KernelClock kernelClock, final SplittableRandom random) {
        this.streams = streams;
        this.kernelClock = kernelClock;
        timers = new TimerWheel(streams.length);
        cnames = new byte[streams.length][];
        for (int i = 0; i < streams.length; i++) {
            cnames[i] = ("busyhour-" + Long.toHexString(random.nextLong())).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Reports begin. */
    void start(final MediaStream stream, final int clockRateHz, final long seed, final long nowNs) {
        stream.session.start(stream.send, stream.receive.receptionReport(), clockRateHz, clockRateHz,
                cnames[stream.endpoint], INTERVAL_NS, kernelClock.toEpochNs(nowNs) - nowNs, seed, nowNs);
        timers.schedule(stream.endpoint, stream.session.nextReportNs(), nowNs);
    }

    /** The last word. */
    void bye(final MediaStream stream, final long nowNs) {
        timers.cancel(stream.endpoint);
        final int length = stream.session.writeBye(compound, 0, nowNs);
        if (length > 0 && send(stream, length) > 0) {
            stream.session.onSent(nowNs);
        }
    }

    void onCompound(final MediaStream stream, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        if (stream.hasRun) {
            stream.session.onCompound(buffer, offset, length, arrivalNs);
        }
    }

    /** Does what is due. @return reports looked at. */
    int poll(final long nowNs, final int limit) {
        return timers.poll(nowNs, limit, this);
    }

    long nextDeadlineNs() {
        return timers.nextDeadlineNs();
    }

    @Override
    public void onTimer(final int endpoint, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        if (!stream.running) {
            return;
        }
        long nextNs = stream.session.nextReportNs();
        if (stream.session.isDue(nowNs)) {
            final int sent = send(stream, stream.session.writeReport(compound, 0, nowNs));
            if (sent > 0) {
                stream.session.onSent(nowNs);
                nextNs = stream.session.nextReportNs();
            } else {
                stream.session.onRefused();
                // without a route or a permission trying at once is of no use
                nextNs = nowNs + (Errno.isFull(sent) ? RETRY_NS : INTERVAL_NS);
            }
        } else {
            nextNs = stream.session.nextReportNs();
        }
        timers.schedule(endpoint, Math.max(nextNs, nowNs), nowNs);
    }

    private int send(final MediaStream stream, final int length) {
        final PeerSocket socket = stream.muxed ? stream.rtp : stream.rtcp;
        return socket.hasPeer() ? socket.send(compound, 0, length) : length;
    }
}
