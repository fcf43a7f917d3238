package busyhour.engine.media;

import busyhour.engine.dtls.ShardHandshakes;
import busyhour.engine.io.Errno;
import busyhour.rtp.srtp.SrtpReceiver;
import busyhour.rtp.srtp.SrtpResult;
import busyhour.rtp.srtp.SrtpSender;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.sip.sdp.CryptoSuite;
import busyhour.sip.sdp.NegotiatedMedia;
import busyhour.sip.sdp.NegotiatedSecurity;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * SRTP of one media stream: what offer and answer, or a handshake, made of its packets.
 *
 * <pre>
 *   PLAIN      the plan wants no SRTP, or the peer has none: packets pass as they are
 *   UNDECIDED  the plan wants SRTP and nothing is agreed on yet: what comes is passed over, but DTLS is kept
 *   AWAITING   the handshake is under way: nothing is sent, what comes is passed over
 *   SECURE     packets are protected both ways; what is not authentic is counted and never passes
 *   FAILED     the handshake failed: nothing is sent, what comes is counted
 * </pre>
 *
 * <p>One thread. Allocates nothing after set-up.
 */
final class MediaSecurity {

    /** What {@link #open} answers for a datagram that is no RTP or RTCP for anybody. */
    static final int NOTHING = -1;

    private static final byte PLAIN = 0;
    private static final byte UNDECIDED = 1;
    private static final byte AWAITING = 2;
    private static final byte SECURE = 3;
    private static final byte FAILED = 4;

    private static final SrtpSuite[] SUITES = new SrtpSuite[CryptoSuite.values().length];

    static {
        for (final CryptoSuite suite : CryptoSuite.values()) {
            SUITES[suite.ordinal()] = SrtpSuite.of(suite.sdpName());
        }
    }

    private static final String[] SDES_WORDS = words("sdes ");
    private static final String[] DTLS_WORDS = words("dtls ");
    private static final String NO_WORD = "none";
    private static final String FAILED_WORD = "dtls failed";

    private static String[] words(final String keying) {
        final String[] words = new String[SrtpSuite.count()];
        for (int i = 0; i < words.length; i++) {
            words[i] = keying + SrtpSuite.at(i).name();
        }
        return words;
    }

    /** RTP and RTCP of SDES and of a shared port; RTP alone where each has a handshake of its own. */
    private SrtpLink rtp;
    private SrtpLink ownRtcp;
    private ShardSecurity shard;
    private int rtpAssociation;
    private int rtcpAssociation;
    private boolean rtcpApart;
    private byte state;
    private String protection = NO_WORD;
    private long decryptFailures;
    private long replayDrops;
    private long rehandshakes;

    /** Set-up: the plan wants SRTP for this stream. @param streams of the shard. */
    void enable(final ShardSecurity ofShard, final int stream, final int streams) {
        shard = ofShard;
        rtpAssociation = stream;
        rtcpAssociation = streams + stream;
        rtp = new SrtpLink(ofShard.work);
        ownRtcp = ofShard.handshakes == null ? null : new SrtpLink(ofShard.work);
        state = UNDECIDED;
    }

    private boolean isEnabled() {
        return shard != null;
    }

    /** A call begins: nothing is agreed on. */
    void clear() {
        end();
        protection = NO_WORD;
        decryptFailures = 0;
        replayDrops = 0;
        rehandshakes = 0;
    }

    /** The call is over. Keys are forgotten, counters are not. */
    void end() {
        if (isEnabled()) {
            state = UNDECIDED;
            rtcpApart = false;
            rtp.clear();
            if (shard.handshakes != null) {
                ownRtcp.clear();
                shard.handshakes.close(rtpAssociation);
                shard.handshakes.close(rtcpAssociation);
            }
        }
    }

    /** Offer and answer agreed, for the first time or anew. Keys that stay the same go on with what they counted. */
    void agree(final NegotiatedMedia terms) {
        if (!isEnabled() || terms.isClosed()) {
            return;
        }
        final NegotiatedSecurity agreed = terms.security();
        switch (agreed.keying()) {
            case NONE -> {
                state = PLAIN;
                protection = NO_WORD;
            }
            case SDES -> {
                final SrtpSuite suite = SUITES[agreed.suite().ordinal()];
                rtcpApart = false;
                rtp.localKey(suite, agreed.localKey());
                rtp.remoteKey(suite, agreed.remoteKey());
                state = SECURE;
                protection = SDES_WORDS[suite.ordinal()];
            }
            case DTLS -> handshake(agreed, terms.rtcpMux());
        }
    }

