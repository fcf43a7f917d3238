package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.ParameterCursor;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * REFER as transferor (RFC 3515), with Replaces for an attended transfer (RFC 3891, RFC 5589 7), and the NOTIFYs of its
 * implicit subscription, which may come before the 2xx.
 *
 * <pre>
 *   NONE --refer--> ASKED --2xx--> ACTIVE --NOTIFY terminated, or nothing in time--> NONE
 *                     '--other, or 2xx with Refer-Sub: false-----------------------> NONE
 * </pre>
 */
final class Transfers implements RequestUser {

    private static final int MAX_TARGET = 1_024;
    private static final byte[] REPLACES = Ascii.bytes("?Replaces=");
    private static final byte[] REFER_SUB = Ascii.bytes("refer-sub");
    private static final byte[] FALSE = Ascii.bytes("false");
    private static final byte[] TERMINATED = Ascii.bytes("terminated");
    private static final byte[] EXPIRES = Ascii.bytes("expires");
    private static final byte[] VERSION = Ascii.bytes("sip/2.0 ");
    private static final int STATUS_DIGITS = 3;
    private static final long MAX_EXPIRES_S = 86_400;
    private static final long NS_PER_S = 1_000_000_000L;

    private final SipCore core;
    private final ClientRequests clients;
    private final Responses responses;
    private final int firstTimer;
    private final ParameterCursor parameters = new ParameterCursor();

    Transfers(final SipCore core, final ClientRequests clients, final Responses responses, final int firstTimer) {
        this.core = core;
        this.clients = clients;
        this.responses = responses;
        this.firstTimer = firstTimer;
    }

