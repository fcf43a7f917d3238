package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.NameAddr;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/** What a REFER asks for: whom to call, and the header lines for that INVITE: Replaces from the URI, Referred-By. */
final class ReferTo {

    private static final byte[] REPLACES = Ascii.bytes("replaces");

    private final SipCore core;
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();

    ReferTo(final SipCore core) {
        this.core = core;
    }

    /** Reads the header Refer-To; the status to refuse the REFER with, 0 = it can be asked about. */
    int read(final SipMessage refer) {
        final int index = refer.firstHeader(SipHeader.REFER_TO);
        if (index < 0 || refer.nextHeader(index) >= 0 || address.wrap(refer.buffer(), refer.headerValue(index)) != 0
                || !Span.isPresent(address.uri()) || uri.wrap(refer.buffer(), address.uri()) != 0) {
            return 400;
        }
        return uri.scheme() == SipUri.SIP || uri.scheme() == SipUri.SIPS ? 0 : 416;
    }

    /** Keeps what {@link #read} found; false when no block is free, with nothing changed. */
    boolean keep(final SipMessage refer, final Transfer transfer) {
        final DirectBuffer text = refer.buffer();
        final int start = Span.offset(address.uri());
        int end = Span.end(address.uri());
        final SipWriter lines = core.begin();
        if (Span.isPresent(uri.headers())) {
            end = start;
            while (text.getByte(end) != '?') {
                end++;
            }
            writeReplaces(lines, text, Span.offset(uri.headers()), Span.end(uri.headers()));
        }
        final int referredBy = refer.firstHeader(SipHeader.REFERRED_BY);
        if (referredBy >= 0) {
            lines.header(SipHeader.REFERRED_BY, text, refer.headerValue(referredBy));
        }
        final int length = lines.finish();
        final int block = length < 0 ? BytePool.NONE : length == 0 ? BytePool.NONE : core.pool.store(core.scratch, 0, length);
        if (length != 0 && block < 0) {
            return false;
        }
        final int target = core.pool.store(text, start, end - start);
        if (target < 0) {
            core.pool.giveBack(block);
            return false;
        }
        transfer.referTo = target;
        transfer.lines = block;
        return true;
    }

    /** {@code ?Replaces=...&...} with escapes, as a header line without. */
    private static void writeReplaces(final SipWriter out, final DirectBuffer text, final int start, final int end) {
        int at = start < end && text.getByte(start) == '?' ? start + 1 : start;
        while (at < end) {
            int stop = at;
            while (stop < end && text.getByte(stop) != '&') {
                stop++;
            }
            final int value = at + REPLACES.length + 1;
            if (value <= stop && text.getByte(value - 1) == '=' && Ascii.equalsIgnoreCase(text, at, REPLACES.length, REPLACES)) {
                out.name(SipHeader.REPLACES);
                unescape(out, text, value, stop);
                out.endLine();
                return;
            }
            at = stop + 1;
        }
    }

    private static void unescape(final SipWriter out, final DirectBuffer text, final int start, final int end) {
        for (int i = start; i < end; i++) {
            final byte c = text.getByte(i);
            final int high = c == '%' && i + 2 < end ? Ascii.hex(text.getByte(i + 1)) : -1;
            final int low = high < 0 ? -1 : Ascii.hex(text.getByte(i + 2));
            final int octet = low < 0 ? c : high << 4 | low;
            if (low >= 0) {
                i += 2;
            }
            // Nothing that would end the line.
            out.octet(octet < ' ' || octet > '~' ? (byte) '?' : (byte) octet);
        }
    }
}
