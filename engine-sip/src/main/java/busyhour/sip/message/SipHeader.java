package busyhour.sip.message;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Header names as small codes, with their compact forms (RFC 3261 7.3.3 and the IANA registry). A name is found by
 * its length and first letter and then compared letter by letter.
 */
public final class SipHeader {

    /** Some other token: {@link SipMessage#headerName(int)} tells which. */
    public static final byte UNKNOWN = 0;
    public static final byte VIA = 1;
    public static final byte FROM = 2;
    public static final byte TO = 3;
    public static final byte CALL_ID = 4;
    public static final byte CSEQ = 5;
    public static final byte MAX_FORWARDS = 6;
    public static final byte CONTACT = 7;
    public static final byte CONTENT_LENGTH = 8;
    public static final byte CONTENT_TYPE = 9;
    public static final byte EXPIRES = 10;
    public static final byte ROUTE = 11;
    public static final byte RECORD_ROUTE = 12;
    public static final byte AUTHORIZATION = 13;
    public static final byte PROXY_AUTHORIZATION = 14;
    public static final byte WWW_AUTHENTICATE = 15;
    public static final byte PROXY_AUTHENTICATE = 16;
    public static final byte ALLOW = 17;
    public static final byte SUPPORTED = 18;
    public static final byte REQUIRE = 19;
    public static final byte PROXY_REQUIRE = 20;
    public static final byte UNSUPPORTED = 21;
    public static final byte USER_AGENT = 22;
    public static final byte SERVER = 23;
    public static final byte SUBJECT = 24;
    public static final byte DATE = 25;
    public static final byte ACCEPT = 26;
    public static final byte RETRY_AFTER = 27;
    public static final byte MIN_EXPIRES = 28;
    public static final byte WARNING = 29;
    public static final byte REASON = 30;
    public static final byte TIMESTAMP = 31;
    public static final byte RACK = 32;
    public static final byte RSEQ = 33;
    public static final byte EVENT = 34;
    public static final byte REFER_TO = 35;
    public static final byte REFERRED_BY = 36;
    public static final byte REPLACES = 37;
    public static final byte SESSION_EXPIRES = 38;
    public static final byte MIN_SE = 39;
    public static final byte PATH = 40;
    public static final byte SERVICE_ROUTE = 41;
    public static final byte AUTHENTICATION_INFO = 42;
    public static final byte CONTENT_ENCODING = 43;
    public static final byte CONTENT_DISPOSITION = 44;
    public static final byte CONTENT_LANGUAGE = 45;
    public static final byte ACCEPT_ENCODING = 46;
    public static final byte ACCEPT_LANGUAGE = 47;
    public static final byte ALERT_INFO = 48;
    public static final byte CALL_INFO = 49;
    public static final byte ERROR_INFO = 50;
    public static final byte IN_REPLY_TO = 51;
    public static final byte MIME_VERSION = 52;
    public static final byte ORGANIZATION = 53;
    public static final byte PRIORITY = 54;
    public static final byte REPLY_TO = 55;
    public static final byte ALLOW_EVENTS = 56;
    public static final byte SUBSCRIPTION_STATE = 57;
    public static final byte SIP_ETAG = 58;
    public static final byte SIP_IF_MATCH = 59;
    public static final byte P_ASSERTED_IDENTITY = 60;
    public static final byte P_PREFERRED_IDENTITY = 61;
    public static final byte PRIVACY = 62;
    public static final byte IDENTITY = 63;
    public static final byte HISTORY_INFO = 64;
    public static final byte ACCEPT_CONTACT = 65;
    public static final byte REJECT_CONTACT = 66;
    public static final byte REQUEST_DISPOSITION = 67;

    /** One more than the greatest code. */
    public static final int COUNT = 68;

