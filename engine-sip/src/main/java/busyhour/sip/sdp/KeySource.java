package busyhour.sip.sdp;

/** Where the master keys of SRTP come from: unpredictable octets, without allocation. */
@FunctionalInterface
public interface KeySource {

    void fill(byte[] into, int offset, int length);
}
