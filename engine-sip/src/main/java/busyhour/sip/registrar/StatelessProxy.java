package busyhour.sip.registrar;

import busyhour.sip.TransportAddress;
import busyhour.sip.dialog.NextHop;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.NameAddr;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.message.Via;
import busyhour.sip.store.KeyTable;
import busyhour.sip.transaction.Branch;
import busyhour.sip.transaction.ReplyAddress;
import org.agrona.DirectBuffer;

/** A stateless proxy (RFC 3261 16.11): every message is judged by itself. See the package's decision. */
final class StatelessProxy {

    private static final int MAX_FORWARDS = 70;
    private static final byte[] VERSION = Ascii.bytes(" SIP/2.0");
    private static final byte[] STATUS = Ascii.bytes("SIP/2.0 ");

    private final RegistrarProxyContext context;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final Replies replies;
    private final SipHash hash;
    private final byte[] domain;
    private final byte[] via;
    private final byte[] recordRoute;

    private final SipUri uri = new SipUri();
    private final NameAddr address = new NameAddr();
    private final HeaderValues values = new HeaderValues();
    private final Via nextVia = new Via();
    private final TransportAddress literal = new TransportAddress();
    private final TransportAddress hop = new TransportAddress();
    private long forwarded;
    private long dropped;

    StatelessProxy(
            final RegistrarProxyContext context, final Accounts accounts, final Authenticator authenticator, final Replies replies,
            final SipHash hash) {
        this.context = context;
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.replies = replies;
        this.hash = hash;
        final String lower = context.domain().toLowerCase(java.util.Locale.ROOT);
        domain = Ascii.bytes(lower);
        via = Ascii.bytes("SIP/2.0/UDP " + context.address() + ";branch=");
        recordRoute = Ascii.bytes("<sip:" + context.address() + ";lr>");
    }

    /** Whether a URI's host is this registrar: its domain, or its address and port. */
    boolean isOurs(final DirectBuffer text, final SipUri target) {
        if (Ascii.equalsIgnoreCase(text, target.host(), domain)) {
            return target.port() < 0 || target.port() == context.address().port();
        }
        return NextHop.resolve(text, target, literal) && literal.equals(context.address());
    }

    /** Any request but REGISTER and OPTIONS to ourselves. */
    void onRequest(final SipMessage request, final int socket, final TransportAddress source, final long nowNs) {
        final boolean ack = request.method() == SipMethod.ACK;
        if (ack && replies.isOwnTag(request)) {
            return;
        }
        final int status = route(request, socket, source, nowNs);
        if (status == 0) {
            return;
        }
        if (ack) {
            dropped++;
        } else {
            replies.answer(request, status, socket, source);
        }
    }

    /** Sends the request on, or answers the status to refuse it with (16.3 to 16.6), or 0 when it is answered. */
    private int route(final SipMessage request, final int socket, final TransportAddress source, final long nowNs) {
        final DirectBuffer text = request.buffer();
        if (request.requestUri().scheme() != SipUri.SIP && request.requestUri().scheme() != SipUri.SIPS) {
            return 416;
        }
        if (request.maxForwards() == 0) {
            return 483;
        }
        if (request.hasHeader(SipHeader.PROXY_REQUIRE)) {
            return 420;
        }
        final boolean opens = request.method() == SipMethod.INVITE && !Span.isPresent(request.toTag());
        final boolean authenticate = opens && context.authenticateCalls();
        if (authenticate && authenticator.authenticate(request, true, socket, source, nowNs) == Authenticator.CHALLENGED) {
            return 0;
        }
        final boolean routed = nextRoute(request);
        if (routed) {
            if (!NextHop.resolve(text, uri, hop)) {
                return 404;
            }
            return forward(request, null, opens, authenticate, socket, source);
        }
        if (!isOurs(text, request.requestUri())) {
            final boolean knownWay = Span.isPresent(request.toTag()) || request.hasHeader(SipHeader.ROUTE);
            return knownWay && NextHop.resolve(text, request.requestUri(), hop)
                    ? forward(request, null, opens, authenticate, socket, source) : 404;
        }
        final long user = request.requestUri().user();
        final int account = Span.isPresent(user) ? accounts.find(text, Span.offset(user), Span.length(user)) : KeyTable.UNKNOWN;
        if (account == KeyTable.UNKNOWN) {
            return 404;
        }
        final Binding binding = accounts.best(account, nowNs);
        if (binding == null) {
            return 480;
        }
        if (!firstHop(binding)) {
            return 430;
        }
        return forward(request, binding, opens, authenticate, socket, source);
    }

    /** Sets {@link #hop} to where a binding's requests go first: its Path, its URI, or where its REGISTER came from. */
    private boolean firstHop(final Binding binding) {
        if (binding.path >= 0) {
            final DirectBuffer text = accounts.paths.buffer(binding.path);
            final int offset = accounts.paths.offset(binding.path);
            final int end = offset + accounts.paths.length(binding.path);
            return address.wrap(text, offset, HeaderValues.end(text, offset, end) - offset) == 0
                    && uri.wrap(text, address.uri()) == 0 && NextHop.resolve(text, uri, hop);
        }
        final DirectBuffer bound = accounts.uris.buffer(binding.uri);
        if (uri.wrap(bound, accounts.uri(binding)) != 0 || !NextHop.resolve(bound, uri, hop)) {
            hop.copyFrom(binding.source);
        }
        return true;
    }

