package busyhour.ipc.link;

import io.aeron.logbuffer.BufferClaim;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Seals each frame of one connection on its way out: short ones within Aeron's own buffer. Polling thread only. */
final class SealedOutlet implements FrameOutlet {
    private final FramePort port;
    private final Seal seal;
    private final BufferClaim claim = new BufferClaim();
    private UnsafeBuffer scratch;

    SealedOutlet(final FramePort port, final Seal seal) {
        this.port = port;
        this.seal = seal;
    }

    @Override
    public boolean tryOffer(final DirectBuffer buffer, final int offset, final int length) {
        final int sealedLength = length + Seal.OVERHEAD;
        if (sealedLength <= port.maxClaimLength()) {
            if (!port.tryClaim(sealedLength, claim)) {
                return false;
            }
            final MutableDirectBuffer claimed = claim.buffer();
            try {
                seal.seal(buffer, offset, length, claimed, claim.offset());
            } catch (final RuntimeException e) {
                claim.abort();
                throw e;
            }
            claim.commit();
            return true;
        }
        if (!port.hasRoom(sealedLength)) {
            return false; // sealing it in vain would cost as much as sending it
        }
        if (scratch == null || scratch.capacity() < sealedLength) {
            scratch = new UnsafeBuffer(new byte[Math.max(sealedLength, port.maxFrameLength())]);
        }
        return port.tryOffer(scratch, 0, seal.seal(buffer, offset, length, scratch, 0));
    }

    @Override
    public int maxFrameLength() {
        return port.maxFrameLength() - Seal.OVERHEAD;
    }
}
