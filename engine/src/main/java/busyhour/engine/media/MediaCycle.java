package busyhour.engine.media;

import busyhour.engine.io.DatagramHandler;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * What the media of a shard have to do in each duty cycle: one call for each step.
 *
 * <p>One thread. Allocates nothing.
 */
public final class MediaCycle implements DatagramHandler {

    private final MediaReceiver receiver;
    private final MediaSender sender;
    private final MediaReports reports;
    private final MediaDecoding decoding;
    private HandshakeEvents handshakes;

    MediaCycle(final MediaReceiver receiver, final MediaSender sender, final MediaReports reports, final MediaDecoding decoding) {
        this.receiver = receiver;
        this.sender = sender;
        this.reports = reports;
        this.decoding = decoding;
    }

    void handshakes(final HandshakeEvents events) {
        handshakes = events;
    }

    /** The duty cycle's time, for what {@link #onDatagram} gets. */
    public void now(final long cycleNs) {
        receiver.now(cycleNs);
    }

    /** A datagram came on a media socket. */
    @Override
    public void onDatagram(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long arrivalEpochNs,
            final int tos) {
        receiver.onDatagram(socket, source, buffer, offset, length, arrivalEpochNs, tos);
    }

    @Override
    public boolean onPeerDatagram(
            final int socket, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs, final int tos) {
        return receiver.onPeerDatagram(socket, buffer, offset, length, arrivalNs, tos);
    }

    /** Does what handshakes want done. @return how much that was. */
    public int pollHandshakes(final long nowNs, final int limit) {
        return handshakes == null ? 0 : handshakes.poll(nowNs, limit);
    }

    /** Sends what is due. @return packets sent. */
    public int send(final long nowNs, final int limit) {
        return sender.poll(nowNs, limit);
    }

    /** Does what RTCP is due. @return reports looked at. */
    public int pollRtcp(final long nowNs, final int limit) {
        return reports.poll(nowNs, limit);
    }

    /** Takes what was decoded beside the shard. @return how much. */
    public int pollDecoded() {
        return decoding.poll();
    }

    /** When a packet is to be sent next. */
    public long nextPacketNs() {
        return sender.nextDueNs();
    }

    /** When RTCP is to be looked after next. */
    public long nextReportNs() {
        return reports.nextDeadlineNs();
    }

    /** The end: no handshakes any more. */
    public void close() {
        if (handshakes != null) {
            handshakes.close();
        }
    }
}
