package busyhour.engine.endpoint;

import busyhour.engine.crypto.LibcryptoSrtp;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.OpusSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.CryptoSuite;
import busyhour.sip.sdp.H264Level;
import busyhour.sip.sdp.KeySource;
import busyhour.sip.sdp.LocalDescription;
import busyhour.sip.sdp.LocalMedia;
import busyhour.sip.sdp.SrtpKeying;
import busyhour.sip.sdp.SrtpPolicy;
import java.util.List;

/** What the plan says of a group's media, as session descriptions put it. Set-up time. */
final class PlannedMedia {

    static final String AUDIO = "audio";
    static final String VIDEO = "video";

    private static final int SHORT_DESCRIPTION = 2_048;
    private static final int LONG_DESCRIPTION = 4_096;

    private PlannedMedia() {
    }

    /** Rows of {@link CodecTable} for the audio, in order of preference, those that are only received included. */
    static int[] audioCodecs(final MediaSpec spec) {
        return rows(spec.audio().codecs());
    }

    private static int[] rows(final List<String> names) {
        return names.stream().mapToInt(CodecTable::find).filter(row -> row >= 0).toArray();
    }

    /** Octets that a description of these media takes at most. */
    static int maxLength(final MediaSpec spec) {
        return spec.video() != null || spec.security().policy() != SecuritySpec.Policy.NONE ? LONG_DESCRIPTION : SHORT_DESCRIPTION;
    }

    /** Everything but what belongs to one session: ports, directions, keys. */
    static void describe(final MediaSpec spec, final LocalDescription description) {
        final AudioSpec audio = spec.audio();
        final OpusSpec opus = audio.opus();
        description.audio().codecs(audioCodecs(spec)).ptimeMs(audio.ptimeMs()).rtcpMux(spec.rtcpMux()).comfortNoise(audio.comfortNoise());
        description.audio().formats().opus(opus.fec(), opus.dtx(), opus.channels() == 2, 0); // no limit: tracks are encoded beforehand
        description.audio().feedback().reports(false, spec.rtcp().extended());
        if (spec.video() != null) {
            describe(spec, spec.video(), description.video());
        }
    }

    private static void describe(final MediaSpec spec, final VideoSpec video, final LocalMedia local) {
        local.codecs(rows(video.codecs().stream().map(name -> name.equals("H264") && video.packetizationMode() == 0 ? "H264/0" : name)
                .toList())).rtcpMux(spec.rtcpMux()).bandwidthBps(video.bitrateBps());
        local.formats()
                .profileLevelId(H264Level.constrainedBaseline(video.width(), video.height(), video.fps(), video.bitrateBps()))
                .vp8(video.fps(), H264Level.macroblocks(video.width(), video.height()));
        local.feedback().wanted(video.feedback(), video.rtx()).reports(spec.rtcp().reducedSize(), spec.rtcp().extended());
    }

    /** @param fingerprint SHA-256 of the endpoint's certificate, null when DTLS is not wanted. */
    static void secure(final SecuritySpec spec, final LocalDescription description, final KeySource keys, final byte[] fingerprint) {
        final SrtpPolicy policy = SrtpPolicy.valueOf(spec.policy().name());
        final SrtpKeying[] keying = spec.keying().stream().map(way -> SrtpKeying.valueOf(way.name())).toArray(SrtpKeying[]::new);
        final CryptoSuite[] suites = spec.suites().stream()
                .filter(name -> SrtpSuite.of(name) != null && LibcryptoSrtp.isAvailable(SrtpSuite.of(name)))
                .map(CryptoSuite::byName).toArray(CryptoSuite[]::new);
        description.audio().security().policy(policy, keying, suites, keys);
        description.video().security().policy(policy, keying, suites, keys);
        if (fingerprint != null) {
            description.audio().security().fingerprint(fingerprint);
            description.video().security().fingerprint(fingerprint);
        }
    }
}
