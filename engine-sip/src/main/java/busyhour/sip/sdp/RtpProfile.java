package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import org.agrona.DirectBuffer;

/**
 * The transport protocols of media lines that carry RTP (RFC 8866 5.14, RFC 4585, RFC 3711, RFC 5124, RFC 5764).
 * Each profile with feedback follows the one without. A line of another protocol is rejected, not the whole offer.
 */
public final class RtpProfile {

    public static final int OTHER = 0;
    public static final int AVP = 1;
    public static final int AVPF = 2;
    public static final int SAVP = 3;
    public static final int SAVPF = 4;
    /** DTLS-SRTP. */
    public static final int TLS_SAVP = 5;
    public static final int TLS_SAVPF = 6;

    private static final String[] NAMES = {
        null, "RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF"};
    private static final byte[][] TEXTS = new byte[NAMES.length][];
    private static final byte[][] LOWER_CASE = new byte[NAMES.length][];

    static {
        for (int profile = AVP; profile < NAMES.length; profile++) {
            TEXTS[profile] = Ascii.bytes(NAMES[profile]);
            LOWER_CASE[profile] = Ascii.bytes(NAMES[profile].toLowerCase(java.util.Locale.ROOT));
        }
    }

    private RtpProfile() {
    }

    /** @return the profile, {@link #OTHER} for anything else; names compare without regard to case. */
    static int find(final DirectBuffer buffer, final long protocol) {
        for (int profile = AVP; profile < LOWER_CASE.length; profile++) {
            if (Ascii.equalsIgnoreCase(buffer, protocol, LOWER_CASE[profile])) {
                return profile;
            }
        }
        return OTHER;
    }

    /** @return whether packets of the profile are neither encrypted nor authenticated. */
    public static boolean isPlain(final int profile) {
        return profile == AVP || profile == AVPF;
    }

    /** @return whether the profile's name asks for DTLS-SRTP (RFC 5764 8). */
    public static boolean isDtls(final int profile) {
        return profile == TLS_SAVP || profile == TLS_SAVPF;
    }

    /** @return whether the profile's name promises feedback (RFC 4585). */
    public static boolean hasFeedback(final int profile) {
        return profile == AVPF || profile == SAVPF || profile == TLS_SAVPF;
    }

    /** @return that profile of ours; {@code feedback} picks its variant with F. */
    static int of(final boolean secure, final boolean dtls, final boolean feedback) {
        final int plain = !secure ? AVP : dtls ? TLS_SAVP : SAVP;
        return feedback ? plain + 1 : plain;
    }

    /** @return {@code RTP/AVP}; not for {@link #OTHER}. */
    static byte[] text(final int profile) {
        return TEXTS[profile];
    }
}
