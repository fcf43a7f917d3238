package busyhour.sip.registrar;

import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.transaction.ReplyAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers of a stateless server (RFC 3261 8.2.7): the To tag is a function of the request, so that a repetition gets the
 * same one and the ACK to a refusal is known for ours.
 */
final class Replies {

    private static final int CAPACITY = 65_536;
    static final byte[] PATH = Ascii.bytes("path");
    private static final byte[] TAG = Ascii.bytes(";tag=bh");
    private static final int TAG_LENGTH = 18;
    private static final byte[] SERVER = Ascii.bytes("Busyhour registrar");

    private final HeaderValues tags = new HeaderValues();
    private final SipTransport transport;
    private final SipHash hash;
    private final SipWriter writer = new SipWriter();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[CAPACITY]);
    private final UnsafeBuffer tagText = new UnsafeBuffer(new byte[TAG_LENGTH]);
    private final SipWriter tagWriter = new SipWriter();
    private final TransportAddress to = new TransportAddress();
    private long refused;

    Replies(final SipTransport transport, final SipHash hash) {
        this.transport = transport;
        this.hash = hash;
    }

    /** An empty message. */
    SipWriter begin() {
        return writer.wrap(scratch, 0, CAPACITY);
    }

    /** Begins a response. */
    SipWriter begin(final SipMessage request, final int status, final TransportAddress source) {
        final SipWriter out = begin().statusLine(status).copyVias(request, source).copyHeaders(request, SipHeader.FROM);
        final int line = request.firstHeader(SipHeader.TO);
        if (line >= 0) {
            out.name(SipHeader.TO).append(request.buffer(), request.headerValue(line));
            if (!Span.isPresent(request.toTag())) {
                out.append(TAG).hex(tag(request));
            }
            out.endLine();
        }
        return out.copyHeaders(request, SipHeader.CALL_ID).copyHeaders(request, SipHeader.CSEQ).header(SipHeader.SERVER, SERVER);
    }

    /** A number that repetitions of a request have too. */
    long identity(final SipMessage request) {
        return tag(request);
    }

    private long tag(final SipMessage request) {
        final long callId = request.callId();
        final long branch = request.topVia().branch();
        final long ofBranch = hash.hash(request.buffer(), Span.offset(branch), Span.length(branch), 1);
        return hash.hash(request.buffer(), Span.offset(callId), Span.length(callId), ofBranch);
    }

    /** Whether this is the ACK to a refusal of ours. */
    boolean isOwnTag(final SipMessage ack) {
        final long text = ack.toTag();
        if (Span.length(text) != TAG_LENGTH) {
            return false;
        }
        tagWriter.wrap(tagText, 0, TAG_LENGTH).octet((byte) 'b').octet((byte) 'h').hex(tag(ack));
        return Ascii.equals(ack.buffer(), Span.offset(text), TAG_LENGTH, tagText, 0, TAG_LENGTH);
    }

    /** Ends and sends a response. */
    void send(final SipMessage request, final int socket, final TransportAddress source) {
        send(writer.noBody().finish(), socket, ReplyAddress.ofRequest(
                request, source, TransportKind.isReliable(transport.kind(socket)), to));
    }

    /** Sends what was written; lost when refused, as in the network: the sender will repeat. */
    void send(final int length, final int socket, final TransportAddress destination) {
        if (length < 0 || !transport.send(socket, destination, scratch, 0, length)) {
            refused++;
        }
    }

    /** A response without more. */
    void answer(final SipMessage request, final int status, final int socket, final TransportAddress source) {
        final SipWriter out = begin(request, status, source);
        if (status == 420) {
            unsupported(out, request, SipHeader.REQUIRE);
            unsupported(out, request, SipHeader.PROXY_REQUIRE);
        }
        send(request, socket, source);
    }

    private void unsupported(final SipWriter out, final SipMessage request, final byte header) {
        tags.reset(request, header);
        while (tags.next()) {
            if (!Ascii.equalsIgnoreCase(request.buffer(), tags.value(), PATH)) {
                out.header(SipHeader.UNSUPPORTED, request.buffer(), tags.value());
            }
        }
    }

    /** Messages that the transport refused or that were too long. */
    long refused() {
        return refused;
    }
}
