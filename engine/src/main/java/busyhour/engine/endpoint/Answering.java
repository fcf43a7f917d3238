package busyhour.engine.endpoint;

import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.message.SipMessage;
import busyhour.sip.store.BytePool;
import busyhour.sip.ua.UserAgents;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The session descriptions of a callee: its answer, or its offer when the INVITE had none, in a 183 where the plan wants early
 * media, and in the 200; and the caller's answer to that offer, in the PRACK or the ACK.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class Answering {

    private static final int RINGING = 180;
    private static final int SESSION_PROGRESS = 183;
    /** Octets of a description of audio alone. */
    private static final int USUAL_LENGTH = 512;

    private final EndpointLife life;
    private final SessionDescriptions descriptions;
    private final EndpointRecords records;
    /** What endpoints answer, until the transport has taken it. */
    private final BytePool answers;
    /** Block of each endpoint. */
    private final int[] blocks;
    private final UnsafeBuffer scratch;
    private UserAgents userAgents;

    Answering(final EndpointLife life, final SessionDescriptions descriptions, final EndpointRecords records, final Endpoint[] endpoints) {
        this.life = life;
        this.descriptions = descriptions;
        this.records = records;
        final int maxLength = Arrays.stream(endpoints).mapToInt(endpoint -> PlannedMedia.maxLength(endpoint.group().spec().media())).max().orElse(0);
        scratch = new UnsafeBuffer(new byte[maxLength]);
        answers = new BytePool(new int[] {USUAL_LENGTH, maxLength}, new int[] {endpoints.length, endpoints.length});
        blocks = new int[endpoints.length];
        Arrays.fill(blocks, BytePool.NONE);
    }

    void userAgents(final UserAgents agents) {
        userAgents = agents;
    }

    /** Answers the INVITE's offer, or makes one. @return 0, or why there is none, as {@link SessionDescriptions#detail} has it. */
    int prepare(final Endpoint endpoint, final SipMessage invite) {
        endpoint.answerAwaited = !invite.hasSdp();
        final int length = endpoint.answerAwaited ? descriptions.offer(endpoint, scratch, 0, scratch.capacity())
                : descriptions.answer(endpoint, invite, scratch, 0, scratch.capacity());
        forget(endpoint.local());
        if (length > 0) {
            blocks[endpoint.local()] = answers.store(scratch, 0, length); // one for each endpoint: never refused
        }
        return Math.min(0, length);
    }

    private void forget(final int local) {
        answers.giveBack(blocks[local]);
        blocks[local] = BytePool.NONE;
    }

    /** 180, or 183 with early media. What the transport does not take is not said again: the final response will. */
    void ring(final Endpoint endpoint, final boolean earlyMedia, final long nowNs) {
        final int block = blocks[endpoint.local()];
        final boolean rang = earlyMedia
                ? userAgents.ring(endpoint.call, SESSION_PROGRESS, answers.buffer(block), answers.offset(block), answers.length(block), nowNs)
                : userAgents.ring(endpoint.call, RINGING, nowNs);
        if (rang) {
            endpoint.times.ringingNs = nowNs;
            records.call(endpoint, CallEventKind.RINGING, null, nowNs);
            life.enter(endpoint, EndpointPhase.RINGING, nowNs);
            if (earlyMedia) {
                startMedia(endpoint, nowNs);
            }
        }
    }

    /** 200; false when the transport does not take it. */
    boolean answer(final Endpoint endpoint, final long nowNs) {
        final int block = blocks[endpoint.local()];
        if (!userAgents.answer(endpoint.call, answers.buffer(block), answers.offset(block), answers.length(block), nowNs)) {
            return false;
        }
        forget(endpoint.local());
        endpoint.lastStatusCode = 200;
        life.onAnswered(endpoint, nowNs);
        life.enter(endpoint, EndpointPhase.NEGOTIATING, nowNs);
        startMedia(endpoint, nowNs);
        return true;
    }

    /** As soon as offer and answer are there. */
    private void startMedia(final Endpoint endpoint, final long nowNs) {
        if (!endpoint.answerAwaited && !endpoint.mediaOn) {
            life.startMedia(endpoint, nowNs);
        }
    }

    /** The caller's answer to our offer, in a PRACK or ACK; false when the call cannot go on. */
    boolean onAnswer(final Endpoint endpoint, final SipMessage message, final long nowNs) {
        if (!endpoint.answerAwaited) {
            return true;
        }
        endpoint.answerAwaited = false;
        final int fault = descriptions.onAnswer(endpoint, message);
        if (fault != 0) {
            life.outcome(endpoint, EndpointOutcome.NEGOTIATION_FAILED, SessionDescriptions.detail(fault), nowNs);
            return false;
        }
        startMedia(endpoint, nowNs);
        return true;
    }
}
