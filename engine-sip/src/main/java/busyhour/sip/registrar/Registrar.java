package busyhour.sip.registrar;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.NameAddr;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** REGISTER at the server (RFC 3261 10.3): authenticates, keeps the bindings, answers with those that stand. */
final class Registrar {

    private static final long NS_PER_S = 1_000_000_000L;
    private static final int FULL_Q = 1_000;
    private static final byte[] Q = Ascii.bytes(";q=0.");
    private static final byte[] EXPIRES = Ascii.bytes(";expires=");

    private final RegistrarProxyContext context;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final Replies replies;
    private final SipHash hash;
    private final HeaderValues contacts = new HeaderValues();
    private final NameAddr contact = new NameAddr();
    private final SipUri to = new SipUri();
    private final SipWriter pathWriter = new SipWriter();
    private final UnsafeBuffer path = new UnsafeBuffer(new byte[Accounts.MAX_PATH]);

    Registrar(
            final RegistrarProxyContext context, final Accounts accounts, final Authenticator authenticator, final Replies replies,
            final SipHash hash) {
        this.context = context;
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.replies = replies;
        this.hash = hash;
    }

    void onRegister(final SipMessage request, final int socket, final TransportAddress source, final long nowNs) {
        if (requiresOther(request)) {
            replies.answer(request, 420, socket, source);
            return;
        }
        final int account = authenticator.authenticate(request, false, socket, source, nowNs);
        if (account == Authenticator.CHALLENGED) {
            return;
        }
        final int status = bind(request, account, source, nowNs);
        final SipWriter out = replies.begin(request, status, source);
        if (status == 200) {
            list(out, account, nowNs);
            // RFC 3327 5.3: what was taken over is said.
            out.copyHeaders(request, SipHeader.PATH);
        } else if (status == 423) {
            out.header(SipHeader.MIN_EXPIRES, context.minExpiresS());
        }
        replies.send(request, socket, source);
    }

    /** Step 2: of all extensions we have Path only. */
    private boolean requiresOther(final SipMessage request) {
        if (!request.hasHeader(SipHeader.REQUIRE)) {
            return false;
        }
        contacts.reset(request, SipHeader.REQUIRE);
        while (contacts.next()) {
            if (!Ascii.equalsIgnoreCase(request.buffer(), contacts.value(), Replies.PATH)) {
                return true;
            }
        }
        return false;
    }

    /** Changes the bindings, all or none; the status to answer with. */
    private int bind(final SipMessage request, final int account, final TransportAddress source, final long nowNs) {
        final DirectBuffer text = request.buffer();
        // Step 4 and 5: an account may bind its own address of record only.
        if (to.wrap(text, request.to().uri()) != 0
                || accounts.find(text, Span.offset(to.user()), Span.length(to.user())) != account) {
            return 403;
        }
        if (request.contactCount() == 0) {
            return 200;
        }
        if (request.contact().isWildcard()) {
            if (request.contactCount() > 1 || request.expiresSeconds() != 0) {
                return 400;
            }
            for (final Binding binding : accounts.bindings(account)) {
                accounts.clear(binding);
            }
            return 200;
        }
        final int pathLength = path(request);
        if (pathLength < 0) {
            return 400;
        }
        if (pathLength > 0 && accounts.paths.available() < request.contactCount()) {
            return 503;
        }
        final long callIdHash = hash.hash(text, Span.offset(request.callId()), Span.length(request.callId()), 0);
        final int fault = check(request, account, callIdHash, nowNs);
        if (fault != 0) {
            return fault;
        }
        contacts.reset(request, SipHeader.CONTACT);
        while (contacts.next()) {
            contact.wrap(text, contacts.value());
            final long uri = contact.uri();
            final Binding binding = accounts.place(account, text, Span.offset(uri), Span.length(uri), nowNs);
            final long expiresS = Math.min(expires(request), context.maxExpiresS());
            if (expiresS == 0) {
                if (binding.isLive(nowNs) && accounts.is(binding, text, Span.offset(uri), Span.length(uri))) {
                    accounts.clear(binding);
                }
                continue;
            }
            final int path = pathLength == 0 ? BytePool.NONE : accounts.paths.store(this.path, 0, pathLength);
            if (pathLength > 0 && path < 0) {
                return 503;
            }
            accounts.clear(binding);
            binding.path = path;
            binding.uri = accounts.uris.store(text, Span.offset(uri), Span.length(uri));
            binding.source.copyFrom(source);
            binding.qPermille = contact.qPermille();
            binding.expiresAtNs = nowNs + expiresS * NS_PER_S;
            binding.updatedAtNs = nowNs;
            binding.callIdHash = callIdHash;
            binding.cSeq = request.cSeq();
        }
        return 200;
    }

    /** Collects the values of Path in {@link #path}; their length, negative when they are too long. */
    private int path(final SipMessage request) {
        if (!request.hasHeader(SipHeader.PATH)) {
            return 0;
        }
        pathWriter.wrap(path, 0, Accounts.MAX_PATH);
        contacts.reset(request, SipHeader.PATH);
        while (contacts.next()) {
            if (pathWriter.length() > 0) {
                pathWriter.octet((byte) ',');
            }
            pathWriter.append(request.buffer(), Span.offset(contacts.value()), Span.length(contacts.value()));
        }
        return pathWriter.finish();
    }

    /** Steps 6 and 7 for all contacts, before anything changes; 0 = none is at fault. */
    private int check(final SipMessage request, final int account, final long callIdHash, final long nowNs) {
        final DirectBuffer text = request.buffer();
        contacts.reset(request, SipHeader.CONTACT);
        while (contacts.next()) {
            if (contact.wrap(text, contacts.value()) != 0 || contact.isWildcard()) {
                return 400;
            }
            final long uri = contact.uri();
            if (Span.length(uri) > Binding.MAX_URI) {
                return 400;
            }
            final long expiresS = expires(request);
            if (expiresS > 0 && expiresS < context.minExpiresS()) {
                return 423;
            }
            final Binding binding = accounts.place(account, text, Span.offset(uri), Span.length(uri), nowNs);
            // The same CSeq is a repetition, because nobody absorbs those here; a lower one came out of order.
            if (binding.isLive(nowNs) && accounts.is(binding, text, Span.offset(uri), Span.length(uri))
                    && binding.callIdHash == callIdHash && request.cSeq() < binding.cSeq) {
                return 500;
            }
        }
        return 0;
    }

    private long expires(final SipMessage request) {
        if (contact.expiresSeconds() >= 0) {
            return contact.expiresSeconds();
        }
        return request.expiresSeconds() >= 0 ? request.expiresSeconds() : context.defaultExpiresS();
    }

    private void list(final SipWriter out, final int account, final long nowNs) {
        for (final Binding binding : accounts.bindings(account)) {
            if (binding.isLive(nowNs)) {
                out.name(SipHeader.CONTACT).octet((byte) '<').append(accounts.uris.buffer(binding.uri), accounts.uri(binding))
                        .octet((byte) '>');
                if (binding.qPermille < FULL_Q) {
                    out.append(Q).octet((byte) ('0' + binding.qPermille / 100)).octet((byte) ('0' + binding.qPermille / 10 % 10))
                            .octet((byte) ('0' + binding.qPermille % 10));
                }
                out.append(EXPIRES).uint((binding.expiresAtNs - nowNs + NS_PER_S - 1) / NS_PER_S).endLine();
            }
        }
    }
}
