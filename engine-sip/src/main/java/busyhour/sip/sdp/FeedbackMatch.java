package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * What a peer's line says of RTCP and that the endpoint wants too: a=rtcp-fb of the codec or of all codecs (RFC 4585 4.2, RFC 5104
 * 7.1), a=rtcp-rsize (RFC 5506), a=rtcp-xr (RFC 3611 5), a=extmap of transport-wide sequence numbers (RFC 8285). Feedback is
 * taken in RTP/AVP too, where many phones and servers name it. Reusable, allocates nothing.
 */
final class FeedbackMatch {

    private static final byte[] NACK = Ascii.bytes("nack");
    private static final byte[] PLI = Ascii.bytes("pli");
    private static final byte[] CCM = Ascii.bytes("ccm");
    private static final byte[] FIR = Ascii.bytes("fir");
    private static final byte[] REMB = Ascii.bytes("goog-remb");
    private static final byte[] TRANSPORT_CC = Ascii.bytes("transport-cc");
    private static final byte[] VOIP_METRICS = Ascii.bytes("voip-metrics");
    private static final byte[] RECEIVER_RTT = Ascii.bytes("rcvr-rtt");
    private static final byte[] TRANSPORT_CC_URI =
            Ascii.bytes("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01");
    private static final int MAX_PAYLOAD_TYPE = 127;
    private static final int MAX_EXTENSION_ID = 14; // one-byte headers

    private final NegotiatedFeedback found = new NegotiatedFeedback();
    private boolean xrNamed;

    /** Finds what both want. @param payloadType of the codec that was agreed on, in the peer's line. */
    void find(final SdpView remote, final int media, final int payloadType, final LocalMedia local) {
        final SdpAttributes attributes = remote.attributes();
        found.reset();
        found.reducedSize = local.feedback().reducedSize() && attributes.find(media, SdpAttributes.RTCP_RSIZE) >= 0;
        if (local.feedback().isWanted()) {
            int at = attributes.find(media, SdpAttributes.RTCP_FB);
            while (at >= 0) {
                readFeedback(remote.buffer(), attributes.value(at), payloadType);
                at = attributes.next(media, SdpAttributes.RTCP_FB, at + 1);
            }
            found.transportCcId = found.transportCc ? transportCcId(remote, media) : -1;
            found.transportCc = found.transportCcId > 0;
        }
        final int xr = attributes.findInherited(media, SdpAttributes.RTCP_XR);
        xrNamed = local.feedback().extendedReports() && xr >= 0;
        if (xrNamed) {
            readXr(remote.buffer(), attributes.value(xr), local.type());
        }
    }

    private void readFeedback(final DirectBuffer buffer, final long value, final int payloadType) {
        if (value < 0) {
            return;
        }
        final int end = Span.end(value);
        final long format = SdpLine.word(buffer, Span.offset(value), end);
        final boolean every = Span.length(format) == 1 && buffer.getByte(Span.offset(format)) == '*';
        if (format < 0 || !every && SdpLine.number(buffer, format, MAX_PAYLOAD_TYPE) != payloadType) {
            return;
        }
        final long kind = SdpLine.word(buffer, Span.end(format), end);
        final long detail = kind < 0 ? Span.NONE : SdpLine.word(buffer, Span.end(kind), end);
        if (Ascii.equalsIgnoreCase(buffer, kind, NACK)) {
            found.nack |= detail < 0;
            found.pli |= Ascii.equalsIgnoreCase(buffer, detail, PLI);
        } else if (Ascii.equalsIgnoreCase(buffer, kind, CCM)) {
            found.fir |= Ascii.equalsIgnoreCase(buffer, detail, FIR);
        } else {
            found.remb |= Ascii.equalsIgnoreCase(buffer, kind, REMB);
            found.transportCc |= Ascii.equalsIgnoreCase(buffer, kind, TRANSPORT_CC);
        }
    }

    private static int transportCcId(final SdpView remote, final int media) {
        final SdpAttributes attributes = remote.attributes();
        final int own = transportCcId(remote.buffer(), attributes, media);
        return own > 0 ? own : transportCcId(remote.buffer(), attributes, SdpAttributes.SESSION);
    }

    private static int transportCcId(final DirectBuffer buffer, final SdpAttributes attributes, final int level) {
        int at = attributes.find(level, SdpAttributes.EXTMAP);
        while (at >= 0) {
            final long value = attributes.value(at);
            final long id = value < 0 ? Span.NONE : SdpLine.word(buffer, Span.offset(value), Span.end(value));
            final long uri = id < 0 ? Span.NONE : SdpLine.word(buffer, Span.end(id), Span.end(value));
            if (Ascii.equalsIgnoreCase(buffer, uri, TRANSPORT_CC_URI)) {
                final int slash = SdpLine.find(buffer, Span.offset(id), Span.end(id), '/'); // a direction may follow
                return (int) Ascii.number(buffer, Span.offset(id), slash, MAX_EXTENSION_ID);
            }
            at = attributes.next(level, SdpAttributes.EXTMAP, at + 1);
        }
        return -1;
    }

    private void readXr(final DirectBuffer buffer, final long value, final int type) {
        int at = Math.max(0, Span.offset(value));
        final int end = value < 0 ? at : Span.end(value);
        long word = SdpLine.word(buffer, at, end);
        while (word >= 0) {
            final int equals = SdpLine.find(buffer, Span.offset(word), Span.end(word), '=');
            final long name = Span.between(Span.offset(word), equals);
            found.xrVoipMetrics |= type == SdpView.AUDIO && Ascii.equalsIgnoreCase(buffer, name, VOIP_METRICS);
            found.xrReceiverRtt |= Ascii.equalsIgnoreCase(buffer, name, RECEIVER_RTT);
            at = Span.end(word);
            word = SdpLine.word(buffer, at, end);
        }
    }

    /** Sets the result but for retransmissions, which are formats. */
    void fill(final NegotiatedFeedback into) {
        into.copyFrom(found);
    }

    int transportCcId() {
        return found.transportCcId;
    }

    /** Writes what an answer says of what was found in the offer. */
    void writeAnswer(final SdpWriter writer, final LocalMedia local) {
        write(writer, found, local.type(), xrNamed);
    }

    /** Writes all that an offer proposes. */
    void writeOffer(final SdpWriter writer, final LocalMedia local) {
        found.reset();
        found.reducedSize = local.feedback().reducedSize();
        found.xrReceiverRtt = true;
        if (local.feedback().isWanted()) {
            found.nack = true;
            found.pli = true;
            found.fir = true;
            found.remb = true;
            found.transportCc = true;
            found.transportCcId = local.feedback().transportCcId();
        }
        write(writer, found, local.type(), local.feedback().extendedReports());
    }

    private static void write(final SdpWriter writer, final NegotiatedFeedback what, final int type, final boolean xr) {
        if (what.nack) {
            writer.feedback(SdpWriter.FB_NACK);
        }
        if (what.pli) {
            writer.feedback(SdpWriter.FB_PLI);
        }
        if (what.fir) {
            writer.feedback(SdpWriter.FB_FIR);
        }
        if (what.remb) {
            writer.feedback(SdpWriter.FB_REMB);
        }
        if (what.transportCc) {
            writer.feedback(SdpWriter.FB_TRANSPORT_CC).extension(what.transportCcId, TRANSPORT_CC_URI);
        }
        if (what.reducedSize) {
            writer.reducedSize();
        }
        if (xr) {
            writer.extendedReports(what.xrReceiverRtt, type == SdpView.AUDIO);
        }
    }
}
