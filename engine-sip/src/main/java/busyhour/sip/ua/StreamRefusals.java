package busyhour.sip.ua;

import busyhour.sip.TransportAddress;

/** Peers that took no TCP connection lately, so that long requests go to them by UDP at once. The last few; one thread. */
final class StreamRefusals {

    private static final int PLACES = 64;
    private static final long KEPT_NS = 60_000_000_000L;

    private final TransportAddress[] peers = new TransportAddress[PLACES];
    private final long[] untilNs = new long[PLACES];
    private boolean any;

    StreamRefusals() {
        for (int i = 0; i < PLACES; i++) {
            peers[i] = new TransportAddress();
        }
    }

    void add(final TransportAddress peer, final long nowNs) {
        final int place = place(peer);
        peers[place].copyFrom(peer);
        untilNs[place] = nowNs + KEPT_NS;
        any = true;
    }

    boolean has(final TransportAddress peer, final long nowNs) {
        final int place = any ? place(peer) : 0;
        return any && peers[place].equals(peer) && nowNs - untilNs[place] < 0;
    }

    private static int place(final TransportAddress peer) {
        return (peer.hashCode() & Integer.MAX_VALUE) % PLACES;
    }
}
