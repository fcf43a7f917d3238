package busyhour.sip.ua;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipReason;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import busyhour.sip.transaction.ReplyAddress;
import busyhour.sip.transaction.Transactions;
import org.agrona.DirectBuffer;

/** Writes responses: heads that are kept for an INVITE, and answers that need no call (RFC 3261 8.2.6). */
final class Responses {

    private static final byte[] TAG = Ascii.bytes(";tag=");

    private static final byte[] IDENTITY = Ascii.bytes("identity");
    private static final byte[] RECV_INFO = Ascii.bytes("Recv-Info");
    private static final int MAX_RETRY_AFTER_S = 10;
    private static final int MAX_STATUS = 699;

    private final SipCore core;
    private final TransportAddress replyTo = new TransportAddress();
    private final long[] answers = new long[MAX_STATUS + 1];
    private long stateless;
    private long unsent;

    Responses(final SipCore core) {
        this.core = core;
    }

    /** Where responses to the request go. Valid until the next call. */
    TransportAddress replyTo(final SipMessage request) {
        return ReplyAddress.ofRequest(request, core.source, core.cameReliably(), replyTo);
    }

    /** Vias, To with this tag, From, Call-ID, CSeq. */
    private SipWriter head(final SipWriter out, final SipMessage request, final long tag) {
        out.copyVias(request, core.source).copyHeaders(request, SipHeader.FROM);
        final int to = request.firstHeader(SipHeader.TO);
        if (to >= 0) {
            out.name(SipHeader.TO).append(request.buffer(), request.headerValue(to));
            if (!Span.isPresent(request.toTag())) {
                out.append(TAG).hex(tag);
            }
            out.endLine();
        }
        return out.copyHeaders(request, SipHeader.CALL_ID).copyHeaders(request, SipHeader.CSEQ);
    }

    /** A block with the head of all responses to this INVITE, Record-Route included; or {@link BytePool#NONE}. */
    int keepHead(final SipMessage invite, final long tag) {
        final int length = head(core.begin(), invite, tag).copyHeaders(invite, SipHeader.RECORD_ROUTE).finish();
        return length < 0 ? BytePool.NONE : core.pool.store(core.scratch, 0, length);
    }

    /** Begins a response to a call's INVITE. */
    SipWriter begin(final Call call, final int status) {
        return begin(call.head, status);
    }

    /** Begins a response with a head that was kept. */
    SipWriter begin(final int head, final int status) {
        return core.begin().statusLine(status)
                .append(core.pool.buffer(head), core.pool.offset(head), core.pool.length(head));
    }

    /** Begins a response to a request that came just now. */
    SipWriter begin(final SipMessage request, final int status, final long tag) {
        return head(core.begin().statusLine(status), request, tag).copyHeaders(request, SipHeader.RECORD_ROUTE);
    }

    /** Opens the transaction of a request that came just now; negative when nothing is free. */
    int open(final SipMessage request, final int socket, final int ua, final int session, final long nowNs) {
        return core.transactions.open(request, socket, replyTo(request), ua, session, nowNs);
    }

    /** Sends a response without a body to a call's INVITE; false when refused. */
    boolean respond(final Call call, final int status, final long nowNs) {
        final SipWriter out = begin(call, status);
        if (status > 100 && status < 200) {
            core.contact(out, call);
        }
        final int length = out.header(SipHeader.SERVER, core.userAgent).noBody().finish();
        return length > 0 && core.transactions.respond(call.server, status, core.scratch, 0, length, nowNs);
    }

    /** Sends a provisional response with a session description to a call's INVITE; false when refused. */
    boolean respond(
            final Call call, final int status, final DirectBuffer sdp, final int offset, final int body, final long nowNs) {
        final int length = core.contact(begin(call, status), call)
                .header(SipHeader.SERVER, core.userAgent)
                .header(SipHeader.CONTENT_TYPE, SipCore.SDP)
                .body(sdp, offset, body).finish();
        return length > 0 && core.transactions.respond(call.server, status, core.scratch, 0, length, nowNs);
    }

    /** Sends a 3xx to a call's INVITE; false when refused. */
    boolean redirect(final Call call, final int status, final CharSequence contact, final long nowNs) {
        final SipWriter out = begin(call, status).name(SipHeader.CONTACT);
        if (contact.length() > 0 && contact.charAt(0) != '<' && contact.charAt(0) != '"') {
            out.octet((byte) '<').ascii(contact).octet((byte) '>').endLine();
        } else {
            out.ascii(contact).endLine();
        }
        final int length = out.header(SipHeader.SERVER, core.userAgent).noBody().finish();
        return length > 0 && core.transactions.respond(call.server, status, core.scratch, 0, length, nowNs);
    }