    /** Sets {@link #uri} to the topmost Route that is not ours; false without one. */
    private boolean nextRoute(final SipMessage request) {
        values.reset(request, SipHeader.ROUTE);
        while (values.next()) {
            if (address.wrap(request.buffer(), values.value()) == 0 && uri.wrap(request.buffer(), address.uri()) == 0
                    && !isOurs(request.buffer(), uri)) {
                return true;
            }
        }
        return false;
    }

    private int forward(
            final SipMessage request, final Binding binding, final boolean opens, final boolean stripCredentials, final int socket,
            final TransportAddress source) {
        final DirectBuffer text = request.buffer();
        final SipWriter out = replies.begin();
        out.append(text, request.methodText()).space();
        if (binding != null) {
            out.append(accounts.uris.buffer(binding.uri), accounts.uri(binding));
        } else {
            out.append(text, request.requestUriText());
        }
        out.append(VERSION).endLine();
        Branch.put(out.name(SipHeader.VIA).append(via), branch(request)).endLine();
        out.copyVias(request, source);
        if (context.recordRoute() && opens) {
            out.header(SipHeader.RECORD_ROUTE, recordRoute);
        }
        out.header(SipHeader.MAX_FORWARDS, request.maxForwards() < 0 ? MAX_FORWARDS : request.maxForwards() - 1);
        if (binding != null && binding.path >= 0) {
            final int path = binding.path;
            out.name(SipHeader.ROUTE).append(accounts.paths.buffer(path), accounts.paths.offset(path), accounts.paths.length(path)).endLine();
        }
        putRoutes(out, request);
        for (int i = 0; i < request.headerCount(); i++) {
            switch (request.headerId(i)) {
                case SipHeader.VIA, SipHeader.MAX_FORWARDS, SipHeader.ROUTE, SipHeader.CONTENT_LENGTH -> {
                    // Written before, or below.
                }
                case SipHeader.PROXY_AUTHORIZATION -> {
                    // 22.3: credentials for other realms are for those who come after us.
                    if (!stripCredentials || !authenticator.isForUs(text, request.headerValue(i))) {
                        out.copyHeader(request, i);
                    }
                }
                default -> out.copyHeader(request, i);
            }
        }
        forwarded++;
        replies.send(out.body(text, request.bodyOffset(), request.bodyLength()).finish(), socket, hop);
        return 0;
    }

    /** The Routes below ours (16.4). */
    private void putRoutes(final SipWriter out, final SipMessage request) {
        boolean ours = true;
        values.reset(request, SipHeader.ROUTE);
        while (values.next()) {
            ours = ours && address.wrap(request.buffer(), values.value()) == 0
                    && uri.wrap(request.buffer(), address.uri()) == 0 && isOurs(request.buffer(), uri);
            if (!ours) {
                out.header(SipHeader.ROUTE, request.buffer(), values.value());
            }
        }
    }

    /**
     * 16.11: a function of the incoming branch; of a branch without the cookie, of what RFC 2543 tells transactions by.
     */
    private long branch(final SipMessage request) {
        final DirectBuffer text = request.buffer();
        final Via top = request.topVia();
        if (top.hasMagicCookie()) {
            final long of = hash.hash(text, Span.offset(top.branch()), Span.length(top.branch()), 2);
            return hash.hash(text, Span.offset(top.host()), Span.length(top.host()), of);
        }
        long of = hash.hash(text, Span.offset(top.text()), Span.length(top.text()), request.cSeq());
        of = hash.hash(text, Span.offset(request.callId()), Span.length(request.callId()), of);
        return hash.hash(text, Span.offset(request.requestUriText()), Span.length(request.requestUriText()), of);
    }

    /** A response goes to the next Via, if the topmost is ours (16.11, 18.1.2). */
    void onResponse(final SipMessage response, final int socket) {
        final DirectBuffer text = response.buffer();
        final Via top = response.topVia();
        values.reset(response, SipHeader.VIA);
        if (!literal.parse(text, Span.offset(top.host()), Span.length(top.host()))
                || !literal.port(top.portOrDefault()).equals(context.address()) || !values.next() || !values.next()) {
            dropped++;
            return;
        }
        final long next = values.value();
        final int nextLine = values.headerIndex();
        if (nextVia.wrap(text, Span.offset(next), Span.length(next)) != 0 || !ReplyAddress.ofVia(text, nextVia, hop)) {
            dropped++;
            return;
        }
        final SipWriter out = replies.begin();
        out.append(STATUS).uint(response.statusCode()).space().append(text, response.reason()).endLine();
        for (int i = 0; i < response.headerCount(); i++) {
            if (response.headerId(i) == SipHeader.VIA && i <= nextLine) {
                if (i == nextLine) {
                    // What is left of the line: the topmost Via may have stood in it too.
                    final long line = response.headerValue(i);
                    out.name(SipHeader.VIA).append(text, Span.offset(next), Span.end(line) - Span.offset(next)).endLine();
                }
            } else if (response.headerId(i) != SipHeader.CONTENT_LENGTH) {
                out.copyHeader(response, i);
            }
        }
        forwarded++;
        replies.send(out.body(text, response.bodyOffset(), response.bodyLength()).finish(), socket, hop);
    }

    long forwarded() {
        return forwarded;
    }

    long dropped() {
        return dropped;
    }
}
