package busyhour.engine.media;

import busyhour.engine.io.Errno;
import busyhour.engine.io.KernelClock;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.sip.timer.TimerHandler;
import busyhour.sip.timer.TimerWheel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a shard's streams say by RTCP (RFC 3550 6).
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class MediaReports implements TimerHandler {

    private static final long RETRY_NS = 1_000_000L;

    private final MediaStream[] streams;
    private final KernelClock kernelClock;
    private final SplittableRandom random;
    private final byte[][] cnames;
    private final TimerWheel timers;
    private final UnsafeBuffer compound = new UnsafeBuffer(ByteBuffer.allocateDirect(RtcpSession.MAX_LENGTH + SrtpSuite.MAX_OVERHEAD));

    /** @param endpoints the streams of an endpoint have one CNAME, by which they belong together (RFC 3550 6.5.1). */
    MediaReports(final MediaStream[] streams, final int endpoints, final KernelClock kernelClock, final SplittableRandom random) {
        this.streams = streams;
        this.kernelClock = kernelClock;
        this.random = random;
        timers = new TimerWheel(streams.length);
        cnames = new byte[endpoints][];
        final String host = HostMark.suffix();
        for (int i = 0; i < endpoints; i++) {
            cnames[i] = ("busyhour-" + HexFormat.of().toHexDigits(random.nextLong()) + host).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Reports begin. */
    void start(final MediaStream stream, final long seed, final long nowNs) {
        stream.session.start(stream.sender(), stream.reception(), stream.clockRateHz(), stream.clockRateHz(),
                cnames[stream.endpoint], stream.rtcpIntervalNs, kernelClock.toEpochNs(nowNs) - nowNs, seed, nowNs);
        timers.schedule(stream.number, stream.session.nextReportNs(), nowNs);
    }

    /** The last word. */
    void bye(final MediaStream stream, final long nowNs) {
        timers.cancel(stream.number);
        final int length = stream.session.writeBye(compound, 0, nowNs);
        if (length > 0 && stream.sendRtcp(compound, length) > 0) {
            stream.session.onSent(nowNs);
        }
    }

    /** @return whether the stream has RTCP: not before the first answer. */
    boolean onCompound(final MediaStream stream, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        if (stream.hasRun) {
            stream.session.onCompound(buffer, offset, length, arrivalNs);
            if (stream.session.takeCollision() && stream.running) {
                changeSsrc(stream, arrivalNs);
            }
        }
        return stream.hasRun;
    }

    /** Somebody else uses our SSRC: goodbye under it, and on under another (RFC 3550 8.2). */
    private void changeSsrc(final MediaStream stream, final long nowNs) {
        bye(stream, nowNs);
        stream.onSsrcCollision(random.nextInt());
        stream.session.resume(nowNs);
        timers.schedule(stream.number, stream.session.nextReportNs(), nowNs);
    }

    /** What came may be something that the peer is to hear of before the next report (RFC 4585 3.5). */
    void hurry(final MediaStream stream, final long nowNs) {
        final long nextNs = stream.session.nextReportNs();
        if (stream.running && nextNs < timers.deadlineNs(stream.number)) {
            timers.schedule(stream.number, nextNs, nowNs);
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
    public void onTimer(final int number, final long nowNs) {
        final MediaStream stream = streams[number];
        if (!stream.running) {
            return;
        }
        long nextNs = stream.session.nextReportNs();
        if (stream.session.isDue(nowNs)) {
            final int sent = stream.sendRtcp(compound, stream.session.writeReport(compound, 0, nowNs));
            if (sent > 0) {
                stream.session.onSent(nowNs);
                nextNs = stream.session.nextReportNs();
            } else {
                stream.session.onRefused();
                // without a route or a permission trying at once is of no use
                nextNs = nowNs + (Errno.isFull(sent) ? RETRY_NS : stream.rtcpIntervalNs);
            }
        } else {
            nextNs = stream.session.nextReportNs();
        }
        timers.schedule(number, Math.max(nextNs, nowNs), nowNs);
    }
}
