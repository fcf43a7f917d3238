package busyhour.engine.media;

import org.agrona.DirectBuffer;

/**
 * What a call's media tell whoever plays the endpoint. Called on the shard's thread from within {@link MediaStreams}; the
 * stream may be commanded from here. Endpoints by their local numbers; times monotonic.
 */
public interface MediaEvents {

    /** Nobody listens. */
    MediaEvents NONE = new MediaEvents() {
    };

    /** The first valid packet of the call came. */
    default void onMediaStarted(final int endpoint, final long nowNs) {
    }

    /**
     * A digit was heard; exactly once for each, when it ended.
     *
     * @param digit      ASCII: 0-9, A-D, * or #.
     * @param durationMs how long it lasted.
     * @param method     one of {@link DigitMethod}.
     */
    default void onDigit(final int endpoint, final byte digit, final int durationMs, final byte method, final long nowNs) {
    }

    /**
     * The peer fell silent: its last speech ended at {@code sinceNs} (or media began then), and nothing followed for the
     * hangover of the detector. Once for each silence; {@link #onSpeech} ends it. Not while the peer is not to send.
     */
    default void onSilence(final int endpoint, final long sinceNs, final long nowNs) {
    }

    /** The peer began to speak. */
    default void onSpeech(final int endpoint, final long nowNs) {
    }

    /** Keys for SRTP could not be agreed on in the media path. @param buffer holds why, a sentence in ASCII. */
    default void onSecurityFailed(
            final int endpoint, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
    }

    /** The digits of {@link MediaStreams#sendDigits} are out. */
    default void onDigitsSent(final int endpoint, final long nowNs) {
    }

    /** The track of {@link MediaStreams#play} came to its end; the ordinary one goes on. */
    default void onPlayed(final int endpoint, final long nowNs) {
    }
}