    /** Blind: to this URI. */
    boolean refer(final Call call, final CharSequence referTo, final long nowNs) {
        final int length = referTo.length();
        if (!isFree(call) || length == 0 || length > MAX_TARGET) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            final char c = referTo.charAt(i);
            if (c <= ' ' || c > '~' || c == '<' || c == '>' || c == '"') {
                return false;
            }
        }
        return send(call, core.begin().name(SipHeader.REFER_TO).octet((byte) '<').ascii(referTo), nowNs);
    }

    /** Attended: to the peer of another call, whose place the referred one is to take. */
    boolean refer(final Call call, final Call consultation, final long nowNs) {
        if (!isFree(call) || consultation == call || consultation.state != Call.ESTABLISHED) {
            return false;
        }
        final int target = consultation.dialog.target();
        final SipWriter out = core.begin().name(SipHeader.REFER_TO).octet((byte) '<')
                .append(core.pool.buffer(target), core.pool.offset(target), core.pool.length(target)).append(REPLACES);
        return send(call, consultation.dialog.escapedReplaces(out), nowNs);
    }

    private static boolean isFree(final Call call) {
        return call.state == Call.ESTABLISHED && !call.ackWanted && call.session.transfer.ours == Transfer.NONE
                && ClientRequestPool.find(call, SipMethod.REFER) == null;
    }

    private boolean send(final Call call, final SipWriter lines, final long nowNs) {
        lines.octet((byte) '>').endLine().header(SipHeader.REFERRED_BY, call.agent.local);
        final int length = lines.finish();
        final ClientRequest request = clients.pool().take(call.agent, call, call.dialog, SipMethod.REFER, this);
        if (request == null) {
            return false;
        }
        if (!clients.pool().lines(request, length)) {
            clients.pool().giveBack(request);
            return false;
        }
        if (!clients.start(request, nowNs)) {
            return false;
        }
        call.session.transfer.ours = Transfer.ASKED;
        call.session.transfer.endAtNs = Call.NEVER;
        return true;
    }

    @Override
    public void onDone(final ClientRequest request, final int status, final SipMessage response, final long nowNs) {
        final Call call = request.call;
        final Transfer transfer = call.session.transfer;
        final int handle = core.calls.handle(call);
        final int ua = call.agent.number;
        final boolean accepted = status >= 200 && status < 300;
        final boolean silent = accepted && isWithoutSubscription(response);
        if (transfer.ours == Transfer.ASKED) {
            transfer.ours = accepted && !silent ? Transfer.ACTIVE : Transfer.NONE;
            // RFC 6665 4.1.2.4, Timer N: the first NOTIFY has 64 * T1.
            transfer.endAtNs = transfer.ours == Transfer.ACTIVE && transfer.endAtNs == Call.NEVER
                    ? nowNs + core.context.times().timeoutNs() : transfer.endAtNs;
            arm(call, nowNs);
        }
        core.listener.onRequestAnswered(ua, handle, SipMethod.REFER, status, response, nowNs);
        if (silent && core.calls.find(handle) == call) {
            core.listener.onReferProgress(ua, handle, status, true, nowNs);
        }
    }

    /** RFC 4488: whether the header Refer-Sub says false. */
    static boolean isWithoutSubscription(final SipMessage message) {
        final int index = message.findUnknown(REFER_SUB);
        if (index < 0) {
            return false;
        }
        final long value = message.headerValue(index);
        final int start = Span.offset(value);
        final int end = Ascii.skipToken(message.buffer(), start, Span.end(value));
        return Ascii.equalsIgnoreCase(message.buffer(), start, end - start, FALSE);
    }

    /** A NOTIFY of the package refer in the call. */
    void onNotify(final Call call, final int socket, final SipMessage notify, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        final int ua = call.agent.number;
        final boolean known = transfer.ours != Transfer.NONE;
        if (!responses.answer(ua, socket, notify, known ? 200 : 481, call.localTag, nowNs)) {
            return;
        }
        call.dialog.remoteCSeq(notify.cSeq());
        if (!known) {
            return;
        }
        final boolean last = isTerminated(notify);
        if (last) {
            transfer.ours = Transfer.NONE;
            transfer.endAtNs = Call.NEVER;
        } else {
            final long seconds = expiresS(notify);
            transfer.endAtNs = seconds < 0 ? Call.NEVER : nowNs + seconds * NS_PER_S;
        }
        arm(call, nowNs);
        core.listener.onReferProgress(ua, core.calls.handle(call), fragmentStatus(notify), last, nowNs);
    }

    /** Whether Subscription-State says terminated. */
    static boolean isTerminated(final SipMessage notify) {
        final long value = notify.value(SipHeader.SUBSCRIPTION_STATE);
        if (!Span.isPresent(value)) {
            return false;
        }
        final int start = Span.offset(value);
        final int end = Ascii.skipToken(notify.buffer(), start, Span.end(value));
        return Ascii.equalsIgnoreCase(notify.buffer(), start, end - start, TERMINATED);
    }

    /** Seconds that Subscription-State leaves, -1 when it does not say. */
    long expiresS(final SipMessage notify) {
        final long value = notify.value(SipHeader.SUBSCRIPTION_STATE);
        if (!Span.isPresent(value)) {
            return -1;
        }
        parameters.wrap(notify.buffer(), Ascii.skipToken(notify.buffer(), Span.offset(value), Span.end(value)), Span.end(value));
        while (parameters.next() > 0) {
            if (parameters.nameIs(EXPIRES) && Span.isPresent(parameters.value())) {
                return Ascii.number(notify.buffer(), Span.offset(parameters.value()), Span.end(parameters.value()), MAX_EXPIRES_S);
            }
        }
        return -1;
    }

    /** The status in a body of message/sipfrag (RFC 3420), 0 when it begins with no status line. */
    private static int fragmentStatus(final SipMessage notify) {
        final DirectBuffer text = notify.buffer();
        final int start = notify.bodyOffset();
        if (notify.bodyLength() < VERSION.length + STATUS_DIGITS || !Ascii.equalsIgnoreCase(text, start, VERSION.length, VERSION)) {
            return 0;
        }
        final long status = Ascii.number(text, start + VERSION.length, start + VERSION.length + STATUS_DIGITS, 699);
        return status < 100 ? 0 : (int) status;
    }

    /** The subscription's time may be over. */
    void onTimer(final Call call, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        if (nowNs >= transfer.endAtNs) {
            transfer.endAtNs = Call.NEVER;
            if (transfer.ours == Transfer.ACTIVE) {
                transfer.ours = Transfer.NONE;
                core.listener.onReferProgress(call.agent.number, core.calls.handle(call), 0, true, nowNs);
            }
        }
    }

    /** Sets the wheel to the earliest deadline of both sides' transfers. */
    void arm(final Call call, final long nowNs) {
        final Transfer transfer = call.session.transfer;
        final long deadlineNs = Math.min(transfer.endAtNs, Math.min(transfer.expireAtNs, transfer.workAtNs));
        if (deadlineNs == Call.NEVER) {
            core.dialogWheel.cancel(firstTimer + call.index);
        } else {
            core.dialogWheel.schedule(firstTimer + call.index, deadlineNs, nowNs);
        }
    }
}
