package busyhour.engine.media;

import busyhour.engine.dtls.ShardHandshakes;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.KernelClock;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.receive.NoteBook;
import busyhour.rtp.receive.PacketOutcome;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * What comes in on a shard's media sockets: RTP to the receiving core, RTCP to the session.
 *
 * <p>One thread. Allocates nothing.
 */
final class MediaReceiver implements DatagramHandler {

    private static final int TOS_DSCP_SHIFT = 2;
    private static final int DRAIN_LIMIT = 256;

    private final MediaStream[] streams;
    private final NoteBook notes;
    private final DatagramIo io;
    private final KernelClock kernelClock;
    private final MediaTraffic traffic;
    private final MediaSender sender;
    private final MediaReports reports;
    private final SharedSockets shared;
    private final ParkedDatagrams parked;
    private long nowNs;

    MediaReceiver(
            final StreamTable table,
            final DatagramIo io,
            final KernelClock kernelClock,
            final MediaTraffic traffic,
            final MediaSender sender,
            final MediaReports reports,
            final SharedSockets shared) {
        streams = table.all;
        notes = table.notes;
        this.io = io;
        this.kernelClock = kernelClock;
        this.traffic = traffic;
        this.sender = sender;
        this.reports = reports;
        this.shared = shared;
        parked = new ParkedDatagrams(shared);
    }

    void now(final long cycleNs) {
        nowNs = cycleNs;
        if (!parked.isEmpty()) {
            parked.retry(io, this, cycleNs);
        }
    }

    void drain(final MediaStream stream) {
        if (stream.rtp.isOpen()) {
            io.drain(stream.rtp.socket(), this, DRAIN_LIMIT);
            if (stream.rtcp.isOpen()) {
                io.drain(stream.rtcp.socket(), this, DRAIN_LIMIT);
            }
        }
    }

    /** The packet that a stream expects. */
    @Override
    public boolean onPeerDatagram(
            final int socket, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs, final int tos) {
        final int tag = io.tag(socket);
        final boolean noted = notes.note(tag, mark(tos), buffer, offset, length, arrivalNs);
        if (noted) {
            traffic.onReceived(tag); // an audio stream has the number of its endpoint
        }
        return noted;
    }

    @Override
    public void onDatagram(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long arrivalEpochNs,
            final int tos) {
        final long arrivalNs = kernelClock.toMonotonicNs(arrivalEpochNs, nowNs);
        if (io.isConnected(socket) && onPeerDatagram(socket, buffer, offset, length, arrivalNs, tos)) {
            return;
        }
        final int socketTag = io.tag(socket);
        final int tag = MediaTags.isShared(socketTag) ? shared.streamTag(socketTag, source) : socketTag;
        if (tag < 0) {
            if (!parked.park(socket, source, buffer, offset, length, arrivalEpochNs, tos, nowNs)) {
                shared.onStranger(socketTag);
            }
            return;
        }
        final MediaStream stream = streams[MediaTags.stream(tag)];
        if (!stream.security.isPlain()) {
            onSecured(stream, MediaTags.isRtcp(tag), source, buffer, offset, length, arrivalNs, tos);
        } else if (MediaTags.isRtcp(tag)) {
            stream.rtcp.onSource(source, nowNs);
            onRtcp(stream, buffer, offset, length, arrivalNs);
        } else if (RtpHeaderFlyweight.isRtcp(buffer, offset, length)) {
            onRtcp(stream, buffer, offset, length, arrivalNs);
        } else {
            onRtp(stream, source, buffer, offset, length, arrivalNs, tos, mark(tos));
        }
    }

    /** Packets of one mark have the same to say about their way. @param tos the octet, or -1. */
    private static int mark(final int tos) {
        return (tos & 0xFF) + 1;
    }

    /** Only what is authentic goes on; a handshake's datagram also shows where the peer is. */
    private void onSecured(
            final MediaStream stream,
            final boolean ownSocket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long arrivalNs,
            final int tos) {
        final boolean rtcp = ownSocket || RtpHeaderFlyweight.isRtcp(buffer, offset, length);
        final int opened = stream.security.open(rtcp, ownSocket, buffer, offset, length);
        if (ownSocket && (opened >= 0 || ShardHandshakes.isDtls(buffer, offset, length))) {
            stream.rtcp.onSource(source, nowNs);
        }
        if (opened >= 0 && rtcp) {
            onRtcp(stream, stream.security.opened(), 0, opened, arrivalNs);
        } else if (opened >= 0) {
            onRtp(stream, source, stream.security.opened(), 0, opened, arrivalNs, tos, NoteBook.UNMARKED);
        } else if (!ownSocket && ShardHandshakes.isDtls(buffer, offset, length)) {
            stream.rtp.onSource(source, nowNs);
        }
    }

    private void onRtcp(final MediaStream stream, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        if (reports.onCompound(stream, buffer, offset, length, arrivalNs) && stream instanceof final VideoStream video) {
            sender.hurry(video); // a key frame or a packet may have been asked for
        }
    }

    private void onRtp(
            final MediaStream stream,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long arrivalNs,
            final int tos,
            final int mark) {
        if (stream.onRtp(buffer, offset, length, arrivalNs, mark) == PacketOutcome.MALFORMED) {
            return;
        }
        traffic.onReceived(stream.endpoint);
        if (stream instanceof VideoStream) {
            reports.hurry(stream, nowNs); // a packet may be missing
        }
        if (!stream.rtp.onSource(source, nowNs)) {
            stream.unexpectedSource++;
        }
        if (tos >= 0) {
            stream.dscpReceived = tos >> TOS_DSCP_SHIFT;
        }
        if (stream.firstPacketNs == Long.MIN_VALUE) {
            stream.firstPacketNs = arrivalNs;
            if (stream.running) {
                stream.onFirstPacket(nowNs);
            }
        }
    }
}
