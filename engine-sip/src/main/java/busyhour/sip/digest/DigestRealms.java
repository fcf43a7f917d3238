package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * A client's credentials towards the realms on its way: proxies and servers that each challenge for their own, at once or
 * one after the other (RFC 3261 22.3). Of several challenges of one realm in a response the one with the strongest algorithm
 * counts. The number of realms is fixed; one more takes the place of the one that was used least lately. Allocates nothing
 * after construction. Not thread safe.
 */
public final class DigestRealms {

    /** A challenge was taken: send the request again with {@link #write}. */
    public static final int CHALLENGED = 0;
    /** The response holds no challenge that we can answer. */
    public static final int UNUSABLE = 1;
    /** Credentials were sent and refused: the password is wrong. */
    public static final int REFUSED = 2;
    /** The challenge is longer than a realm's memory. */
    public static final int TOO_LONG = 3;

    /** Octets of realm, nonce and opaque together. */
    public static final int DEFAULT_CAPACITY = 512;
    /** More challenges in one response are passed over. */
    private static final int MAX_CHALLENGES = 32;

    private final DigestSession[] sessions;
    /** When each was challenged or used last, and in which response it was challenged last. */
    private final long[] usedAt;
    private final long[] challengedIn;
    private final byte[] onlyRealm;
    private final DigestChallenge challenge;
    private long clock;

    /** One realm, whichever it is. */
    public DigestRealms() {
        this(1, DEFAULT_CAPACITY, null, new DigestChallenge());
    }

    /** With memory of its own. @param capacity octets of a realm, its nonce and its opaque. */
    DigestRealms(final int realms, final int capacity, final byte[] onlyRealm, final DigestChallenge challenge) {
        this(realms, new BytePool(new int[] {capacity}, new int[] {realms}), onlyRealm, challenge);
    }

    /**
     * @param realms    how many.
     * @param texts     for a realm, its nonce and its opaque, as challenges come: one block for each realm.
     * @param onlyRealm the realm that the credentials are for, or null: any.
     * @param challenge to read with; may be shared with others of the same thread.
     */
    public DigestRealms(final int realms, final BytePool texts, final byte[] onlyRealm, final DigestChallenge challenge) {
        this.onlyRealm = onlyRealm;
        this.challenge = challenge;
        sessions = new DigestSession[realms];
        for (int i = 0; i < realms; i++) {
            sessions[i] = new DigestSession(texts);
        }
        usedAt = new long[realms];
        challengedIn = new long[realms];
    }

    /** @return whether there is a challenge, so that requests can carry credentials from the start. */
    public boolean isReady() {
        for (final DigestSession session : sessions) {
            if (session.isReady()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes a 401 or 407, and what a forking proxy has gathered in it of both (RFC 3261 16.7 step 7).
     *
     * @param request a number for the request, the same for each repetition of it with other credentials.
     * @return {@link #CHALLENGED}, {@link #UNUSABLE}, {@link #REFUSED} or {@link #TOO_LONG}.
     */
    public int onChallenge(final SipMessage response, final long request) {
        clock++;
        final int server = onChallenges(response, SipHeader.WWW_AUTHENTICATE, SipHeader.AUTHORIZATION, request);
        final int proxy = onChallenges(response, SipHeader.PROXY_AUTHENTICATE, SipHeader.PROXY_AUTHORIZATION, request);
        if (server == REFUSED || proxy == REFUSED) {
            return REFUSED;
        }
        return server == CHALLENGED || proxy == CHALLENGED ? CHALLENGED : Math.max(server, proxy);
    }

    private int onChallenges(final SipMessage response, final byte header, final byte credentials, final long request) {
        int verdict = UNUSABLE;
        int count = 0;
        for (int i = response.firstHeader(header); i >= 0; i = response.nextHeader(i)) {
            final long value = response.headerValue(i);
            int at = Span.offset(value);
            while (at < Span.end(value) && count++ < MAX_CHALLENGES) {
                if (challenge.wrap(response.buffer(), at, Span.end(value) - at) && isWanted(response.buffer())) {
                    final int one = onChallenge(response.buffer(), credentials, request);
                    verdict = one == REFUSED || verdict != REFUSED && (one == CHALLENGED || verdict == UNUSABLE) ? one : verdict;
                }
                at = Math.max(challenge.end(), at + 1);
            }
        }
        return verdict;
    }

    private boolean isWanted(final DirectBuffer text) {
        final long realm = challenge.realm();
        return onlyRealm == null || Ascii.equals(text, Span.offset(realm), Span.length(realm), onlyRealm);
    }

    private int onChallenge(final DirectBuffer text, final byte credentials, final long request) {
        final int known = find(text, credentials);
        final int place = known >= 0 ? known : leastLately();
        if (known < 0 && challengedIn[place] == clock) {
            // More realms in one response than there is room for.
            return UNUSABLE;
        }
        final DigestSession session = sessions[place];
        usedAt[place] = clock;
        if (known >= 0 && challengedIn[place] == clock) {
            return DigestAlgorithm.isStronger(challenge.algorithm(), session.algorithm())
                    ? session.take(challenge, text, credentials) : CHALLENGED;
        }
        if (known < 0) {
            session.reset();
        }
        challengedIn[place] = clock;
        return session.onChallenge(challenge, text, credentials, request);
    }

    private int find(final DirectBuffer text, final byte credentials) {
        for (int i = 0; i < sessions.length; i++) {
            if (sessions[i].isFor(credentials, text, challenge.realm())) {
                return i;
            }
        }
        return -1;
    }

    private int leastLately() {
        int best = 0;
        for (int i = 0; i < sessions.length; i++) {
            if (!sessions[i].isReady() && challengedIn[i] != clock) {
                return i;
            }
            if (usedAt[i] < usedAt[best]) {
                best = i;
            }
        }
        return best;
    }

    /** A request with our credentials was taken: the next challenge means an old nonce, not a wrong password. */
    public void onAccepted() {
        for (final DigestSession session : sessions) {
            session.onAccepted();
        }
    }

    /**
     * Writes one Authorization or Proxy-Authorization line for each realm; each counts its nonce up.
     *
     * @param method  the request's method, in a buffer of its own.
     * @param uriText the Request-URI, in a buffer.
     * @param body    what auth-int covers, may have no length.
     * @return whether there was any.
     */
    public boolean write(
            final SipWriter writer, final DigestHasher hasher, final DigestUser user, final DirectBuffer method,
            final DirectBuffer uriText, final long uri, final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        boolean wrote = false;
        for (int i = 0; i < sessions.length; i++) {
            if (sessions[i].isReady()) {
                sessions[i].writeCredentials(writer, hasher, user, method, Span.of(0, method.capacity()), uriText, uri,
                        body, bodyOffset, bodyLength);
                usedAt[i] = clock;
                wrote = true;
            }
        }
        return wrote;
    }
}
