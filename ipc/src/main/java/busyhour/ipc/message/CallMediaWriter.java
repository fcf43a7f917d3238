package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.CallMediaEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;

/** Writes what the media of calls is and came to. Set what is known, then {@link #tryWrite}. Single-threaded, allocates nothing. */
public final class CallMediaWriter {
    /** Longer words are cut. */
    public static final int SECURITY_LIMIT_BYTES = 64;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CallMediaEncoder encoder = new CallMediaEncoder();
    private final TextScratch audioSecurity = new TextScratch(SECURITY_LIMIT_BYTES);
    private final TextScratch videoSecurity = new TextScratch(SECURITY_LIMIT_BYTES);
    private double talkRatio;
    private double timeToGreetingMs;

    /** Begins: nothing is known. */
    public CallMediaWriter begin() {
        talkRatio = Double.NaN;
        timeToGreetingMs = Double.NaN;
        audioSecurity.set(null);
        videoSecurity.set(null);
        return this;
    }

    /** Voice activity: see {@link CallMedia}; NaN = not measured. */
    public CallMediaWriter speech(final double itsTalkRatio, final double itsTimeToGreetingMs) {
        talkRatio = itsTalkRatio;
        timeToGreetingMs = itsTimeToGreetingMs;
        return this;
    }

    /** ASCII: {@code none}, {@code sdes SUITE} or {@code dtls SUITE}; null = not said, for video also: there is none. */
    public CallMediaWriter security(final CharSequence audio, final CharSequence video) {
        audioSecurity.set(audio);
        videoSecurity.set(video);
        return this;
    }

    /**
     * Writes it.
     *
     * @param timeNs since the run began.
     * @param call   the endpoint's call number from 0.
     * @param ended  whether the call is over.
     * @return false when the ring is full.
     */
    public boolean tryWrite(final ShardRing ring, final long timeNs, final int endpoint, final int call, final boolean ended) {
        final int index = ring.tryClaim(CallMediaEncoder.TEMPLATE_ID, MessageHeaderEncoder.ENCODED_LENGTH
                + CallMediaEncoder.BLOCK_LENGTH + CallMediaEncoder.audioSecurityHeaderLength() + audioSecurity.length()
                + CallMediaEncoder.videoSecurityHeaderLength() + videoSecurity.length());
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .timeNs(timeNs).endpoint(endpoint).call(call).ended((short) (ended ? 1 : 0))
                .talkRatio(talkRatio).timeToGreetingMs(timeToGreetingMs)
                .putAudioSecurity(audioSecurity.buffer(), 0, audioSecurity.length())
                .putVideoSecurity(videoSecurity.buffer(), 0, videoSecurity.length());
        ring.commit(index);
        return true;
    }
}
