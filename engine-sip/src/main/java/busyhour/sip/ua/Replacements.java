package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.ParameterCursor;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** INVITEs that are to take the place of a call (RFC 3891): which call, and the end of it once the new one is answered. */
final class Replacements {

    private static final byte[] TO_TAG = Ascii.bytes("to-tag");
    private static final byte[] FROM_TAG = Ascii.bytes("from-tag");
    private static final byte[] EARLY_ONLY = Ascii.bytes("early-only");

    private final SipCore core;
    private final CallEnds ends;
    private final ParameterCursor parameters = new ParameterCursor();
    /** What {@link #find} found. */
    private Call found;
    /** Handle of the call that the INVITE being announced is to replace, -1 = none. */
    private int announced = -1;

    Replacements(final SipCore core, final CallEnds ends) {
        this.core = core;
        this.ends = ends;
    }

    /** Finds the call that an INVITE with Replaces means; the status to refuse with (RFC 3891 3), 0 = {@link #found}. */
    int find(final SipMessage invite) {
        found = null;
        final int index = invite.firstHeader(SipHeader.REPLACES);
        if (invite.nextHeader(index) >= 0) {
            return 400;
        }
        final DirectBuffer text = invite.buffer();
        final long value = invite.headerValue(index);
        int end = Span.offset(value);
        while (end < Span.end(value) && text.getByte(end) != ';') {
            end++;
        }
        final long callId = Span.between(Span.offset(value), Ascii.trimEnd(text, Span.offset(value), end));
        long toTag = Span.NONE;
        long fromTag = Span.NONE;
        boolean earlyOnly = false;
        int step;
        parameters.wrap(text, end, Span.end(value));
        while ((step = parameters.next()) > 0) {
            if (parameters.nameIs(TO_TAG)) {
                toTag = parameters.value();
            } else if (parameters.nameIs(FROM_TAG)) {
                fromTag = parameters.value();
            }
            earlyOnly |= parameters.nameIs(EARLY_ONLY);
        }
        if (step < 0 || !Span.isPresent(toTag) || !Span.isPresent(fromTag)) {
            return 400;
        }
        final Call call = core.calls.findByTag(invite, toTag);
        if (call == null) {
            return 481;
        }
        return judge(call, invite, callId, fromTag, earlyOnly);
    }

    private int judge(final Call call, final SipMessage invite, final long callId, final long fromTag, final boolean earlyOnly) {
        if (call.state == Call.PROCEEDING) {
            // Our own early dialog; its remote tag is not known before the 2xx, our tag is random enough.
            found = call;
            return call.dialog.isCallId(invite, callId) ? 0 : 481;
        }
        if (!call.dialog.isCallId(invite, callId) || !call.dialog.isRemoteTag(invite, fromTag)) {
            return 481;
        }
        return switch (call.state) {
            case Call.ESTABLISHED, Call.ACCEPTED -> {
                found = call;
                yield earlyOnly ? 486 : 0;
            }
            case Call.ENDING -> 603;
            // An early dialog that the peer began cannot be replaced.
            default -> 481;
        };
    }

    Call found() {
        return found;
    }

    /** The next INVITE to be announced is to replace the call found. */
    void expect() {
        announced = core.calls.handle(found);
    }

    /** No INVITE is on its way to be announced. */
    void expectNothing() {
        announced = -1;
    }

    /** Tells the user of a new call, and which one it is to replace. */
    void announce(final Call call, final SipMessage invite, final long nowNs) {
        final int ua = call.agent.number;
        final int handle = core.calls.handle(call);
        call.session.transfer.replaces = announced;
        if (announced < 0) {
            core.listener.onInvite(ua, handle, invite, nowNs);
        } else {
            core.listener.onReplacing(ua, announced, handle, invite, nowNs);
        }
    }

    /** The new call is answered: the old one ends. */
    void carryOut(final Call call, final long nowNs) {
        final int oldHandle = call.session.transfer.replaces;
        final int ua = call.agent.number;
        call.session.transfer.replaces = -1;
        if (core.calls.find(oldHandle) == null) {
            return;
        }
        core.listener.onReplaced(ua, oldHandle, core.calls.handle(call), nowNs);
        final Call old = core.calls.find(oldHandle);
        if (old != null) {
            ends.hangUp(old, nowNs);
        }
    }
}
