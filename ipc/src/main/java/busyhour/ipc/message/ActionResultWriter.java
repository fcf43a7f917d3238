package busyhour.ipc.message;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.ActionResultEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;

/** Writes what became of the steps of scenario actions. Single-threaded, allocates nothing. */
public final class ActionResultWriter {
    /** Longer reasons are cut. */
    public static final int REASON_LIMIT_BYTES = 256;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ActionResultEncoder encoder = new ActionResultEncoder();
    private final TextScratch text = new TextScratch(REASON_LIMIT_BYTES);

    /**
     * Writes that a step is over.
     *
     * @param timeNs     since the run began.
     * @param call       the endpoint's call number from 0.
     * @param action     in the order of the plan, from 0.
     * @param step       within the action, from 0.
     * @param statusCode SIP status code that refused it, 0 = none.
     * @param reason     ASCII, why it failed; null when it was done.
     * @return false when the ring is full.
     */
    public boolean tryWrite(
            final ShardRing ring, final long timeNs, final int endpoint, final int call, final int action, final int step,
            final ActionSpec.Kind kind, final int statusCode, final CharSequence reason) {
        text.set(reason);
        final int index = ring.tryClaim(ActionResultEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH
                + ActionResultEncoder.BLOCK_LENGTH + ActionResultEncoder.reasonHeaderLength() + text.length());
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .timeNs(timeNs).endpoint(endpoint).call(call).statusCode(statusCode)
                .action((short) action).step(step).kind((short) kind.ordinal()).ok((short) (reason == null ? 1 : 0))
                .putReason(text.buffer(), 0, text.length());
        ring.commit(index);
        return true;
    }
}
