package busyhour.sip.dialog;

import busyhour.sip.SipHop;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.NameAddr;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * One dialog (RFC 3261 12), pooled with its call. Its text lies in three blocks: identity, remote target, route set.
 *
 * <pre>
 *   identity: Call-ID | local name-addr;tag=... | remote name-addr[;tag=...]
 * </pre>
 */
public final class Dialog {

    private static final byte[] TO_TAG = Ascii.bytes("%3Bto-tag%3D");
    private static final byte[] FROM_TAG = Ascii.bytes("%3Bfrom-tag%3D");
    private static final byte[] HEX = Ascii.bytes("0123456789ABCDEF");
    private static final byte[] TAG = Ascii.bytes(";tag=");
    private static final byte[] MAX_FORWARDS = Ascii.bytes("70");
    private static final int MAX_IDENTITY = Workspace.CAPACITY;

    private final BytePool pool;
    private final RouteSet routes;
    /** Shared by the dialogs of a shard: nothing is kept in them between two calls. */
    private final Workspace workspace;
    private final SipHop nextHop = new SipHop();

    private int identity = BytePool.NONE;
    private int callIdLength;
    private int localLength;
    private int localTagOffset;
    private int localTagLength;
    private int remoteLength;
    private int remoteTagOffset;
    private int remoteTagLength;
    private int target = BytePool.NONE;
    private long localCSeq;
    private long remoteCSeq = -1;

    public Dialog(final BytePool pool, final Workspace workspace) {
        this.pool = pool;
        this.workspace = workspace;
        routes = new RouteSet(pool, workspace);
    }

    /**
     * The caller's side before any response: there is no remote tag yet.
     *
     * @param text       Call-ID, local value up to and with its tag, remote value, one after the other.
     * @param tagLength  length of the tag that ends the local value.
     * @param firstCSeq  number of the first request.
     * @param targetUri  where the first request goes to.
     * @param proxy      where it goes.
     * @return false when no block is free; the dialog is then empty.
     */
    public boolean call(
            final DirectBuffer text,
            final int callIdLength,
            final int localLength,
            final int tagLength,
            final int remoteLength,
            final long firstCSeq,
            final DirectBuffer targetUri,
            final int targetOffset,
            final int targetLength,
            final SipHop proxy) {
        clear();
        identity = pool.store(text, 0, callIdLength + localLength + remoteLength);
        target = identity < 0 ? BytePool.NONE : pool.store(targetUri, targetOffset, targetLength);
        if (target < 0) {
            clear();
            return false;
        }
        this.callIdLength = callIdLength;
        this.localLength = localLength;
        this.remoteLength = remoteLength;
        localTagOffset = callIdLength + localLength - tagLength;
        localTagLength = tagLength;
        localCSeq = firstCSeq;
        nextHop.copyFrom(proxy);
        return true;
    }

    /**
     * Gives the caller's side a route before there is a dialog: outbound proxies (RFC 3261 8.1.2), until the first 2xx.
     *
     * @param route value of a Route header.
     * @return false when it is malformed or no block is free.
     */
    public boolean preset(final DirectBuffer route, final int offset, final int length) {
        return routes.preset(route, offset, length);
    }

    /**
     * The callee's side (RFC 3261 12.1.1).
     *
     * @param localTag our tag, 16 hexadecimal digits.
     * @param proxy    where to send when neither route nor target names an address that is known.
     * @return false when the INVITE is too long, or no block is free; the dialog is then empty.
     */
    public boolean accept(final SipMessage invite, final long localTag, final SipHop proxy) {
        clear();
        final DirectBuffer text = invite.buffer();
        final SipWriter writer = workspace.writer.wrap(workspace.scratch, 0, MAX_IDENTITY);
        writer.append(text, invite.callId());
        callIdLength = writer.length();
        writer.append(text, invite.to().text()).append(TAG).hex(localTag);
        localLength = writer.length() - callIdLength;
        localTagLength = 16;
        localTagOffset = writer.length() - localTagLength;
        writer.append(text, invite.from().text());
        remoteLength = writer.length() - callIdLength - localLength;
        if (writer.finish() < 0 || !keepRemote(invite.fromTag(), invite.from())) {
            clear();
            return false;
        }
        remoteCSeq = invite.cSeq();
        nextHop.copyFrom(proxy);
        // A caller of RFC 2543 may give no Contact: then it is reached where it says that it is.
        final boolean reachable = invite.contact().isPresent() ? refreshTarget(invite) : keepTarget(invite, invite.from().uri());
        if (!reachable || !routes.set(invite, false)) {
            clear();
            return false;
        }
        route(proxy);
        return true;
    }

