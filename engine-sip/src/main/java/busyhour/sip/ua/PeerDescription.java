package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** What is remembered of the peer's messages: which description it sent last, and whether it takes UPDATE. */
final class PeerDescription {

    private static final byte[] UPDATE = Ascii.bytes("update");
    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 1_099_511_628_211L;

    private final HeaderValues values = new HeaderValues();

    /** A number for the message's description, 0 without one: the same octets have the same number. */
    static long hash(final SipMessage message) {
        if (!message.hasSdp()) {
            return 0;
        }
        final DirectBuffer text = message.buffer();
        long hash = FNV_OFFSET;
        final long sdp = message.sdp();
        for (int i = Span.offset(sdp); i < Span.end(sdp); i++) {
            hash = (hash ^ text.getByte(i)) * FNV_PRIME;
        }
        return hash == 0 ? 1 : hash;
    }

    /** Looks at a message that opens or changes a session. */
    void remember(final Call call, final SipMessage message) {
        final long hash = hash(message);
        if (hash != 0) {
            call.session.peerDescription = hash;
        }
        if (message.hasHeader(SipHeader.ALLOW)) {
            call.session.peerUpdates = allowsUpdate(message);
        }
    }

    private boolean allowsUpdate(final SipMessage message) {
        values.reset(message, SipHeader.ALLOW);
        while (values.next()) {
            if (Ascii.equalsIgnoreCase(message.buffer(), values.value(), UPDATE)) {
                return true;
            }
        }
        return false;
    }
}
