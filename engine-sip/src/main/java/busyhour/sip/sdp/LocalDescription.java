package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;

/**
 * What an endpoint says of itself in its offers and answers: its session and the streams in it. Filled by the endpoint before a
 * call; the session's version is kept here (RFC 3264 8: it counts up when the description changes, and only then). Not thread
 * safe.
 */
public final class LocalDescription {

    private static final int DEFAULT_PTIME_MS = 20;

    private final TransportAddress address = new TransportAddress();
    private final LocalMedia audio = new LocalMedia(SdpView.AUDIO, CodecTable.PCMU, CodecTable.PCMA)
            .enabled(true).ptimeMs(DEFAULT_PTIME_MS).telephoneEvents(true);
    private final LocalMedia video = new LocalMedia(SdpView.VIDEO, CodecTable.H264, CodecTable.VP8);
    private final SessionLines lines = new SessionLines();
    private long sessionId = 1;
    private long sessionVersion = 1;
    private boolean described;
    private long contentHash;

    /**
     * Begins a new session: nothing has been described yet, and keys are new.
     *
     * @param id unique for the user, numeric: RFC 8866 5.2 suggests a time.
     */
    public LocalDescription beginSession(final long id) {
        sessionId = id;
        sessionVersion = 1;
        described = false;
        audio.beginSession();
        video.beginSession();
        lines.clear();
        return this;
    }

    /** @return where media is received: set the address here, its port is of no meaning. */
    public TransportAddress address() {
        return address;
    }

    /** @return enabled from the beginning. */
    public LocalMedia audio() {
        return audio;
    }

    /** @return not enabled until {@link LocalMedia#enabled} says so. */
    public LocalMedia video() {
        return video;
    }

    /**
     * Another peer takes the place of the one before (transfer), which must not know what keys we go on with (RFC 4568 8): the next
     * offer or answer has new ones. What holds now is not touched.
     */
    public void renewKeys() {
        audio.security().beginSession();
        video.security().beginSession();
    }

    /** The offer was refused: the session is as it was before (RFC 3264 8). Harmless when nothing was proposed. */
    public void withdraw() {
        audio.withdraw();
        video.withdraw();
    }

    /** The offer was answered: what it said stays. */
    public void settle() {
        audio.settle();
        video.settle();
    }

    SessionLines lines() {
        return lines;
    }

    public long sessionId() {
        return sessionId;
    }

    public long sessionVersion() {
        return sessionVersion;
    }

    /** @return whether the version had to count up, because the content is not the one described before. */
    boolean describe(final long hash) {
        final boolean changed = described && hash != contentHash;
        if (changed) {
            sessionVersion++;
        }
        described = true;
        contentHash = hash;
        return changed;
    }
}
