package busyhour.sip.sdp;

import busyhour.sip.message.Span;

/**
 * What offer and answer came to: one {@link NegotiatedMedia} for each stream that an endpoint can have, and what holds for the
 * session as a whole. Without audio there is no session; without video there is one of audio alone. Reusable, filled by
 * {@link OfferAnswer}. Not thread safe.
 */
public final class NegotiatedSession {

    private static final long MAX_NUMBER = 99_999_999_999_999_999L;

    private final NegotiatedMedia audio;
    private final NegotiatedMedia video;
    private long remoteSessionId;
    private long remoteSessionVersion;
    private boolean remoteChanged;

    public NegotiatedSession() {
        this(true);
    }

    /** @param mayBeSecure whether SRTP can be agreed on: not where {@link LocalSecurity#policy()} is NONE. */
    public NegotiatedSession(final boolean mayBeSecure) {
        audio = new NegotiatedMedia(mayBeSecure);
        video = new NegotiatedMedia(mayBeSecure);
        reset();
    }

    /** Forgets all, also the peer's session version. */
    public void reset() {
        audio.reset();
        video.reset();
        remoteSessionId = -1;
        remoteSessionVersion = -1;
        remoteChanged = false;
    }

    /** Takes all of another's values. */
    public void copyFrom(final NegotiatedSession other) {
        audio.copyFrom(other.audio);
        video.copyFrom(other.video);
        remoteSessionId = other.remoteSessionId;
        remoteSessionVersion = other.remoteSessionVersion;
        remoteChanged = other.remoteChanged;
    }

    public NegotiatedMedia audio() {
        return audio;
    }

    /** @return not agreed on ({@link NegotiatedMedia#isAgreed()}) when one of both sides has no video or wants none. */
    public NegotiatedMedia video() {
        return video;
    }

    /** @return whether there is a session: its audio was agreed on since {@link #reset()}. */
    public boolean isAgreed() {
        return audio.isAgreed();
    }

    /** @return whether a video stream was agreed on and is not closed. */
    public boolean hasVideo() {
        return video.isAgreed() && !video.isClosed();
    }

    /** @return whether the peer wants no audio packets; video may flow all the same. */
    public boolean isHeldByPeer() {
        return audio.isHeldByPeer();
    }

    /** Notes whether the peer's description is another than the one before (RFC 3264 8: its version says so). */
    void onRemote(final SdpView remote) {
        final long id = number(remote, remote.sessionId());
        final long version = number(remote, remote.sessionVersion());
        remoteChanged = id != remoteSessionId || version != remoteSessionVersion;
        remoteSessionId = id;
        remoteSessionVersion = version;
    }

    /** @return the number, or a hash of digits that are no number of ours: only equality matters. */
    private static long number(final SdpView remote, final long span) {
        final long number = SdpLine.number(remote.buffer(), span, MAX_NUMBER);
        if (number >= 0 || span < 0) {
            return number;
        }
        long hash = 0;
        for (int at = Span.offset(span); at < Span.end(span); at++) {
            hash = hash * 31 + remote.buffer().getByte(at);
        }
        return hash;
    }

    /** @return whether the peer's description is another than the one before: its o= line says so (RFC 3264 8). */
    public boolean remoteChanged() {
        return remoteChanged;
    }
}
