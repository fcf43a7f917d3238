package busyhour.sip.digest;

import busyhour.sip.message.Span;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The sums of RFC 7616 3.4.1 to 3.4.3 with reused message digests of the JDK, and the source of client nonces. One for
 * each shard. Allocates nothing after construction. Not thread safe.
 * <pre>
 *   HA1 = H(user:realm:password), -sess: H(HA1:nonce:cnonce)
 *   HA2 = H(method:uri), auth-int: H(method:uri:H(body))
 *   response = H(HA1:nonce:nc:cnonce:qop:HA2), without qop: H(HA1:nonce:HA2)
 * </pre>
 */
public final class DigestHasher {

    private static final int CNONCE_LENGTH = 16;
    private static final int COUNT_LENGTH = 8;
    /** Where {@link #client} has the nonce count, and where the client nonce. */
    static final long COUNT_SPAN = Span.of(0, COUNT_LENGTH);
    static final long CNONCE_SPAN = Span.of(COUNT_LENGTH, CNONCE_LENGTH);

    private static final int MAX_HASH_LENGTH = 32;
    private static final int CHUNK_LENGTH = 512;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final MessageDigest[] digests = new MessageDigest[DigestAlgorithm.HASHES];
    private final byte[] chunk = new byte[CHUNK_LENGTH];
    private final byte[] hash = new byte[MAX_HASH_LENGTH];
    private final byte[] ha1 = new byte[2 * MAX_HASH_LENGTH];
    private final byte[] ha2 = new byte[2 * MAX_HASH_LENGTH];
    private final byte[] response = new byte[2 * MAX_HASH_LENGTH];
    private final UnsafeBuffer client = new UnsafeBuffer(new byte[COUNT_LENGTH + CNONCE_LENGTH]);
    private byte algorithm;
    private MessageDigest digest;
    private int hexLength;
    private long seed;

    /** @param seed of the client nonces: a different one for each shard and run. */
    public DigestHasher(final long seed) {
        this.seed = seed;
        for (int i = 0; i < digests.length; i++) {
            try {
                digests[i] = MessageDigest.getInstance(DigestAlgorithm.jcaName(i));
            } catch (final NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JDK lacks " + DigestAlgorithm.jcaName(i), e);
            }
        }
    }

    /** @return 64 bits for a client nonce, by SplitMix64: unlike any before, not secret. */
    long nextCnonce() {
        seed += 0x9E37_79B9_7F4A_7C15L;
        long mixed = (seed ^ seed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    /** This nonce count and a new client nonce as they are sent. Overwritten by the next call. */
    DirectBuffer client(final long count) {
        putHex(0, COUNT_LENGTH, count);
        putHex(COUNT_LENGTH, CNONCE_LENGTH, nextCnonce());
        return client;
    }

    private void putHex(final int offset, final int digits, final long value) {
        for (int i = 0; i < digits; i++) {
            client.putByte(offset + i, HEX[(int) (value >>> (digits - 1 - i) * 4) & 0xF]);
        }
    }

    /** First step: HA1. Nonces may be absent unless the algorithm is one with -sess. */
    void ha1(final byte algorithm, final DigestUser user, final DirectBuffer text, final long realm, final long nonce,
            final DirectBuffer cnonceText, final long cnonce) {
        this.algorithm = algorithm;
        digest = digests[DigestAlgorithm.hashOf(algorithm)];
        digest.reset();
        hexLength = 2 * DigestAlgorithm.hashLength(algorithm);
        update(user.username());
        colon();
        update(text, realm);
        colon();
        update(user.password());
        finish(ha1);
        if (DigestAlgorithm.isSession(algorithm)) {
            digest.update(ha1, 0, hexLength);
            colon();
            update(text, nonce);
            colon();
            update(cnonceText, cnonce);
            finish(ha1);
        }
    }

    /** Second step: HA2. The body counts only for auth-int. */
    void ha2(final DirectBuffer methodText, final long method, final DirectBuffer uriText, final long uri, final int qop,
            final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        if (qop == DigestQop.AUTH_INT) {
            update(body, Span.of(bodyOffset, bodyLength));
            finish(response);
        }
        update(methodText, method);
        colon();
        update(uriText, uri);
        if (qop == DigestQop.AUTH_INT) {
            colon();
            digest.update(response, 0, hexLength);
        }
        finish(ha2);
    }

    /** Third step: {@link #response()}. Without qop the count and the client nonce do not matter. */
    void response(final DirectBuffer text, final long nonce, final DirectBuffer clientText, final long count,
            final long cnonce, final int qop) {
        digest.update(ha1, 0, hexLength);
        colon();
        update(text, nonce);
        colon();
        if (qop != DigestQop.NONE) {
            update(clientText, count);
            colon();
            update(clientText, cnonce);
            colon();
            update(DigestQop.octets(qop));
            colon();
        }
        digest.update(ha2, 0, hexLength);
        finish(response);
    }

    /** @return {@link #hexLength()} hexadecimal digits, lower case; overwritten by the next sum. */
    byte[] response() {
        return response;
    }

    int hexLength() {
        return hexLength;
    }

    private void colon() {
        digest.update((byte) ':');
    }

    private void update(final byte[] octets) {
        digest.update(octets, 0, octets.length);
    }

    private void update(final DirectBuffer text, final long span) {
        int at = Span.offset(span);
        int rest = Span.length(span);
        while (rest > 0) {
            final int step = Math.min(rest, CHUNK_LENGTH);
            text.getBytes(at, chunk, 0, step);
            digest.update(chunk, 0, step);
            at += step;
            rest -= step;
        }
    }

    private void finish(final byte[] hex) {
        final int length = DigestAlgorithm.hashLength(algorithm);
        try {
            digest.digest(hash, 0, length);
        } catch (final DigestException e) {
            throw new IllegalStateException("digest of " + length + " octets", e);
        }
        for (int i = 0; i < length; i++) {
            hex[2 * i] = HEX[hash[i] >> 4 & 0xF];
            hex[2 * i + 1] = HEX[hash[i] & 0xF];
        }
    }
}
