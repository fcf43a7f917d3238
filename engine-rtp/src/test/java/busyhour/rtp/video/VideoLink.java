package busyhour.rtp.video;

import busyhour.codec.video.EncodedVideo;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.SenderReportSource;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.rtcp.FeedbackListener;
import busyhour.rtp.rtcp.FeedbackSource;
import busyhour.rtp.rtcp.RtcpSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/** A sender of video, its receiver and a network between them, in virtual time. */
final class VideoLink {

    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;
    static final int SSRC = 0x0A0B_0C0D;
    static final int RTX_SSRC = 0x1A1B_1C1D;
    static final int RECEIVER_SSRC = 0x7777_1111;
    static final int PAYLOAD_TYPE = 96;
    static final int RTX_PAYLOAD_TYPE = 97;

    /** Whether the network loses a packet from the sender. */
    interface Loss {
        boolean loses(RtpHeaderFlyweight header, long nowNs);
    }

    /** A packet on its way. */
    private record Flight(long arrivalNs, long number, boolean toReceiver, boolean rtcp, byte[] octets) implements Comparable<Flight> {
        @Override
        public int compareTo(final Flight other) {
            return arrivalNs != other.arrivalNs ? Long.compare(arrivalNs, other.arrivalNs) : Long.compare(number, other.number);
        }
    }

    final VideoSendStream send = new VideoSendStream();
    final VideoReceiveStream receive = new VideoReceiveStream(PlayoutMode.ADAPTIVE);
    final RtcpSession sender = new RtcpSession();
    final RtcpSession receiver = new RtcpSession();
    final SplittableRandom random;
    final List<byte[]> rtcp = new ArrayList<>();
    final List<Long> keyFrameStartsNs = new ArrayList<>();
    final List<Long> requestsNs = new ArrayList<>();
    private final PriorityQueue<Flight> network = new PriorityQueue<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();

    Loss loss = (sent, nowNs) -> false;
    Loss doubles = (sent, nowNs) -> false;
    boolean losesFeedback;
    boolean sending = true;
    long delayNs = 20 * MS;
    long jitterNs;
    long nowNs;
    int lost;
    int rtxLost;
    private long nextSecondNs = SECOND;
    private long flights;

    VideoLink(final EncodedVideo video, final boolean rtx, final int kinds, final boolean reducedSize, final long seed) {
        random = new SplittableRandom(seed);
        final int rtxType = rtx ? RTX_PAYLOAD_TYPE : -1;
        final int extension = (kinds & FeedbackKinds.TRANSPORT_CC) != 0 ? 5 : -1;
        send.start(video, 0, SSRC, random.nextInt(), random.nextInt(), PAYLOAD_TYPE, rtxType, RTX_SSRC, false, 0);
        send.transportExtension(extension);
        send.begin(3 * MS);
        receive.reset(video.encoding().codec(), PAYLOAD_TYPE, rtxType, 20, 0);
        receive.feedback(kinds, extension);
        final long epochNs = 1_700_000_000L * SECOND;
        sender.start(send, new Nothing(), 90_000, 90_000, name("sender"), SECOND, epochNs, seed, 0);
        sender.feedback(send, FeedbackSource.NONE, reducedSize, 1_000_000);
        receiver.start(new Silent(), receive.receptionReport(), 90_000, 90_000, name("receiver"), SECOND, epochNs, seed + 1, 0);
        receiver.feedback(FeedbackListener.NONE, receive, reducedSize, 1_000_000);
    }

