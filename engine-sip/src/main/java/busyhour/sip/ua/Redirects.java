package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.NameAddr;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * 3xx followed by the caller (RFC 3261 8.1.3.4): the Contacts of all 3xx make one target set, tried from the highest q
 * down, each URI once, {@value #MAX_FOLLOWED} at most. The set lies in a block of the call.
 *
 * <pre>
 *   length 2 | q in thousandths 2 | tried 1 | URI ... | length ...
 * </pre>
 */
final class Redirects {

    private static final int MAX_FOLLOWED = 5;
    private static final int MAX_TARGETS = 16;
    private static final int CAPACITY = 4_096;
    private static final int Q_OFFSET = 2;
    private static final int TRIED_OFFSET = 4;
    private static final int URI_OFFSET = 5;

    private final SipCore core;
    private final HeaderValues contacts = new HeaderValues();
    private final NameAddr contact = new NameAddr();
    private final SipUri uri = new SipUri();
    private final UnsafeBuffer set = new UnsafeBuffer(new byte[CAPACITY]);
    private int length;
    private int count;
    private int followed;

    Redirects(final SipCore core) {
        this.core = core;
    }

    /** Takes over the Contacts of a 3xx. */
    void onRedirection(final Call call, final SipMessage response) {
        load(call);
        if (response.statusCode() == 305 || response.contactCount() == 0) {
            // Use Proxy: the Contact is no target of the call.
            return;
        }
        contacts.reset(response, SipHeader.CONTACT);
        while (contacts.next()) {
            if (contact.wrap(response.buffer(), contacts.value()) == 0 && Span.isPresent(contact.uri())
                    && uri.wrap(response.buffer(), contact.uri()) == 0
                    && (uri.scheme() == SipUri.SIP || uri.scheme() == SipUri.SIPS)) {
                final int offset = Span.offset(contact.uri());
                final int end = Span.isPresent(uri.headers()) ? Span.offset(uri.headers()) - 1 : Span.end(contact.uri());
                add(response.buffer(), offset, end - offset, contact.qPermille(), false);
            }
        }
        keep(call);
    }

    /** Turns the call to the best target not tried so far; false when there is none. */
    boolean next(final Call call) {
        if (call.targets < 0) {
            return false;
        }
        load(call);
        int best = -1;
        for (int at = 0; at < length; at += URI_OFFSET + set.getShort(at)) {
            if (set.getByte(at + TRIED_OFFSET) == 0 && (best < 0 || set.getShort(at + Q_OFFSET) > set.getShort(best + Q_OFFSET))) {
                best = at;
            }
        }
        if (best < 0 || followed == MAX_FOLLOWED) {
            return false;
        }
        set.putByte(best + TRIED_OFFSET, (byte) 1);
        keep(call);
        return call.dialog.retarget(set, best + URI_OFFSET, set.getShort(best), core.requests.proxy(call.agent));
    }

    private void load(final Call call) {
        count = 0;
        followed = -1;
        if (call.targets < 0) {
            length = 0;
            final int target = call.dialog.target();
            add(core.pool.buffer(target), core.pool.offset(target), core.pool.length(target), 0, true);
            return;
        }
        length = core.pool.length(call.targets);
        set.putBytes(0, core.pool.buffer(call.targets), core.pool.offset(call.targets), length);
        for (int at = 0; at < length; at += URI_OFFSET + set.getShort(at)) {
            count++;
            followed += set.getByte(at + TRIED_OFFSET);
        }
    }

    /** One target more, unless it is there already (a loop) or there are too many. */
    private void add(
            final DirectBuffer text, final int offset, final int size, final int qPermille, final boolean tried) {
        if (count == MAX_TARGETS || size > CAPACITY - URI_OFFSET - length) {
            return;
        }
        for (int at = 0; at < length; at += URI_OFFSET + set.getShort(at)) {
            if (Ascii.equals(set, at + URI_OFFSET, set.getShort(at), text, offset, size)) {
                return;
            }
        }
        set.putShort(length, (short) size);
        set.putShort(length + Q_OFFSET, (short) qPermille);
        set.putByte(length + TRIED_OFFSET, (byte) (tried ? 1 : 0));
        set.putBytes(length + URI_OFFSET, text, offset, size);
        length += URI_OFFSET + size;
        count++;
        followed += tried ? 1 : 0;
    }

    private void keep(final Call call) {
        final int block = core.pool.store(set, 0, length);
        if (block != BytePool.NONE) {
            core.pool.giveBack(call.targets);
            call.targets = block;
        }
    }
}
