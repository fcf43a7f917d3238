package busyhour.sip.sdp;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The offer/answer model for one audio stream with telephone events (RFC 3264). One for each shard, used for all its
 * endpoints in turn. An answer holds one codec: the first in the offer that we have, so that nobody switches in mid-call.
 * Allocates nothing. Not thread safe.
 */
public final class OfferAnswer {

    public static final int OK = 0;
    /** No audio line that is open, has a transport that we speak and a codec that we have. */
    public static final int NOTHING_COMMON = 1;
    /** The peer's answer closed our audio line. */
    public static final int REJECTED = 2;
    /** The description could not be read. */
    public static final int BAD_DESCRIPTION = 3;
    /** The answer does not have the media lines of the offer (RFC 3264 6). */
    public static final int MEDIA_MISMATCH = 4;
    /** Our description did not fit into the buffer. */
    public static final int OVERFLOW = 5;

    /** No line can be taken. */
    private static final int NOTHING = -1;
    /** The line in use has port 0 now. */
    private static final int CLOSED = -2;

    private final SdpWriter writer = new SdpWriter();
    private final SdpWriter scratch = new SdpWriter();
    private final UnsafeBuffer scratchMemory = new UnsafeBuffer(0, 0);
    private final AudioMatch match = new AudioMatch();
    private int contentStart;

    /** @return the status code that refuses an offer for this reason. */
    public static int statusCode(final int verdict) {
        return switch (verdict) {
            case OK -> 200;
            case BAD_DESCRIPTION -> 400;
            case OVERFLOW -> 500;
            default -> 488;
        };
    }

    /**
     * Writes an offer of one audio line, among the lines that the session has already (RFC 3264 8). Written again unchanged
     * it keeps its version; changed, the version counts up.
     *
     * @return its length, or the negated {@link #OVERFLOW}.
     */
    public int writeOffer(final LocalDescription local, final MutableDirectBuffer into, final int offset, final int capacity) {
        if (local.otherMedia().isLost()) {
            return -OVERFLOW;
        }
        writeOfferOnce(local, into, offset, capacity);
        if (!writer.isFull() && local.describe(contentHash())) {
            writeOfferOnce(local, into, offset, capacity);
        }
        return writer.isFull() ? -OVERFLOW : writer.length();
    }

    private void writeOfferOnce(
            final LocalDescription local, final MutableDirectBuffer into, final int offset, final int capacity) {
        begin(local, into, offset, capacity);
        local.otherMedia().writeBefore(writer);
        final PayloadTypes types = local.audio().payloadTypes();
        writer.beginAudio(local.audio().rtpPort(), local.audio().profile() == RtpProfile.OTHER ? RtpProfile.AVP : local.audio().profile());
        for (int i = 0; i < local.audio().codecCount(); i++) {
            writer.format(types.of(CodecTable.row(local.audio().codec(i))));
        }
        for (int row = 0; row < CodecTable.telephoneEventCount(); row++) {
            if (offersEvents(local, row)) {
                writer.format(types.of(CodecTable.telephoneEventRow(row)));
            }
        }
        writer.endLine();
        for (int i = 0; i < local.audio().codecCount(); i++) {
            final CodecCapability codec = CodecTable.row(local.audio().codec(i));
            writer.codec(codec, types.of(codec));
        }
        for (int row = 0; row < CodecTable.telephoneEventCount(); row++) {
            if (offersEvents(local, row)) {
                writer.codec(CodecTable.telephoneEventRow(row), types.of(CodecTable.telephoneEventRow(row)));
            }
        }
        writer.ptime(local.audio().ptimeMs());
        writeRtcp(local, local.audio().rtcpMux());
        writer.direction(local.audio().direction());
        local.otherMedia().writeAfter(writer);
    }

    /** Telephone events on every clock that an offered codec has, and on 8 kHz for peers that know no other. */
    private static boolean offersEvents(final LocalDescription local, final int row) {
        boolean offers = row == 0;
        for (int i = 0; i < local.audio().codecCount() && !offers; i++) {
            offers = CodecTable.row(local.audio().codec(i)).clockRateHz() == CodecTable.telephoneEventRow(row).clockRateHz();
        }
        return offers && local.audio().telephoneEvents();
    }