    private static byte[] name(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the packet was sent before, in the stream itself. */
    boolean isRepetition(final RtpHeaderFlyweight sent) {
        return (short) (sent.sequence() - send.nextSequence() + 1) < 0;
    }

    void runUntil(final long endNs) {
        while (true) {
            final long nextNs = Math.min(Math.min(sending ? send.nextDueNs() : Long.MAX_VALUE, nextSecondNs),
                    Math.min(Math.min(sender.nextReportNs(), receiver.nextReportNs()),
                            network.isEmpty() ? Long.MAX_VALUE : network.peek().arrivalNs));
            if (nextNs > endNs) {
                nowNs = endNs;
                return;
            }
            nowNs = Math.max(nowNs, nextNs);
            step();
        }
    }

    private void step() {
        while (!network.isEmpty() && network.peek().arrivalNs <= nowNs) {
            deliver(network.poll());
        }
        if (sending && send.nextDueNs() <= nowNs) {
            send.skipLate(nowNs);
            final int length = send.write(buffer, 0);
            send.onSent(nowNs);
            header.wrap(buffer, 0, length);
            final boolean media = header.ssrc() == SSRC;
            final int first = buffer.getByte(header.payloadOffset()) & 0xFF;
            if (media && (first == 0x78 || first == 0x90 && (buffer.getByte(header.payloadOffset() + 4) & 1) == 0)) {
                keyFrameStartsNs.add(nowNs);
            }
            if (loss.loses(header, nowNs)) {
                lost += media ? 1 : 0;
                rtxLost += media ? 0 : 1;
            } else {
                fly(true, false, length);
                if (doubles.loses(header, nowNs)) {
                    fly(true, false, length);
                }
            }
        }
        report(sender, true);
        report(receiver, false);
        if (nextSecondNs <= nowNs) {
            nextSecondNs += SECOND;
            send.roundTripMs(sender.rttMs());
            receive.roundTripMs(sender.rttMs()); // both ends of the way are here
            send.onSecond(nowNs);
            receive.onSecond(nowNs);
        }
    }

    private void report(final RtcpSession session, final boolean toReceiver) {
        if (session.nextReportNs() <= nowNs && session.isDue(nowNs)) {
            final double requests = receive.metrics().keyframeRequestsSent();
            final int length = session.writeReport(buffer, 0, nowNs);
            session.onSent(nowNs);
            final byte[] octets = new byte[length];
            buffer.getBytes(0, octets);
            rtcp.add(octets);
            if (receive.metrics().keyframeRequestsSent() > requests) {
                requestsNs.add(nowNs);
            }
            if (toReceiver || !losesFeedback) {
                fly(toReceiver, true, length);
            }
        }
    }

    private void fly(final boolean toReceiver, final boolean isRtcp, final int length) {
        final byte[] octets = new byte[length];
        buffer.getBytes(0, octets);
        final long variesNs = jitterNs > 0 ? random.nextLong(jitterNs) : 0;
        network.add(new Flight(nowNs + delayNs + variesNs, flights++, toReceiver, isRtcp, octets));
    }

    private void deliver(final Flight flight) {
        buffer.putBytes(0, flight.octets);
        final int length = flight.octets.length;
        if (flight.rtcp) {
            (flight.toReceiver ? receiver : sender).onCompound(buffer, 0, length, flight.arrivalNs);
        } else {
            receive.onPacket(buffer, 0, length, flight.arrivalNs);
        }
    }

    /** A receiver that sends nothing. */
    private static final class Silent implements SenderReportSource {
        @Override
        public int ssrc() {
            return RECEIVER_SSRC;
        }

        @Override
        public long reportPacketCount() {
            return 0;
        }

        @Override
        public long reportOctetCount() {
            return 0;
        }

        @Override
        public int rtpTimestampAt(final long nowNs) {
            return 0;
        }
    }

    /** A sender that receives nothing. */
    private static final class Nothing implements ReceptionReportSource {
        @Override
        public boolean hasSource() {
            return false;
        }

        @Override
        public int sourceSsrc() {
            return 0;
        }

        @Override
        public int extendedHighestSequence() {
            return 0;
        }

        @Override
        public long packetsExpected() {
            return 0;
        }

        @Override
        public long packetsReceived() {
            return 0;
        }

        @Override
        public int jitterTimestampUnits() {
            return 0;
        }
    }
}
