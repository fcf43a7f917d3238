package busyhour.sip.sdp;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The offer/answer model for a session of one audio stream and at most one video stream (RFC 3264). One for each shard, used for
 * all its endpoints in turn. An answer holds one codec that we send in for each: the first in the offer that we have, so that
 * nobody switches in mid-call. Allocates nothing. Not thread safe.
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
    /** There is a codec in common, but one side wants encryption that the other does not have. */
    public static final int NO_SECURITY = 6;

    private final SdpWriter writer = new SdpWriter();
    private final MediaLineWriter lines = new MediaLineWriter(writer);
    private final SdpWriter scratch = new SdpWriter();
    private final UnsafeBuffer scratchMemory = new UnsafeBuffer(0, 0);
    private final StreamMatch audio = new StreamMatch();
    private final StreamMatch video = new StreamMatch();
    private int contentStart;
    private int audioLine;
    private int videoLine;

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
     * Writes an offer of audio and, where the endpoint has it, video, among the lines that the session has already (RFC 3264 8).
     * Written again unchanged it keeps its version; changed, the version counts up.
     *
     * @return its length, or the negated {@link #OVERFLOW}.
     */
    public int writeOffer(final LocalDescription local, final MutableDirectBuffer into, final int offset, final int capacity) {
        if (local.lines().isLost()) {
            return -OVERFLOW;
        }
        local.lines().beginOffer(local.video().isEnabled(), !local.video().isRejected());
        writeOfferOnce(local, into, offset, capacity);
        if (!writer.isFull() && local.describe(contentHash())) {
            writeOfferOnce(local, into, offset, capacity);
        }
        return writer.isFull() ? -OVERFLOW : writer.length();
    }

    private void writeOfferOnce(
            final LocalDescription local, final MutableDirectBuffer into, final int offset, final int capacity) {
        final SessionLines session = local.lines();
        begin(local, into, offset, capacity);
        for (int media = 0; media < session.count(); media++) {
            if (media == session.audioIndex()) {
                lines.offer(local.audio(), audio.feedback);
            } else if (media == session.videoIndex()) {
                lines.offer(local.video(), video.feedback);
            } else {
                session.write(writer, media);
            }
        }
    }

    /**
     * Answers an offer, also one in mid-call. All its media lines come back in their order; of each type the line that is in use,
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
        audioLine = audio.choose(offer, local.audio(), result.audio());
        if (audioLine == StreamMatch.NOTHING || audioLine == StreamMatch.CLOSED && !isAllClosed(offer)) {
            return audio.wasInsecure() ? -NO_SECURITY : -NOTHING_COMMON;
        }
        videoLine = video.choose(offer, local.video(), result.video());
        writeAnswerOnce(offer, local, result, into, offset, capacity);
        if (!writer.isFull() && local.describe(contentHash())) {
            writeAnswerOnce(offer, local, result, into, offset, capacity);
        }
        if (writer.isFull()) {
            return -OVERFLOW;
        }
        result.onRemote(offer);
        if (audioLine == StreamMatch.CLOSED) {
            close(result.audio());
            if (result.video().isAgreed()) {
                close(result.video());
            }
            return writer.length();
        }
        local.lines().remember(offer, audioLine, videoIndex(offer, result.video()), scratch, scratchMemory);
        take(audio, audioLine, offer, local.audio(), result.audio());
        if (videoLine >= 0) {
            take(video, videoLine, offer, local.video(), result.video());
        } else if (result.video().isAgreed()) {
            close(result.video());
            local.video().rejected(true);
        }
        return writer.length();
    }

    private static void take(
            final StreamMatch match, final int line, final SdpView offer, final LocalMedia local, final NegotiatedMedia result) {
        match.assign(offer, line, local);
        match.fill(result, offer, line, local, isMuxed(offer, line, local), false);
    }

    private static void close(final NegotiatedMedia stream) {
        stream.direction = Direction.INACTIVE;
        stream.closed = true;
    }

    /** The line of our video, also when the offer closed it: it keeps its place. */
    private int videoIndex(final SdpView offer, final NegotiatedMedia agreed) {
        return videoLine >= 0 ? videoLine
                : agreed.isAgreed() && agreed.mediaIndex() < offer.mediaCount() && offer.mediaType(agreed.mediaIndex()) == SdpView.VIDEO
                ? agreed.mediaIndex() : SessionLines.NONE;
    }

    private static boolean isMuxed(final SdpView offer, final int media, final LocalMedia local) {
        return offer.hasRtcpMuxOnly(media) || offer.hasRtcpMux(media) && local.rtcpMux();
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
            final SdpView offer, final LocalDescription local, final NegotiatedSession before, final MutableDirectBuffer into,
            final int offset, final int capacity) {
        begin(local, into, offset, capacity);
        for (int media = 0; media < offer.mediaCount(); media++) {
            if (media == audioLine) {
                answer(offer, media, local.audio(), audio, before.audio());
            } else if (media == videoLine) {
                answer(offer, media, local.video(), video, before.video());
            } else {
                writer.rejected(offer, media);
            }
        }
    }

    private void answer(
            final SdpView offer, final int media, final LocalMedia local, final StreamMatch match, final NegotiatedMedia before) {
        final int direction = Direction.reverse(offer.direction(media)) & local.direction();
        final boolean sent = CodecTable.isSent(match.formats.codec);
        lines.answer(local, match, offer, media, before, sent ? direction : direction & ~Direction.SENDONLY, isMuxed(offer, media, local));
    }

    /**
     * Takes the answer to the offer that {@link #writeOffer} wrote last from the same description. An answer without video, or
     * with one that cannot be, is an answer: {@link NegotiatedMedia#isRejected} says so.
     *
     * @param result filled for {@link #OK}; untouched otherwise.
     * @return {@link #OK}, {@link #NOTHING_COMMON}, {@link #REJECTED}, {@link #BAD_DESCRIPTION}, {@link #MEDIA_MISMATCH} or
     *     {@link #NO_SECURITY}.
     */
    public int onAnswer(final SdpView answer, final LocalDescription local, final NegotiatedSession result) {
        if (answer.fault() != SdpFault.OK) {
            return BAD_DESCRIPTION;
        }
        final SessionLines session = local.lines();
        audioLine = session.audioIndex();
        videoLine = session.videoIndex();
        if (answer.mediaCount() != session.count() || answer.mediaType(audioLine) != SdpView.AUDIO) {
            return MEDIA_MISMATCH;
        }
        if (answer.port(audioLine) == 0) {
            return REJECTED;
        }
        audio.begin();
        video.begin();
        if (!audio.find(answer, audioLine, local.audio(), true, result.audio())) {
            return audio.wasInsecure() ? NO_SECURITY : NOTHING_COMMON;
        }
        final boolean seen = session.isVideoOffered() && video.find(answer, videoLine, local.video(), true, result.video());
        if (video.wasInsecure() && local.video().security().policy() == SrtpPolicy.REQUIRED) {
            return NO_SECURITY;
        }
        result.onRemote(answer);
        audio.fill(result.audio(), answer, audioLine, local.audio(), local.audio().rtcpMux() && answer.hasRtcpMux(audioLine), true);
        if (session.isVideoOffered()) {
            local.video().rejected(!seen);
            onVideo(seen, answer, local.video(), result.video());
        }
        return OK;
    }

    private void onVideo(final boolean seen, final SdpView answer, final LocalMedia local, final NegotiatedMedia result) {
        if (seen) {
            video.fill(result, answer, videoLine, local, local.rtcpMux() && answer.hasRtcpMux(videoLine), true);
            return;
        }
        result.rejected = true;
        if (result.isAgreed()) {
            close(result);
        }
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
}
