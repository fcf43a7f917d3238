package busyhour.sip.sdp;

/** The packet time to send with (RFC 8866 6.4): what the peer wishes, as far as codecs can follow. Stateless. */
final class PacketTime {

    private static final int MIN_MS = 10;
    private static final int MAX_MS = 120;
    /** Packet times that are sent. */
    private static final int[] LADDER_MS = {10, 20, 30, 40, 60};

    private PacketTime() {
    }

    /** The peer's wish, or the next shorter time that codecs can follow, at most its maxptime; without a wish ours. */
    static int choose(final SdpView remote, final int media, final int ownMs) {
        if (ownMs == 0) {
            return 0;
        }
        final int wish = remote.ptimeMs(media);
        final boolean possible = wish >= MIN_MS && wish <= MAX_MS;
        final int max = remote.maxptimeMs(media);
        final int ptime = possible ? wish : ownMs;
        return ladder(max >= MIN_MS ? Math.min(ptime, max) : ptime);
    }

    private static int ladder(final int ptimeMs) {
        int step = LADDER_MS.length - 1;
        while (step > 0 && LADDER_MS[step] > ptimeMs) {
            step--;
        }
        return LADDER_MS[step];
    }
}
