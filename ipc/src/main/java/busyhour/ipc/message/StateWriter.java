package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.sbe.EndpointStateEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;

/** Writes changes of an endpoint's phase and outcome. Single-threaded, allocates nothing. */
public final class StateWriter {
    /** Longer details are cut. */
    public static final int DETAIL_LIMIT_BYTES = 256;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EndpointStateEncoder encoder = new EndpointStateEncoder();
    private final TextScratch text = new TextScratch(DETAIL_LIMIT_BYTES);

    /**
     * Writes where an endpoint is now.
     *
     * @param timeNs     since the run began.
     * @param call       the endpoint's call number from 0, -1 outside a call.
     * @param outcome    null while there is none.
     * @param statusCode SIP, 0 = none.
     * @param detail     ASCII, a word for people, or null.
     * @return false when the ring is full.
     */
    public boolean tryWrite(
            final ShardRing ring, final long timeNs, final int endpoint, final int call, final EndpointPhase phase,
            final EndpointOutcome outcome, final int statusCode, final CharSequence detail) {
        text.set(detail);
        final int index = ring.tryClaim(EndpointStateEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH
                + EndpointStateEncoder.BLOCK_LENGTH + EndpointStateEncoder.detailHeaderLength() + text.length());
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .timeNs(timeNs).endpoint(endpoint).call(call).phase((short) phase.code())
                .outcome(outcome == null ? EndpointStateEncoder.outcomeNullValue() : (short) outcome.code())
                .statusCode(statusCode)
                .putDetail(text.buffer(), 0, text.length());
        ring.commit(index);
        return true;
    }
}