    private static final String[] NAMES = {
        "?", "Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards", "Contact", "Content-Length", "Content-Type",
        "Expires", "Route", "Record-Route", "Authorization", "Proxy-Authorization", "WWW-Authenticate",
        "Proxy-Authenticate", "Allow", "Supported", "Require", "Proxy-Require", "Unsupported", "User-Agent", "Server",
        "Subject", "Date", "Accept", "Retry-After", "Min-Expires", "Warning", "Reason", "Timestamp", "RAck", "RSeq",
        "Event", "Refer-To", "Referred-By", "Replaces", "Session-Expires", "Min-SE", "Path", "Service-Route",
        "Authentication-Info", "Content-Encoding", "Content-Disposition", "Content-Language", "Accept-Encoding",
        "Accept-Language", "Alert-Info", "Call-Info", "Error-Info", "In-Reply-To", "MIME-Version", "Organization",
        "Priority", "Reply-To", "Allow-Events", "Subscription-State", "SIP-ETag", "SIP-If-Match",
        "P-Asserted-Identity", "P-Preferred-Identity", "Privacy", "Identity", "History-Info", "Accept-Contact",
        "Reject-Contact", "Request-Disposition"};

    /** At letter - 'a': the header that the compact form stands for. */
    private static final byte[] COMPACT = new byte[26];

    private static final byte[][] OCTETS = new byte[COUNT][];
    private static final byte[][] LOWER_CASE = new byte[COUNT][];

    private static final int MAX_NAME_LENGTH = 31;
    /** Codes of the names with this length and first letter. */
    private static final byte[][] CANDIDATES = new byte[(MAX_NAME_LENGTH + 1) * 32][];

    static {
        for (int id = 1; id < COUNT; id++) {
            OCTETS[id] = Ascii.bytes(NAMES[id]);
            LOWER_CASE[id] = OCTETS[id].clone();
            for (int i = 0; i < LOWER_CASE[id].length; i++) {
                LOWER_CASE[id][i] = Ascii.lower(LOWER_CASE[id][i]);
            }
            final int slot = slot(LOWER_CASE[id].length, LOWER_CASE[id][0]);
            final byte[] before = CANDIDATES[slot] == null ? new byte[0] : CANDIDATES[slot];
            final byte[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = (byte) id;
            CANDIDATES[slot] = after;
        }
        final String letters = "vftimlckbrxesyuoajd";
        final byte[] ids = {
            VIA, FROM, TO, CALL_ID, CONTACT, CONTENT_LENGTH, CONTENT_TYPE, SUPPORTED, REFERRED_BY, REFER_TO,
            SESSION_EXPIRES, CONTENT_ENCODING, SUBJECT, IDENTITY, ALLOW_EVENTS, EVENT, ACCEPT_CONTACT, REJECT_CONTACT,
            REQUEST_DISPOSITION};
        for (int i = 0; i < ids.length; i++) {
            COMPACT[letters.charAt(i) - 'a'] = ids[i];
        }
    }

    private SipHeader() {
    }

    private static int slot(final int length, final byte first) {
        return length * 32 + (first & 31);
    }

    /** @return the header's code, also for its compact form; {@link #UNKNOWN} for other names. */
    public static byte parse(final DirectBuffer buffer, final int offset, final int length) {
        if (length < 2) {
            final int letter = length == 1 ? (buffer.getByte(offset) | 0x20) - 'a' : -1;
            return letter >= 0 && letter < 26 ? COMPACT[letter] : UNKNOWN;
        }
        if (length > MAX_NAME_LENGTH) {
            return UNKNOWN;
        }
        final byte[] candidates = CANDIDATES[slot(length, buffer.getByte(offset))];
        if (candidates != null) {
            for (final byte id : candidates) {
                if (Ascii.equalsIgnoreCase(buffer, offset, length, LOWER_CASE[id])) {
                    return id;
                }
            }
        }
        return UNKNOWN;
    }

    /** @return the name's octets as written, shared: do not write into them. */
    public static byte[] octets(final byte header) {
        return OCTETS[header];
    }

    public static String name(final byte header) {
        return NAMES[header];
    }

    /** @return whether a message may have this header once only and without commas (RFC 3261 7.3.1). */
    static boolean isSingle(final byte header) {
        return switch (header) {
            case FROM, TO, CALL_ID, CSEQ, MAX_FORWARDS, CONTENT_LENGTH, CONTENT_TYPE, EXPIRES -> true;
            default -> false;
        };
    }
}