    /**
     * Answers an offer, also one in mid-call. All its media lines come back in their order; the audio line that is in use,
     * else the first with something in common, is taken, all others are rejected.
     *
     * @param offer  parsed without fault, or the answer is {@link #BAD_DESCRIPTION}.
     * @param into   other memory than the offer's, which is read while this is written.
     * @param result filled when the answer was written; untouched otherwise.
     * @return the answer's length, or a negated verdict whose {@link #statusCode} refuses the request.
     */
    public int writeAnswer(
            final SdpView offer, final LocalDescription local, final MutableDirectBuffer into, final int offset,
            final int capacity, final NegotiatedSession result) {
        if (offer.fault() != SdpFault.OK) {
            return -BAD_DESCRIPTION;
        }
        final int media = acceptable(offer, local, result);
        if (media == NOTHING) {
            return -NOTHING_COMMON;
        }
        final boolean closed = media == CLOSED;
        final int direction = closed ? Direction.INACTIVE : Direction.reverse(offer.direction(media)) & local.audio().direction();
        final boolean mux = !closed && (offer.hasRtcpMuxOnly(media) || offer.hasRtcpMux(media) && local.audio().rtcpMux());
        writeAnswerOnce(offer, media, local, direction, mux, into, offset, capacity);
        if (!writer.isFull() && local.describe(contentHash())) {
            writeAnswerOnce(offer, media, local, direction, mux, into, offset, capacity);
        }
        if (writer.isFull()) {
            return -OVERFLOW;
        }
        if (closed) {
            AudioMatch.session(result, offer);
            result.audio().direction = Direction.INACTIVE;
            result.audio().closed = true;
            return writer.length();
        }
        local.audio().profile(offer.profile(media));
        local.audio().payloadTypes().assign(CodecTable.row(match.codec), match.payloadType);
        if (match.telephoneEvent >= 0) {
            local.audio().payloadTypes().assign(match.telephoneEventRow, match.telephoneEvent);
        }
        local.otherMedia().remember(offer, media, scratch, scratchMemory);
        match.fill(result, offer, media, local, mux);
        result.audio().receivePayloadType = match.payloadType;
        result.audio().receiveTelephoneEvent = match.telephoneEvent;
        result.audio().direction = result.audio().heldByAddress ? direction & ~Direction.SENDONLY : direction;
        result.audio().directionViolated = false;
        return writer.length();
    }

    /** @return the line to take, {@link #NOTHING}, or {@link #CLOSED} when the offer closes the line in use. */
    private int acceptable(final SdpView offer, final LocalDescription local, final NegotiatedSession agreed) {
        final int inUse = agreed.isAgreed() ? agreed.audio().mediaIndex() : NOTHING;
        if (inUse >= 0 && inUse < offer.mediaCount() && match.find(offer, inUse, local)) {
            return inUse;
        }
        for (int media = 0; media < offer.mediaCount(); media++) {
            if (match.find(offer, media, local)) {
                return media;
            }
        }
        return inUse >= 0 && isAllClosed(offer) ? CLOSED : NOTHING;
    }

    /** Who closes the audio and opens something else (T.38) is refused, and goes on with the audio. */
    private static boolean isAllClosed(final SdpView offer) {
        for (int media = 0; media < offer.mediaCount(); media++) {
            if (offer.port(media) != 0) {
                return false;
            }
        }
        return offer.mediaCount() > 0;
    }

    private void writeAnswerOnce(
            final SdpView offer, final int accepted, final LocalDescription local, final int direction, final boolean mux,
            final MutableDirectBuffer into, final int offset, final int capacity) {
        begin(local, into, offset, capacity);
        for (int media = 0; media < offer.mediaCount(); media++) {
            if (media != accepted) {
                writer.rejected(offer, media);
                continue;
            }
            writer.beginAudio(local.audio().rtpPort(), offer.profile(media)).format(match.payloadType);
            if (match.telephoneEvent >= 0) {
                writer.format(match.telephoneEvent);
            }
            writer.endLine().codec(CodecTable.row(match.codec), match.payloadType);
            if (match.telephoneEvent >= 0) {
                writer.codec(match.telephoneEventRow, match.telephoneEvent);
            }
            writer.ptime(local.audio().ptimeMs());
            writeRtcp(local, mux);
            writer.direction(direction);
        }
    }

    /**
     * Takes the answer to the offer that {@link #writeOffer} wrote last from the same description.
     *
     * @param result filled for {@link #OK}; untouched otherwise.
     * @return {@link #OK}, {@link #NOTHING_COMMON}, {@link #REJECTED}, {@link #BAD_DESCRIPTION} or {@link #MEDIA_MISMATCH}.
     */
    public int onAnswer(final SdpView answer, final LocalDescription local, final NegotiatedSession result) {
        if (answer.fault() != SdpFault.OK) {
            return BAD_DESCRIPTION;
        }
        final int media = local.otherMedia().audioIndex();
        if (answer.mediaCount() != local.otherMedia().count() || answer.mediaType(media) != SdpView.AUDIO) {
            return MEDIA_MISMATCH;
        }
        if (answer.port(media) == 0) {
            return REJECTED;
        }
        if (!match.find(answer, media, local)) {
            return NOTHING_COMMON;
        }
        match.fill(result, answer, media, local, local.audio().rtcpMux() && answer.hasRtcpMux(media));
        result.audio().receivePayloadType = local.audio().payloadTypes().of(CodecTable.row(match.codec));
        result.audio().receiveTelephoneEvent = match.telephoneEvent < 0 ? -1 : local.audio().payloadTypes().of(match.telephoneEventRow);
        final int wanted = Direction.reverse(answer.direction(media));
        final int direction = wanted & local.audio().direction();
        result.audio().direction = result.audio().heldByAddress ? direction & ~Direction.SENDONLY : direction;
        result.audio().directionViolated = direction != wanted;
        return OK;
    }

    private void begin(final LocalDescription local, final MutableDirectBuffer into, final int offset, final int capacity) {
        writer.wrap(into, offset, capacity).origin(local.sessionId(), local.sessionVersion(), local.address());
        contentStart = writer.length();
        writer.session(local.address());
    }

    /** All but the o= line, whose version is the question. */
    private long contentHash() {
        return writer.hashFrom(contentStart);
    }

    private void writeRtcp(final LocalDescription local, final boolean mux) {
        if (mux) {
            writer.rtcpMux();
        } else if (local.audio().rtcpPort() != local.audio().rtpPort() + 1) {
            writer.rtcp(local.audio().rtcpPort());
        }
    }
}
