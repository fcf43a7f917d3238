package busyhour.sip.ua;

import busyhour.sip.SipHop;
import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.concurrent.UnsafeBuffer;

/** Dialogs that do not stand yet: Call-ID, From, To and target of a request to somebody (RFC 3261 8.1.1). */
final class FirstRequests {

    private static final byte[] TAG = Ascii.bytes(";tag=");
    private static final int TAG_DIGITS = 16;
    private static final int MAX_TARGET = 1_024;

    private final SipCore core;
    private final SipUri uri = new SipUri();
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[MAX_TARGET]);
    private int length;

    FirstRequests(final SipCore core) {
        this.core = core;
    }

    /** Takes the target of the next {@link #open}; false when it is no sip or sips URI without headers. */
    boolean isTarget(final CharSequence text) {
        length = text.length();
        if (length > MAX_TARGET) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            final char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
            target.putByte(i, (byte) c);
        }
        return uri.wrap(target, 0, length) == 0 && !Span.isPresent(uri.headers())
                && (uri.scheme() == SipUri.SIP || uri.scheme() == SipUri.SIPS);
    }

    /** Whether the target is a sips URI. */
    boolean isSecure() {
        return uri.scheme() == SipUri.SIPS;
    }

    /** Takes the endpoint's own address of record for the target of the next {@link #open}. */
    void targetSelf(final UserAgent agent) {
        length = agent.address.length;
        target.putBytes(0, agent.address);
    }

    /** Makes the dialog of a request to the target; false when no block is free. */
    boolean open(final Dialog dialog, final UserAgent agent, final byte method, final long tag) {
        final SipWriter out = core.begin();
        out.hex(core.ids.next()).octet((byte) '@').append(agent.host);
        final int callIdLength = out.length();
        out.append(agent.from(method)).append(TAG).hex(tag);
        final int localLength = out.length() - callIdLength;
        out.octet((byte) '<').append(target, 0, length).octet((byte) '>');
        final int end = out.finish();
        final SipHop proxy = core.requests.proxy(agent);
        if (end < 0 || !dialog.call(core.scratch, callIdLength, localLength, TAG_DIGITS,
                end - callIdLength - localLength, 0, target, 0, length, proxy)) {
            return false;
        }
        if (agent.descriptor.policy().direct()) {
            dialog.routeDirect(proxy);
        }
        return core.routes.apply(dialog, agent);
    }
}