    private void handshake(final NegotiatedSecurity agreed, final boolean muxed) {
        rtcpApart = !muxed;
        if (state != SECURE) {
            state = AWAITING;
        }
        boolean begun = shard.handshakes.start(rtpAssociation, agreed.isDtlsClient(), agreed.remoteHash(), agreed.remoteFingerprint());
        if (rtcpApart) {
            begun &= shard.handshakes.start(rtcpAssociation, agreed.isDtlsClient(), agreed.remoteHash(), agreed.remoteFingerprint());
        }
        if (!begun) { // as if the handshake's first flight were lost for ever: the ring to the handshakes is full
            state = FAILED;
        }
    }

    boolean isRtcpAssociation(final int association) {
        return association == rtcpAssociation;
    }

    /** A handshake of this stream is complete. */
    void onKeys(final int association, final SrtpSuite suite, final byte[] local, final byte[] remote, final boolean again) {
        final SrtpLink link = isRtcpAssociation(association) ? ownRtcp : rtp;
        link.localKey(suite, local);
        link.remoteKey(suite, remote);
        if (link == rtp) {
            state = SECURE;
            protection = DTLS_WORDS[suite.ordinal()];
            rehandshakes += again ? 1 : 0;
        }
    }

    /** A handshake of this stream failed. @return whether the stream is lost by that: RTCP alone ends nothing. */
    boolean onFailed(final int association) {
        if (isRtcpAssociation(association) || state != AWAITING) {
            return false;
        }
        state = FAILED;
        protection = FAILED_WORD;
        return true;
    }

    /** For people: {@code none}, {@code sdes SUITE}, {@code dtls SUITE}; what was agreed on last stays after the call. */
    String protection() {
        return protection;
    }

    /** Whether RTP may go out. */
    boolean maySend() {
        return state == PLAIN || state == SECURE;
    }

    /** Whether packets pass as they are. */
    boolean isPlain() {
        return state == PLAIN;
    }

    /** Whether a sequence number that wraps soon is to be avoided (RFC 3711 3.3.1). */
    boolean isWanted() {
        return isEnabled();
    }

    /** @return the length of what is to be sent, or a negative errno. */
    int protectRtp(final MutableDirectBuffer packet, final int length) {
        return state == PLAIN ? length : result(state == SECURE ? rtp.sender.protectRtp(packet, 0, length) : SrtpResult.NO_KEY);
    }

    /** @return the length of what is to be sent, or a negative errno. */
    int protectRtcp(final MutableDirectBuffer compound, final int length) {
        return state == PLAIN ? length : result(state == SECURE ? rtcpLink().sender.protectRtcp(compound, 0, length) : SrtpResult.NO_KEY);
    }

    private static int result(final int length) {
        return length < 0 ? -Errno.EPERM : length;
    }

    private SrtpLink rtcpLink() {
        return rtcpApart ? ownRtcp : rtp;
    }

    /**
     * A datagram came on a stream that is not plain. What belongs to a handshake goes there.
     *
     * @param rtcp     whether it is RTCP, if it is one of the two.
     * @param ownSocket whether it came on the socket of RTCP alone.
     * @return the length of what is in {@link #opened} now, or {@link #NOTHING}.
     */
    int open(final boolean rtcp, final boolean ownSocket, final DirectBuffer buffer, final int offset, final int length) {
        if (ShardHandshakes.isDtls(buffer, offset, length)) {
            if (shard.handshakes != null) {
                shard.handshakes.onDatagram(ownSocket ? rtcpAssociation : rtpAssociation, buffer, offset, length);
            }
            return NOTHING;
        }
        if (state == UNDECIDED || state == AWAITING) {
            return NOTHING;
        }
        final SrtpReceiver receiver = (rtcp ? rtcpLink() : rtp).receiver;
        if (state == SECURE && rtcp && !receiver.hasKey()) {
            return NOTHING; // RTP's handshake was the faster one
        }
        final int result = state == FAILED ? SrtpResult.NO_KEY
                : rtcp ? receiver.unprotectRtcp(buffer, offset, length, shard.opened, 0)
                : receiver.unprotectRtp(buffer, offset, length, shard.opened, 0);
        if (result < 0) {
            replayDrops += result == SrtpResult.REPLAYED ? 1 : 0;
            decryptFailures += result == SrtpResult.REPLAYED ? 0 : 1;
            return NOTHING;
        }
        return result;
    }

    /** The packet of the last {@link #open}. */
    UnsafeBuffer opened() {
        return shard.opened;
    }

    /** {@code srtp_decrypt_failures} of this call. */
    long decryptFailures() {
        return decryptFailures;
    }

    /** {@code srtp_replay_drops} of this call. */
    long replayDrops() {
        return replayDrops;
    }

    /** {@code dtls_rehandshakes} of this call. */
    long rehandshakes() {
        return rehandshakes;
    }

    /** Counters of a stream that was agreed to be plain, and never was anything else, have no value. */
    boolean isMeasured() {
        return isEnabled();
    }
}
