package busyhour.ipc.link;

import org.agrona.DirectBuffer;

/** Where frames leave. */
interface FrameOutlet {
    /** @return false when nobody listens or the other side is behind: offer it again later. */
    boolean tryOffer(DirectBuffer buffer, int offset, int length);

    /** Longest frame that it takes. */
    int maxFrameLength();
}
