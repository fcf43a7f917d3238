package busyhour.sip.transaction;

import busyhour.sip.SipHop;

/** What transactions ask the endpoints when a request has to take another way (RFC 3263 4.3, RFC 3261 18.1.1). */
public interface NextHops {

    /** No way but the first. */
    NextHops NONE = new NextHops() {
        @Override
        public boolean next(
                final int endpoint, final int session, final byte method, final SipHop hop, final boolean reliable, final int moves,
                final long nowNs) {
            return false;
        }

        @Override
        public byte kind(final int endpoint, final SipHop hop, final int length, final long nowNs) {
            return hop.kind();
        }

        @Override
        public int socket(final int endpoint, final byte kind) {
            throw new IllegalStateException("no hops");
        }

        @Override
        public byte[] via(final int endpoint, final byte kind) {
            throw new IllegalStateException("no hops");
        }

        @Override
        public long branch() {
            throw new IllegalStateException("no hops");
        }
    };

    /**
     * A request failed where it was sent.
     *
     * @param endpoint as given with the request.
     * @param session  as given with the request.
     * @param hop      as given with the request; set to where it goes next.
     * @param reliable whether it went over a reliable transport and got no answer, even if {@code hop} is one of UDP: it was too
     *                 long.
     * @param moves    how often this request has gone to another target already.
     * @return whether there is another way.
     */
    boolean next(int endpoint, int session, byte method, SipHop hop, boolean reliable, int moves, long nowNs);

    /** The transport that a request of this length takes to the hop, one that the endpoint has a socket for. */
    byte kind(int endpoint, SipHop hop, int length, long nowNs);

    /** The endpoint's socket for this transport. */
    int socket(int endpoint, byte kind);

    /** The Via value of this transport up to the branch's number. */
    byte[] via(int endpoint, byte kind);

    /** A number for the new transaction's branch. */
    long branch();
}