    /** Answers a request at once and for good. */
    void answer(final int ua, final int socket, final SipMessage request, final int status, final long nowNs) {
        answer(ua, socket, request, status, core.ids.next(), nowNs);
    }

    /**
     * Answers a request at once and for good, through a server transaction when one is free.
     *
     * @return false when the transport took nothing: the request will come again.
     */
    boolean answer(
            final int ua, final int socket, final SipMessage request, final int status, final long tag, final long nowNs) {
        final byte[] reason = status == 400 && request.fault() != SipFault.OK ? SipFault.phrase(request.fault()) : SipReason.phrase(status);
        final SipWriter out = head(core.begin().statusLine(status, reason), request, tag);
        extras(out, ua, request, status);
        final int length = out.header(SipHeader.SERVER, core.userAgent).noBody().finish();
        return send(ua, socket, request, status, length, nowNs);
    }

    /** Answers a request in a call with 200 and a session description of the pool; false when the transport took nothing. */
    boolean answer(final Call call, final int socket, final SipMessage request, final int sdp, final long nowNs) {
        final SipWriter out = core.contact(head(core.begin().statusLine(200), request, call.localTag), call)
                .header(SipHeader.SERVER, core.userAgent);
        return send(call.agent.number, socket, request, 200, core.endWithSdp(out, sdp), nowNs);
    }

    /** Sends the response in the core's scratch, through a transaction when one is free; false when refused. */
    boolean send(
            final int ua, final int socket, final SipMessage request, final int status, final int length, final long nowNs) {
        if (length < 0) {
            unsent++;
            return false;
        }
        final TransportAddress to = replyTo(request);
        final int server = request.fault() == 0
                ? core.transactions.open(request, socket, to, ua, -1, nowNs) : Transactions.REFUSED_POOL;
        if (server >= 0) {
            if (core.transactions.respond(server, status, core.scratch, 0, length, nowNs)) {
                answers[status]++;
                return true;
            }
            core.transactions.abandon(server, nowNs);
        } else {
            stateless++;
            if (core.send(ua, socket, to, false, core.scratch, 0, length, nowNs)) {
                answers[status]++;
                return true;
            }
        }
        unsent++;
        return false;
    }

    private void extras(final SipWriter out, final int ua, final SipMessage request, final int status) {
        switch (status) {
            case 405, 501 -> out.header(SipHeader.ALLOW, ua < 0 ? SipCore.ALLOW : core.agents[ua].allow);
            case 421 -> out.header(SipHeader.REQUIRE, OptionTags.RELIABLE_TAG);
            case 415 -> out.header(SipHeader.ACCEPT, SipCore.SDP).header(SipHeader.ACCEPT_ENCODING, IDENTITY);
            case 420 -> core.tags.writeUnsupported(out, request, ua < 0 ? SipCore.TAGS : core.agents[ua].tags);
            case 422 -> out.header(SipHeader.MIN_SE, ua < 0 ? SessionTimerPolicy.LEAST_S : SessionTimers.leastS(core.agents[ua]));
            case 469 -> out.name(RECV_INFO).endLine();
            case 489 -> out.header(SipHeader.ALLOW_EVENTS, SipCore.EVENTS);
            // RFC 3261 14.2: a random time of up to 10 s.
            case 500 -> out.header(SipHeader.RETRY_AFTER, (core.ids.next() >>> 1) % (MAX_RETRY_AFTER_S + 1));
            case 503 -> out.header(SipHeader.RETRY_AFTER, 1);
            default -> {
                if (status == 200 && request.method() == SipMethod.OPTIONS) {
                    if (ua >= 0) {
                        core.contact(out, core.agents[ua], core.arrival.kind());
                    } else {
                        out.header(SipHeader.ALLOW, SipCore.ALLOW).header(SipHeader.SUPPORTED, SipCore.SUPPORTED);
                    }
                    out.header(SipHeader.ACCEPT, SipCore.ACCEPT);
                }
            }
        }
    }

    /** Requests answered with this status, those of calls' INVITEs aside. */
    long answeredWith(final int status) {
        return answers[status];
    }

    /** Answers that went out without a transaction, because none was free or the request was malformed. */
    long stateless() {
        return stateless;
    }

    /** Answers that the transport refused or that were too long. */
    long unsent() {
        return unsent;
    }
}
