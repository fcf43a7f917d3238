package busyhour.sip.dialog;

import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * The route set of a dialog: the values of Record-Route as they came, in our order, comma-separated in one block.
 *
 * <p>A first route without {@code lr} is a strict router of RFC 2543: the Request-URI is then that route's URI, and the
 * remote target goes last into Route (RFC 3261 12.2.1.1).
 */
final class RouteSet {

    /** More are refused: no sane path is longer. */
    static final int MAX_ROUTES = 16;
    private static final int MAX_LENGTH = 4_096;

    private final BytePool pool;
    private final Workspace workspace;

    private int block = BytePool.NONE;
    private int firstLength;
    private int firstUriOffset;
    private int firstUriLength;
    private boolean strict;

    RouteSet(final BytePool pool, final Workspace workspace) {
        this.pool = pool;
        this.workspace = workspace;
    }

    /**
     * Takes over the Record-Route values.
     *
     * @param reversed for the caller.
     * @return false when they are too many, malformed, or no block is free; nothing has changed.
     */
    boolean set(final SipMessage message, final boolean reversed) {
        final HeaderValues values = workspace.values;
        final long[] spans = workspace.spans;
        int count = 0;
        values.reset(message, SipHeader.RECORD_ROUTE);
        while (values.next()) {
            if (count == MAX_ROUTES) {
                return false;
            }
            spans[count++] = values.value();
        }
        if (count == 0) {
            clear();
            return true;
        }
        final DirectBuffer text = message.buffer();
        final SipWriter writer = workspace.writer.wrap(workspace.scratch, 0, MAX_LENGTH);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                writer.octet((byte) ',');
            }
            writer.append(text, spans[reversed ? count - 1 - i : i]);
        }
        final int length = writer.finish();
        final int length0 = Span.length(spans[reversed ? count - 1 : 0]);
        if (length < 0 || workspace.address.wrap(workspace.scratch, 0, length0) != 0
                || workspace.uri.wrap(workspace.scratch, workspace.address.uri()) != 0) {
            return false;
        }
        final int next = pool.store(workspace.scratch, 0, length);
        if (next < 0) {
            return false;
        }
        keep(next, length0);
        return true;
    }

    /** Routes of our own, comma-separated. False when they are malformed or no block is free; nothing has changed. */
    boolean preset(final DirectBuffer route, final int offset, final int length) {
        if (length > MAX_LENGTH) {
            return false;
        }
        int end = 0;
        while (end < length && route.getByte(offset + end) != '>') {
            end++;
        }
        while (end < length && route.getByte(offset + end) != ',') {
            end++;
        }
        workspace.scratch.putBytes(0, route, offset, length);
        if (workspace.address.wrap(workspace.scratch, 0, end) != 0
                || workspace.uri.wrap(workspace.scratch, workspace.address.uri()) != 0) {
            return false;
        }
        final int next = pool.store(workspace.scratch, 0, length);
        if (next < 0) {
            return false;
        }
        keep(next, end);
        return true;
    }

    private void keep(final int next, final int length) {
        clear();
        block = next;
        firstLength = length;
        firstUriOffset = Span.offset(workspace.address.uri());
        firstUriLength = Span.length(workspace.address.uri());
        strict = !workspace.uri.isLooseRouter();
    }

    boolean isEmpty() {
        return block < 0;
    }

    int block() {
        return block;
    }

    int firstUriOffset() {
        return firstUriOffset;
    }

    int firstUriLength() {
        return firstUriLength;
    }

    void requestLine(final SipWriter writer, final byte method, final int target) {
        if (block >= 0 && strict) {
            writer.requestLine(method, pool.buffer(block), Span.of(pool.offset(block) + firstUriOffset, firstUriLength));
        } else {
            writer.requestLine(method, pool.buffer(target), Span.of(pool.offset(target), pool.length(target)));
        }
    }

    void put(final SipWriter writer, final int target) {
        if (block < 0) {
            return;
        }
        final DirectBuffer text = pool.buffer(block);
        final int offset = pool.offset(block);
        writer.name(SipHeader.ROUTE);
        if (!strict) {
            writer.append(text, offset, pool.length(block)).endLine();
            return;
        }
        final int rest = pool.length(block) - firstLength;
        if (rest > 0) {
            // What follows the first value begins with its comma.
            writer.append(text, offset + firstLength + 1, rest - 1).octet((byte) ',');
        }
        writer.octet((byte) '<').append(pool.buffer(target), pool.offset(target), pool.length(target)).octet((byte) '>').endLine();
    }

    void clear() {
        pool.giveBack(block);
        block = BytePool.NONE;
    }
}
