package busyhour.engine.dtls;

import busyhour.rtp.srtp.SrtpSuite;
import org.agrona.DirectBuffer;

/** What handshakes want of their shard, told in its thread by {@link ShardHandshakes#poll}. Arguments are valid during the call. */
public interface DtlsHandler {

    /** A datagram for the stream's peer, on the socket of its RTP. What cannot be sent is lost: the handshake sends it again. */
    void onSend(int stream, DirectBuffer buffer, int offset, int length);

    /**
     * Peer and fingerprint agree: keys for SRTP.
     *
     * @param localKeyAndSalt  master key and salt of what we send, {@link SrtpSuite#keyAndSaltLength} octets.
     * @param remoteKeyAndSalt of what the peer sends.
     * @param again            the stream had keys of an earlier handshake.
     */
    void onKeys(int stream, SrtpSuite suite, byte[] localKeyAndSalt, byte[] remoteKeyAndSalt, boolean again);

    /** The handshake failed. @param buffer holds the reason as a sentence in ASCII. */
    void onFailed(int stream, DirectBuffer buffer, int offset, int length);
}