    /**
     * The first 2xx makes the caller's dialog (RFC 3261 12.1.2, 13.2.2.4).
     *
     * @return false when it has no tag or Contact, or no block is free: the call cannot go on.
     */
    public boolean confirm(final SipMessage response, final SipHop proxy) {
        if (!Span.isPresent(response.toTag()) || !response.contact().isPresent()) {
            return false;
        }
        final SipWriter writer = workspace.writer.wrap(workspace.scratch, 0, MAX_IDENTITY);
        writer.append(pool.buffer(identity), pool.offset(identity), callIdLength + localLength)
                .append(response.buffer(), response.to().text());
        final int length = writer.finish();
        if (length < 0) {
            return false;
        }
        final int before = identity;
        final int beforeLength = remoteLength;
        remoteLength = length - callIdLength - localLength;
        if (!keepRemote(response.toTag(), response.to())) {
            identity = before;
            remoteLength = beforeLength;
            return false;
        }
        pool.giveBack(before);
        if (!refreshTarget(response) || !routes.set(response, true)) {
            return false;
        }
        route(proxy);
        return true;
    }

    /**
     * An early dialog of the caller's side, made by a provisional response with a To tag to the request that {@code other} was
     * opened for (RFC 3261 12.1.2). A response without Contact leaves the target as it was.
     *
     * @return false when no block is free; the dialog is then empty.
     */
    public boolean fork(final Dialog other, final SipMessage response, final SipHop proxy) {
        clear();
        callIdLength = other.callIdLength;
        localLength = other.localLength;
        localTagOffset = other.localTagOffset;
        localTagLength = other.localTagLength;
        final SipWriter writer = workspace.writer.wrap(workspace.scratch, 0, MAX_IDENTITY);
        writer.append(pool.buffer(other.identity), pool.offset(other.identity), callIdLength + localLength)
                .append(response.buffer(), response.to().text());
        remoteLength = writer.length() - callIdLength - localLength;
        if (writer.finish() < 0 || !keepRemote(response.toTag(), response.to())) {
            clear();
            return false;
        }
        target = pool.store(pool.buffer(other.target), pool.offset(other.target), pool.length(other.target));
        if (target < 0 || response.contact().isPresent() && !refreshTarget(response) || !routes.set(response, true)) {
            clear();
            return false;
        }
        route(proxy);
        return true;
    }

    /** Stores the identity that was composed; the remote value is its end. */
    private boolean keepRemote(final long tag, final NameAddr remote) {
        identity = pool.store(workspace.scratch, 0, callIdLength + localLength + remoteLength);
        if (identity < 0) {
            return false;
        }
        remoteTagLength = Span.length(tag);
        remoteTagOffset = remoteTagLength == 0
                ? 0 : callIdLength + localLength + Span.offset(tag) - Span.offset(remote.text());
        return true;
    }

    /** The next request goes to another URI, by the same routes (RFC 3261 8.1.3.4); false when no block is free. */
    public boolean retarget(final DirectBuffer uri, final int offset, final int length, final SipHop proxy) {
        final int block = pool.store(uri, offset, length);
        if (block < 0) {
            return false;
        }
        pool.giveBack(target);
        target = block;
        route(proxy);
        return true;
    }

    /** Contact of a target refresh request or its 2xx becomes the remote target (RFC 3261 12.2); false when refused. */
    public boolean refreshTarget(final SipMessage message) {
        if (!message.contact().isPresent() || !Span.isPresent(message.contact().uri())) {
            return false;
        }
        return keepTarget(message, message.contact().uri());
    }

    private boolean keepTarget(final SipMessage message, final long uri) {
        final int block = pool.store(message.buffer(), Span.offset(uri), Span.length(uri));
        if (block < 0) {
            return false;
        }
        pool.giveBack(target);
        target = block;
        return true;
    }

    /** Takes this block, a URI, for the remote target in place of the present one. */
    public void target(final int uriBlock) {
        pool.giveBack(target);
        target = uriBlock;
    }

    /** The first request goes where its URI says when that is an address, and not one of the proxy's. */
    public void routeDirect(final SipHop proxy) {
        nextHop.copyFrom(proxy);
        if (workspace.uri.wrap(pool.buffer(target), pool.offset(target), pool.length(target)) == 0) {
            workspace.hops.resolveLiteral(pool.buffer(target), workspace.uri, nextHop);
        }
    }

    /** Finds {@link #nextHop} anew from the route set and the remote target. */
    public void route(final SipHop proxy) {
        nextHop.copyFrom(proxy);
        final int first = routes.isEmpty() ? target : routes.block();
        final DirectBuffer buffer = pool.buffer(first);
        final int offset = routes.isEmpty() ? pool.offset(first) : pool.offset(first) + routes.firstUriOffset();
        final int length = routes.isEmpty() ? pool.length(first) : routes.firstUriLength();
        if (workspace.uri.wrap(buffer, offset, length) == 0) {
            workspace.hops.resolve(buffer, workspace.uri, nextHop);
        }
    }

