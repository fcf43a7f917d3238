package busyhour.sip.registrar;

import busyhour.sip.TransportAddress;
import busyhour.sip.digest.DigestCredentials;
import busyhour.sip.digest.DigestHasher;
import busyhour.sip.digest.DigestQop;
import busyhour.sip.digest.DigestVerifier;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.KeyTable;
import org.agrona.DirectBuffer;

/** Asks for credentials and judges them (RFC 3261 22, RFC 7616): 401 for REGISTER, 407 for calls. */
final class Authenticator {

    /** The request was challenged: nothing more to do. */
    static final int CHALLENGED = -1;

    private final Accounts accounts;
    private final Replies replies;
    private final Nonces nonces;
    private final NonceCounts counts;
    private final DigestVerifier verifier;
    private final DigestCredentials credentials = new DigestCredentials();
    private final byte[] realm;
    private final byte[] algorithms;
    private long challenges;
    private long wrong;

    Authenticator(final RegistrarProxyContext context, final Accounts accounts, final Replies replies, final SipHash hash) {
        this.accounts = accounts;
        this.replies = replies;
        nonces = new Nonces(hash, context.nonceLifetimeS());
        counts = new NonceCounts(context.maxAccounts());
        verifier = new DigestVerifier(new DigestHasher(context.seed() + 1), nonces);
        realm = Ascii.bytes(context.domain());
        algorithms = context.algorithms();
    }

    /** The account whose credentials the request carries, or {@link #CHALLENGED} after an answer was sent. */
    int authenticate(
            final SipMessage request, final boolean proxy, final int socket, final TransportAddress source, final long nowNs) {
        boolean stale = false;
        if (credentials.find(request, proxy ? SipHeader.PROXY_AUTHORIZATION : SipHeader.AUTHORIZATION, realm)) {
            final long name = credentials.username();
            final int account = accounts.find(credentials.buffer(), Span.offset(name), Span.length(name));
            final int verdict = account == KeyTable.UNKNOWN
                    ? DigestVerifier.WRONG_RESPONSE : verifier.verify(credentials, accounts.user(account), request, nowNs);
            final boolean accepted = verdict == DigestVerifier.ACCEPTED && isOffered(credentials.algorithm());
            if (accepted && counts.accept(account, proxy, Nonces.number(credentials.buffer(), Span.offset(credentials.nonce())),
                    credentials.nonceCount(), replies.identity(request))) {
                return account;
            }
            // Credentials that were used before get a new nonce: the password is right.
            stale = accepted || verdict == DigestVerifier.STALE_NONCE;
            wrong += verdict == DigestVerifier.WRONG_RESPONSE ? 1 : 0;
        }
        challenge(request, proxy, stale, socket, source, nowNs);
        return CHALLENGED;
    }

    /** Nobody may take a weaker algorithm than those that we ask for. */
    private boolean isOffered(final byte algorithm) {
        for (final byte offered : algorithms) {
            if (offered == algorithm) {
                return true;
            }
        }
        return false;
    }

    /** Whether these credentials are for our realm. */
    boolean isForUs(final DirectBuffer text, final long value) {
        return credentials.wrap(text, Span.offset(value), Span.length(value))
                && Ascii.equals(text, Span.offset(credentials.realm()), Span.length(credentials.realm()), realm);
    }

    private void challenge(
            final SipMessage request, final boolean proxy, final boolean stale, final int socket, final TransportAddress source, final long nowNs) {
        challenges++;
        final SipWriter out = replies.begin(request, proxy ? 407 : 401, source);
        final long nonce = nonces.next(nowNs);
        for (final byte algorithm : algorithms) {
            verifier.writeChallenge(out, proxy ? SipHeader.PROXY_AUTHENTICATE : SipHeader.WWW_AUTHENTICATE, realm,
                    nonce, nonces.seal(nonce), algorithm, DigestQop.AUTH, stale);
        }
        replies.send(request, socket, source);
    }

    long challenges() {
        return challenges;
    }

    /** Right credentials that had been used before. */
    long replays() {
        return counts.replays();
    }

    /** Credentials with a wrong name or password. */
    long wrong() {
        return wrong;
    }
}
