package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;
import org.agrona.DirectBuffer;

/** What the CNAMEs that arrive tell: whether the peer is on our host, and whether somebody else has our SSRC (RFC 3550 8.2). */
final class PeerNames {

    /** A call in which it happens more often is attacked, not unlucky. */
    private static final int MAX_COLLISIONS = 4;

    private final SdesFlyweight sdes = new SdesFlyweight();
    private final HostClock hostClock = new HostClock();
    private boolean collided;
    private int collisions;

    void start(final byte[] canonicalName) {
        hostClock.start(canonicalName);
        collided = false;
        collisions = 0;
    }

    /** An SDES packet. */
    void onNames(final DirectBuffer buffer, final int offset, final int length, final int ourSsrc) {
        sdes.wrap(buffer, offset, length);
        while (sdes.nextItem()) {
            if (sdes.itemType() != SdesFlyweight.CNAME) {
                continue;
            }
            if (sdes.ssrc() == ourSsrc) {
                collided |= !hostClock.isOurName(buffer, sdes.textOffset(), sdes.textLength());
            } else {
                hostClock.onName(sdes.ssrc(), buffer, sdes.textOffset(), sdes.textLength());
            }
        }
    }

    void onSenderReport(final int ssrc, final long ntpTime, final int rtpTimestamp, final long arrivalNs, final long arrivalNtp) {
        hostClock.onSenderReport(ssrc, ntpTime, rtpTimestamp, arrivalNs, arrivalNtp);
    }

    /** A compound was read: what its parts say together goes to the receive side. */
    void tell(final ReceptionReportSource reception) {
        hostClock.tell(reception);
    }

    /** Whether somebody else was found to use our SSRC since the last question; not more often than {@link #MAX_COLLISIONS}. */
    boolean takeCollision() {
        final boolean taken = collided && collisions < MAX_COLLISIONS;
        collisions += taken ? 1 : 0;
        collided = false;
        return taken;
    }
}