    /**
     * Begins a request in the dialog: request line, Via, Max-Forwards, Route, From, To, Call-ID, CSeq (RFC 3261 12.2.1.1).
     *
     * @param vias the Via value up to the branch's number, for each transport.
     * @param cSeq number in CSeq.
     */
    public SipWriter begin(final SipWriter writer, final byte method, final byte[][] vias, final long branch, final long cSeq) {
        final DirectBuffer text = pool.buffer(identity);
        final int start = pool.offset(identity);
        routes.requestLine(writer, method, target);
        writer.name(SipHeader.VIA).append(vias[nextHop.kind()]).hex(branch).endLine()
                .header(SipHeader.MAX_FORWARDS, MAX_FORWARDS);
        routes.put(writer, target);
        return writer
                .name(SipHeader.FROM).append(text, start + callIdLength, localLength).endLine()
                .name(SipHeader.TO).append(text, start + callIdLength + localLength, remoteLength).endLine()
                .name(SipHeader.CALL_ID).append(text, start, callIdLength).endLine()
                .name(SipHeader.CSEQ).uint(cSeq).space().append(SipMethod.octets(method)).endLine();
    }

    /** Whether a request's Call-ID, To tag (ours) and From tag (the peer's) are this dialog's. */
    public boolean matches(final SipMessage request) {
        return identity >= 0 && same(request, request.callId(), 0, callIdLength)
                && same(request, request.toTag(), localTagOffset, localTagLength)
                && same(request, request.fromTag(), remoteTagOffset, remoteTagLength);
    }

    /** Whether a response's To tag is this dialog's remote tag. */
    public boolean isRemoteTag(final SipMessage response) {
        return same(response, response.toTag(), remoteTagOffset, remoteTagLength);
    }

    /** Whether a request's From tag is this dialog's remote tag. */
    public boolean isRemoteTagOf(final SipMessage request) {
        return same(request, request.fromTag(), remoteTagOffset, remoteTagLength);
    }

    /** Whether this is the Call-ID. */
    public boolean isCallId(final SipMessage message) {
        return identity >= 0 && same(message, message.callId(), 0, callIdLength);
    }

    /** Whether this part of the message is the Call-ID. */
    public boolean isCallId(final SipMessage message, final long span) {
        return identity >= 0 && same(message, span, 0, callIdLength);
    }

    /** Whether this part of the message is the remote tag. */
    public boolean isRemoteTag(final SipMessage message, final long span) {
        return identity >= 0 && same(message, span, remoteTagOffset, remoteTagLength);
    }

    /** Writes the peer's Replaces value for this dialog (RFC 3891 6.1), escaped for a URI's headers. */
    public SipWriter escapedReplaces(final SipWriter writer) {
        final DirectBuffer text = pool.buffer(identity);
        final int start = pool.offset(identity);
        escape(writer, text, start, callIdLength);
        escape(writer.append(TO_TAG), text, start + remoteTagOffset, remoteTagLength);
        escape(writer.append(FROM_TAG), text, start + localTagOffset, localTagLength);
        return writer;
    }

    private static void escape(final SipWriter writer, final DirectBuffer text, final int offset, final int length) {
        for (int i = offset; i < offset + length; i++) {
            final byte c = text.getByte(i);
            if (Ascii.isUnreserved(c)) {
                writer.octet(c);
            } else {
                writer.octet((byte) '%').octet(HEX[c >> 4 & 0xF]).octet(HEX[c & 0xF]);
            }
        }
    }

    private boolean same(final SipMessage message, final long span, final int offset, final int length) {
        return Ascii.equals(message.buffer(), Span.offset(span), Span.length(span),
                pool.buffer(identity), pool.offset(identity) + offset, length);
    }

    /** Where requests of this dialog go. */
    public SipHop nextHop() {
        return nextHop;
    }

    /** Block with the remote target's URI. */
    public int target() {
        return target;
    }

    /** The number of our next request. */
    public long nextCSeq() {
        return ++localCSeq;
    }

    /** The number of our last request. */
    public long localCSeq() {
        return localCSeq;
    }

    /** Takes a number back whose request was refused. */
    public void undoCSeq() {
        localCSeq--;
    }

    /** Number of the peer's last request, -1 before the first. */
    public long remoteCSeq() {
        return remoteCSeq;
    }

    /** A request of the peer came with this number. */
    public void remoteCSeq(final long value) {
        remoteCSeq = value;
    }

    /** Gives all blocks back. */
    public void clear() {
        pool.giveBack(identity);
        pool.giveBack(target);
        routes.clear();
        identity = BytePool.NONE;
        target = BytePool.NONE;
        localCSeq = 0;
        remoteCSeq = -1;
        remoteTagLength = 0;
        remoteTagOffset = 0;
    }
}
