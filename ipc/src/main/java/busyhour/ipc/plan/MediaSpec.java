package busyhour.ipc.plan;

import java.util.List;
import java.util.Set;

/**
 * What the endpoints of a group send and expect to receive.
 *
 * @param audio        the audio stream of each call.
 * @param video        the video stream of each call, null = audio only.
 * @param security     SRTP.
 * @param rtcp         reports.
 * @param rtcpMux      offer RTP and RTCP on one port (RFC 5761).
 * @param deferred     streams ({@code audio}, {@code video}) that are offered inactive until an action activates them.
 * @param jitterBuffer of the receive side, which discard, concealment, delay and MOS follow.
 * @param decoding     what is decoded besides G.711 and G.722, and what is compared with what was sent.
 * @param sharedSockets the group's streams share a media socket in each shard and are told apart by their peers' addresses; else each
 *                     has its own.
 */
public record MediaSpec(
        AudioSpec audio,
        VideoSpec video,
        SecuritySpec security,
        RtcpSpec rtcp,
        boolean rtcpMux,
        Set<String> deferred,
        JitterBuffer jitterBuffer,
        DecodingSpec decoding,
        boolean sharedSockets) {

    /** G.711 of both laws with the built-in speech; nothing out of the ordinary. */
    public static final MediaSpec PLAIN = new MediaSpec(AudioSpec.PLAIN, null, SecuritySpec.NONE, RtcpSpec.PLAIN, false, Set.of(),
            JitterBuffer.ADAPTIVE, DecodingSpec.NONE, false);

    public MediaSpec withAudio(final AudioSpec value) {
        return new MediaSpec(value, video, security, rtcp, rtcpMux, deferred, jitterBuffer, decoding, sharedSockets);
    }

    public MediaSpec withVideo(final VideoSpec value) {
        return new MediaSpec(audio, value, security, rtcp, rtcpMux, deferred, jitterBuffer, decoding, sharedSockets);
    }

    public MediaSpec withSecurity(final SecuritySpec value) {
        return new MediaSpec(audio, video, value, rtcp, rtcpMux, deferred, jitterBuffer, decoding, sharedSockets);
    }

    public MediaSpec withRtcp(final RtcpSpec value) {
        return new MediaSpec(audio, video, security, value, rtcpMux, deferred, jitterBuffer, decoding, sharedSockets);
    }

    public MediaSpec withRtcpMux(final boolean value) {
        return new MediaSpec(audio, video, security, rtcp, value, deferred, jitterBuffer, decoding, sharedSockets);
    }

    public MediaSpec withDeferred(final Set<String> value) {
        return new MediaSpec(audio, video, security, rtcp, rtcpMux, value, jitterBuffer, decoding, sharedSockets);
    }

    public MediaSpec withJitterBuffer(final JitterBuffer value) {
        return new MediaSpec(audio, video, security, rtcp, rtcpMux, deferred, value, decoding, sharedSockets);
    }

    public MediaSpec withDecoding(final DecodingSpec value) {
        return new MediaSpec(audio, video, security, rtcp, rtcpMux, deferred, jitterBuffer, value, sharedSockets);
    }

    public MediaSpec withSharedSockets(final boolean value) {
        return new MediaSpec(audio, video, security, rtcp, rtcpMux, deferred, jitterBuffer, decoding, value);
    }

    /** The playout model of the receive side. */
    public enum JitterBuffer { ADAPTIVE, FIXED_50, FIXED_200 }

    /**
     * The audio stream.
     *
     * @param codecs       encoding names in order of preference: PCMU, PCMA, G722, OPUS, L16, L16/8000, L16/44100; G729, AMR and
     *                     AMR-WB may follow one of those: they are received and counted, never sent.
     * @param files        keys into {@link Assignment#files()}, dealt out to the endpoints in turn; empty = the built-in speech.
     * @param ptimeMs      packet time, milliseconds.
     * @param sendJitterMs each packet is delayed by an even random share of this, 0 = paced exactly.
     * @param comfortNoise silence is not sent but described (RFC 3389), for codecs without a DTX of their own.
     * @param opus         how Opus is encoded.
     * @param dscp         of the packets, 0 to 63.
     */
    public record AudioSpec(
            List<String> codecs, List<String> files, int ptimeMs, int sendJitterMs, boolean comfortNoise, OpusSpec opus, int dscp) {

        /** Expedited forwarding (RFC 3246, RFC 8837). */
        public static final int EF = 46;

        public static final AudioSpec PLAIN = new AudioSpec(List.of("PCMU", "PCMA"), List.of(), 20, 0, false, OpusSpec.VOICE, EF);

        public AudioSpec withCodecs(final String... value) {
            return new AudioSpec(List.of(value), files, ptimeMs, sendJitterMs, comfortNoise, opus, dscp);
        }

        public AudioSpec withFiles(final String... value) {
            return new AudioSpec(codecs, List.of(value), ptimeMs, sendJitterMs, comfortNoise, opus, dscp);
        }

        public AudioSpec withPtimeMs(final int value) {
            return new AudioSpec(codecs, files, value, sendJitterMs, comfortNoise, opus, dscp);
        }

        public AudioSpec withSendJitterMs(final int value) {
            return new AudioSpec(codecs, files, ptimeMs, value, comfortNoise, opus, dscp);
        }

        public AudioSpec withComfortNoise(final boolean value) {
            return new AudioSpec(codecs, files, ptimeMs, sendJitterMs, value, opus, dscp);
        }

        public AudioSpec withOpus(final OpusSpec value) {
            return new AudioSpec(codecs, files, ptimeMs, sendJitterMs, comfortNoise, value, dscp);
        }

        public AudioSpec withDscp(final int value) {
            return new AudioSpec(codecs, files, ptimeMs, sendJitterMs, comfortNoise, opus, value);
        }
    }

    /**
     * Opus (RFC 7587).
     *
     * @param bitrateBps 6,000 to 510,000.
     * @param channels   1 or 2.
     * @param fec        in-band forward error correction.
     * @param dtx        nothing but a packet each 400 ms is sent in silence.
     */
    public record OpusSpec(int bitrateBps, int channels, boolean fec, boolean dtx) {
        public static final OpusSpec VOICE = new OpusSpec(32_000, 1, true, false);
    }

    /**
     * The video stream.
     *
     * @param codecs             H264, VP8 in order of preference.
     * @param width              pixels.
     * @param height             pixels.
     * @param fps                frames each second, 5 to 30.
     * @param bitrateBps         of the encoded video.
     * @param keyFrameIntervalMs time between key frames.
     * @param packetizationMode  of H.264: 0 single NAL units, 1 also STAP-A and FU-A (RFC 6184 5.4).
     * @param files              keys into {@link Assignment#files()}, dealt out in turn; empty = the built-in moving picture.
     * @param feedback           NACK, PLI, FIR, REMB, transport-wide congestion control as far as the peer takes them (RFC 4585).
     * @param rtx                retransmissions as a stream of their own (RFC 4588), else in the stream itself.
     * @param dscp               of the packets, 0 to 63.
     */
    public record VideoSpec(
            List<String> codecs, int width, int height, int fps, int bitrateBps, int keyFrameIntervalMs, int packetizationMode,
            List<String> files, boolean feedback, boolean rtx, int dscp) {

        /** Assured forwarding (RFC 2597, RFC 8837). */
        public static final int AF41 = 34;

        /** @return feedback and retransmission on, a key frame every two seconds, the built-in picture. */
        public static VideoSpec of(final String codec, final int width, final int height, final int fps, final int bitrateBps) {
            return new VideoSpec(List.of(codec), width, height, fps, bitrateBps, 2_000, 1, List.of(), true, true, AF41);
        }
    }

    /**
     * SRTP (RFC 3711).
     *
     * @param policy whether media is encrypted.
     * @param keying how keys are agreed on, in order of preference; both: a dual offer.
     * @param suites names of RFC 4568 and 7714 in order of preference.
     */
    public record SecuritySpec(Policy policy, List<Keying> keying, List<String> suites) {

        /** Plain RTP only; PREFERRED also takes a peer that has no SRTP; REQUIRED refuses it. */
        public enum Policy { NONE, PREFERRED, REQUIRED }

        /** Keys in SDP (RFC 4568), or by a handshake on the media path (RFC 5763, 5764). */
        public enum Keying { SDES, DTLS }

        public static final SecuritySpec NONE = new SecuritySpec(Policy.NONE, List.of(), List.of());

        /** Every suite that the engine has, strongest habit of the field first. */
        public static final List<String> SUITES = List.of("AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AEAD_AES_128_GCM",
                "AES_256_CM_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_32", "AEAD_AES_256_GCM");

        public static SecuritySpec of(final Policy policy, final Keying... keying) {
            return new SecuritySpec(policy, List.of(keying), SUITES);
        }
    }

    /**
     * RTCP (RFC 3550 6).
     *
     * @param intervalMs          between two reports, before randomisation.
     * @param extended            VoIP metrics and round trip of receivers by RFC 3611 besides.
     * @param reducedSize         feedback without a report where the peer takes that (RFC 5506).
     */
    public record RtcpSpec(int intervalMs, boolean extended, boolean reducedSize) {
        public static final RtcpSpec PLAIN = new RtcpSpec(5_000, true, true);
    }

    /**
     * What is decoded by threads of their own, beside the shards.
     *
     * @param share  share of the calls whose streams are decoded, 0 to 1.
     * @param verify received audio is compared with what the peer's group sent.
     * @param keep   how many of the worst verified calls keep a recording.
     */
    public record DecodingSpec(double share, boolean verify, int keep) {
        public static final DecodingSpec NONE = new DecodingSpec(0, false, 0);
    }
}
