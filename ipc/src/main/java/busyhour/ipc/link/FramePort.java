package busyhour.ipc.link;

import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where bytes enter and leave Aeron: whatever is to guard them (a seal on each frame) belongs here. A frame is
 * one SBE message, or a Record and the message behind it.
 */
final class FramePort implements AutoCloseable {
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

    /** @return false when nobody listens or the other side is behind: offer it again later. */
    boolean tryOffer(final DirectBuffer buffer, final int offset, final int length) {
        final long position = publication.offer(buffer, offset, length);
        if (position == Publication.CLOSED && !ended) {
            ended = true;
            LOG.error("the link's media driver has ended: this process must be started anew, its journals will be sent then");
        }
        return position > 0;
    }

    int poll() {
        return subscription.poll(assembler, FRAMES_PER_POLL);
    }

    /** Whether somebody listens and somebody speaks, as far as the driver knows. */
    boolean isConnected() {
        return publication.isConnected() && subscription.isConnected();
    }

    int maxFrameLength() {
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
