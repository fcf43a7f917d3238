package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * One {@code a=crypto} of a peer (RFC 4568 9.1):
 *
 * <pre>
 *   a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNf...VGVz|2^20|1:4 WSH=128
 *            |  crypto-suite           key and salt       |    |   session parameters
 *            tag                                   lifetime    MKI
 * </pre>
 *
 * Not taken are: suites that we do not have, several keys, an MKI (packets would carry it), and session parameters that change
 * the packets: KDR, UNENCRYPTED_SRTP, UNENCRYPTED_SRTCP, UNAUTHENTICATED_SRTP, FEC_ORDER, FEC_KEY, and unknown ones (6.3.7). The
 * lifetime is read and not enforced: no call of ours sends 2^31 packets, the least that both protocols allow a key.
 *
 * <p>Reusable, allocates nothing.
 */
final class CryptoAttribute {

    private static final byte[] INLINE = Ascii.bytes("inline:");
    private static final byte[] WINDOW_SIZE_HINT = Ascii.bytes("wsh=");
    private static final byte[] NO_KEY_DERIVATION = Ascii.bytes("kdr=0");
    private static final int MAX_TAG = 999_999_999;
    private static final int MAX_LIFETIME_POWER = 48;

    final byte[] key = new byte[CryptoSuite.MAX_KEY_AND_SALT];
    int tag;
    CryptoSuite suite;
    /** The suite as the peer spells it. */
    long suiteText;

    /** @return whether it can be taken as far as syntax and features go; which suites we want is not asked here. */
    boolean read(final DirectBuffer buffer, final long value) {
        if (value < 0) {
            return false;
        }
        final int end = Span.end(value);
        final long tagText = SdpLine.word(buffer, Span.offset(value), end);
        tag = (int) SdpLine.number(buffer, tagText, MAX_TAG);
        suiteText = tag < 0 ? Span.NONE : SdpLine.word(buffer, Span.end(tagText), end);
        suite = suiteText < 0 ? null : CryptoSuite.find(buffer, suiteText);
        final long keys = suite == null ? Span.NONE : SdpLine.word(buffer, Span.end(suiteText), end);
        return keys >= 0 && readKey(buffer, keys) && areHarmless(buffer, Span.end(keys), end);
    }

    private boolean readKey(final DirectBuffer buffer, final long keys) {
        final int start = Span.offset(keys) + INLINE.length;
        final int end = Span.end(keys);
        if (start > end || !Ascii.equalsIgnoreCase(buffer, Span.offset(keys), INLINE.length, INLINE)
                || SdpLine.find(buffer, start, end, ';') != end) {
            return false;
        }
        final int bar = SdpLine.find(buffer, start, end, '|');
        return Base64Key.read(buffer, start, bar, key, suite.keyAndSaltLength()) && (bar == end || isLifetime(buffer, bar + 1, end));
    }

    /** A number of packets, which may be a power of two; what follows would be an MKI. */
    private static boolean isLifetime(final DirectBuffer buffer, final int start, final int end) {
        final boolean power = end - start > 2 && buffer.getByte(start) == '2' && buffer.getByte(start + 1) == '^';
        return power ? Ascii.number(buffer, start + 2, end, MAX_LIFETIME_POWER) > 0
                : Ascii.number(buffer, start, end, 1L << MAX_LIFETIME_POWER) > 0;
    }

    private static boolean areHarmless(final DirectBuffer buffer, final int start, final int end) {
        long word = SdpLine.word(buffer, start, end);
        while (word >= 0) {
            final boolean hint = Span.length(word) > WINDOW_SIZE_HINT.length
                    && Ascii.equalsIgnoreCase(buffer, Span.offset(word), WINDOW_SIZE_HINT.length, WINDOW_SIZE_HINT);
            final boolean optional = buffer.getByte(Span.offset(word)) == '-';
            if (!hint && !optional && !Ascii.equalsIgnoreCase(buffer, word, NO_KEY_DERIVATION)) {
                return false;
            }
            word = SdpLine.word(buffer, Span.end(word), end);
        }
        return true;
    }
}
