package busyhour.rtp.srtp;

/**
 * The keys of one direction: those of RTP and of RTCP, derived from one master key. What a suite needs is made when it is used
 * for the first time and kept.
 *
 * <p>One thread.
 */
final class SrtpKeys {

    private final SrtpWorkspace work;
    private final boolean seals;
    private PacketProtection counterModeRtp;
    private PacketProtection counterModeRtcp;
    private PacketProtection aeadRtp;
    private PacketProtection aeadRtcp;
    private SrtpSuite suite;

    SrtpKeys(final SrtpWorkspace work, final boolean seals) {
        this.work = work;
        this.seals = seals;
    }

    void key(final SrtpSuite newSuite, final byte[] keyAndSalt, final int offset) {
        make(newSuite);
        suite = newSuite;
        work.derivation.master(newSuite, keyAndSalt, offset);
        rtp().key(work, newSuite, KeyDerivation.RTP_ENCRYPTION);
        rtcp().key(work, newSuite, KeyDerivation.RTCP_ENCRYPTION);
    }

    private void make(final SrtpSuite newSuite) {
        if (newSuite.isAead()) {
            if (aeadRtp == null) {
                aeadRtp = new AeadProtection(work.crypto, seals);
                aeadRtcp = new AeadProtection(work.crypto, seals);
            }
        } else if (counterModeRtp == null) {
            counterModeRtp = new CounterModeProtection(work.crypto);
            counterModeRtcp = new CounterModeProtection(work.crypto);
        }
    }

    void clear() {
        suite = null;
    }

    /** Null without a key. */
    SrtpSuite suite() {
        return suite;
    }

    PacketProtection rtp() {
        return suite.isAead() ? aeadRtp : counterModeRtp;
    }

    PacketProtection rtcp() {
        return suite.isAead() ? aeadRtcp : counterModeRtcp;
    }
}
