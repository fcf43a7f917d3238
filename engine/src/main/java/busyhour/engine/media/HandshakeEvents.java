package busyhour.engine.media;

import busyhour.engine.dtls.DtlsHandler;
import busyhour.rtp.srtp.SrtpSuite;
import org.agrona.DirectBuffer;

/**
 * What handshakes want of the shard's streams: datagrams sent, keys taken up, and media begun when the keys are there.
 *
 * <p>One thread. Allocates nothing.
 */
final class HandshakeEvents implements DtlsHandler {

    private final MediaStream[] streams;
    private final MediaSender sender;
    private final ShardSecurity security;
    private final int endpoints;
    private MediaEvents listener = MediaEvents.NONE;
    private long nowNs;

    HandshakeEvents(final MediaStream[] streams, final int endpoints, final MediaSender sender, final ShardSecurity security) {
        this.streams = streams;
        this.endpoints = endpoints;
        this.sender = sender;
        this.security = security;
    }

    void listener(final MediaEvents events) {
        listener = events;
    }

    int poll(final long cycleNs, final int limit) {
        nowNs = cycleNs;
        return security.handshakes == null ? 0 : security.handshakes.poll(this, limit);
    }

    void close() {
        if (security.handshakes != null) {
            security.handshakes.close();
        }
    }

    private MediaStream stream(final int association) {
        return streams[association % streams.length];
    }

    @Override
    public void onSend(final int association, final DirectBuffer buffer, final int offset, final int length) {
        final MediaStream stream = stream(association);
        final PeerSocket socket = stream.security.isRtcpAssociation(association) ? stream.rtcp : stream.rtp;
        if (socket.isOpen() && socket.hasPeer()) {
            socket.send(buffer, offset, length);
        }
    }

    @Override
    public void onKeys(final int association, final SrtpSuite suite, final byte[] local, final byte[] remote, final boolean again) {
        final MediaStream stream = stream(association);
        stream.security.onKeys(association, suite, local, remote, again);
        sender.pace(stream, nowNs);
    }

    @Override
    public void onFailed(final int association, final DirectBuffer buffer, final int offset, final int length) {
        final MediaStream stream = stream(association);
        if (stream.security.onFailed(association)) {
            listener.onSecurityFailed(stream.number % endpoints, buffer, offset, length, nowNs);
        }
    }
}
