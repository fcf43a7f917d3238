package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.sbe.CallEventEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;

/** Writes the steps of calls. Single-threaded, allocates nothing. */
public final class CallEventWriter {
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + CallEventEncoder.BLOCK_LENGTH;

    static {
        DropReason.values(); // else compiled code loads the class when it first sees that there is no reason, on a shard's thread
    }

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CallEventEncoder encoder = new CallEventEncoder();

    /** Writes a step of a call whose group is not known and that is not dropped; see the other. */
    public boolean tryWrite(
            final ShardRing ring, final long timeNs, final long intendedNs, final int endpoint, final int call,
            final CallEventKind kind, final boolean caller, final boolean counted, final CallResult result, final int statusCode) {
        return tryWrite(ring, timeNs, intendedNs, endpoint, call, kind, caller, counted, result, statusCode,
                CallEventEncoder.groupNullValue(), null);
    }

    /**
     * Writes a step.
     *
     * @param timeNs     when it happened, since the run began.
     * @param intendedNs when the plan wanted the call to start; at a callee the INVITE's arrival.
     * @param call       the endpoint's call number from 0.
     * @param caller     whether this endpoint calls.
     * @param counted    whether the run's call counts come from this side: the caller, or the callee of a foreign caller.
     * @param result     null but for {@link CallEventKind#ENDED}.
     * @param statusCode SIP, 0 = none.
     * @param group      index of the group in the assignment.
     * @param dropReason null but for {@link CallEventKind#DROPPED}.
     * @return false when the ring is full.
     */
    public boolean tryWrite(
            final ShardRing ring, final long timeNs, final long intendedNs, final int endpoint, final int call,
            final CallEventKind kind, final boolean caller, final boolean counted, final CallResult result, final int statusCode,
            final int group, final DropReason dropReason) {
        final int index = ring.tryClaim(CallEventEncoder.TEMPLATE_ID, LENGTH);
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .intendedNs(intendedNs).timeNs(timeNs).endpoint(endpoint).call(call)
                .kind((short) kind.code()).role((short) (caller ? 0 : 1)).counted((short) (counted ? 1 : 0))
                .result(result == null ? CallEventEncoder.resultNullValue() : (short) result.code())
                .statusCode(statusCode)
                .group(group)
                .dropReason(dropReason == null ? CallEventEncoder.dropReasonNullValue() : (short) dropReason.code());
        ring.commit(index);
        return true;
    }
}
