package busyhour.ipc.link;

import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where bytes enter and leave Aeron. A frame is one SBE message, or a Record and the message behind it; where a link is
 * sealed, what goes through here is that behind its {@link Seal}.
 */
final class FramePort implements FrameOutlet, AutoCloseable {
    /** Takes frames; sessionId tells the publications apart that send to one port. */
    interface Receiver {
        void onFrame(int sessionId, DirectBuffer buffer, int offset, int length);
    }

    private static final Logger LOG = LoggerFactory.getLogger(FramePort.class);
    private static final int FRAMES_PER_POLL = 256;

    private final ExclusivePublication publication;
    private final Subscription subscription;
    private final FragmentAssembler assembler;
    private final Receiver receiver;
    private boolean ended;

    FramePort(final ExclusivePublication publication, final Subscription subscription, final Receiver receiver) {
        this.publication = publication;
        this.subscription = subscription;
        this.receiver = receiver;
        this.assembler = new FragmentAssembler(this::onFragment);
    }

    @Override
    public boolean tryOffer(final DirectBuffer buffer, final int offset, final int length) {
        return isTaken(publication.offer(buffer, offset, length));
    }

    /** Claims room for a frame of at most {@link #maxClaimLength}, to be committed at once. @return as {@link #tryOffer}. */
    boolean tryClaim(final int length, final BufferClaim claim) {
        return isTaken(publication.tryClaim(length, claim));
    }

    int maxClaimLength() {
        return publication.maxPayloadLength();
    }

    /** Whether a longer frame is likely to be taken now. */
    boolean hasRoom(final int length) {
        return publication.isConnected() && publication.availableWindow() > 2L * length;
    }

    private boolean isTaken(final long position) {
        if (position == Publication.CLOSED && !ended) {
            ended = true;
            LOG.error("the link's media driver has ended: this process must be started anew, its journals will be sent then");
        }
        return position > 0;
    }

    /** Where a publication's frames come from, for people. */
    String source(final int sessionId) {
        final Image image = subscription.imageBySessionId(sessionId);
        return image == null ? "unknown" : image.sourceIdentity();
    }

    int poll() {
        return subscription.poll(assembler, FRAMES_PER_POLL);
    }

    /** Whether somebody listens and somebody speaks, as far as the driver knows. */
    boolean isConnected() {
        return publication.isConnected() && subscription.isConnected();
    }

    @Override
    public int maxFrameLength() {
        return publication.maxMessageLength();
    }

    /** Frees what was kept of a publication that has gone. */
    void forget(final int sessionId) {
        assembler.freeSessionBuffer(sessionId);
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        receiver.onFrame(header.sessionId(), buffer, offset, length);
    }

    @Override
    public void close() {
        publication.close();
        subscription.close();
    }
}
