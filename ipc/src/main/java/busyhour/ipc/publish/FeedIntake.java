package busyhour.ipc.publish;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.EndpointSampleDecoder;
import busyhour.ipc.sbe.EndpointTextDecoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.RunEndEncoder;
import busyhour.ipc.sbe.SipTraceDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a run's rings into its journal. Agent's thread, but for {@link #end}. */
final class FeedIntake {
    private static final Logger LOG = LoggerFactory.getLogger(FeedIntake.class);
    private static final int MESSAGES_PER_RING = 256;
    /** Shorter than the least frame that a link may be configured to, with the record's header. */
    private static final int MESSAGE_LIMIT_BYTES = (32 << 10) - 256;
    private static final int RUNNING = 0;
    private static final int COMPLETE = 1;
    private static final int BROKEN_OFF = 2;

    private final Journal journal;
    private final DiskReserve reserve;
    private final ShardRing[] rings;
    private final RunFeed.FeedFigures figures;
    private final MessageHandler onMessage = this::onMessage;
    private long nowNs;
    private int reading;
    private volatile int ending = RUNNING;

    FeedIntake(final Journal journal, final DiskReserve reserve, final List<ShardRing> rings, final RunFeed.FeedFigures figures) {
        this.journal = journal;
        this.reserve = reserve;
        this.rings = rings.toArray(new ShardRing[0]);
        this.figures = figures;
        figures.last.setRelease(journal.last());
    }

    void end(final boolean complete) {
        ending = complete ? COMPLETE : BROKEN_OFF;
    }

    int work(final long time) {
        if (figures.journaled) {
            return 0;
        }
        nowNs = time;
        final int endingBefore = ending; // what was written before it was set is in the rings now
        int work = 0;
        for (int i = 0; i < rings.length; i++) {
            reading = i;
            work += rings[i].drain(onMessage, MESSAGES_PER_RING);
        }
        // a claim that a killed process did not commit stays in its ring for ever
        if (work == 0 && endingBefore != RUNNING && (endingBefore == BROKEN_OFF || ringsAreEmpty())) {
            journalEnd(endingBefore == COMPLETE);
            work = 1;
        }
        return work;
    }

    private boolean ringsAreEmpty() {
        for (int i = 0; i < rings.length; i++) {
            if (rings[i].sizeBytes() > 0) {
                return false;
            }
        }
        return true;
    }

    private void onMessage(final int typeId, final MutableDirectBuffer buffer, final int index, final int length) {
        final boolean essential = typeId != EndpointSampleDecoder.TEMPLATE_ID
                && typeId != EndpointTextDecoder.TEMPLATE_ID && typeId != SipTraceDecoder.TEMPLATE_ID;
        if (length <= MESSAGE_LIMIT_BYTES && reserve.admits(length, essential, nowNs)) {
            figures.journalBytes.setRelease(figures.journalBytes.getPlain() + journal.append(buffer, index, length, nowNs,
                    reading, rings[reading].positionBehind(index, length)));
            figures.last.setRelease(journal.last());
        } else {
            figures.recordsRefused.setRelease(figures.recordsRefused.getPlain() + 1);
        }
        if (reserve.isShort() && figures.refusal == null) {
            figures.refusal = reserve.refusal();
            LOG.error("{}", figures.refusal);
        }
    }

    /** Written even out of the reserve's last half: it is the record without which the platform would wait for ever. */
    private void journalEnd(final boolean complete) {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(
                MessageHeaderEncoder.ENCODED_LENGTH + RunEndEncoder.BLOCK_LENGTH));
        new RunEndEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .complete((short) (complete ? 1 : 0)).recordsRefused(figures.recordsRefused.get());
        journal.append(buffer, 0, buffer.capacity(), nowNs);
        figures.last.setRelease(journal.last());
        figures.journaled = true;
    }
}
