package busyhour.sip.digest;

import org.agrona.DirectBuffer;

/** What a server knows about the nonces it gave out. */
public interface NonceCheck {

    int VALID = 0;
    /** Ours, but too old or used up: challenge again with {@code stale=true}. */
    int STALE = 1;
    /** Not ours. */
    int UNKNOWN = 2;

    /**
     * @param nonceCount the nc parameter, -1 without qop.
     * @return {@link #VALID}, {@link #STALE} or {@link #UNKNOWN}.
     */
    int check(DirectBuffer buffer, int offset, int length, long nonceCount, long nowNs);
}
