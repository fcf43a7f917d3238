package busyhour.web.plan;

import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.DecodingSpec;
import busyhour.ipc.plan.MediaSpec.JitterBuffer;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What endpoints send and expect to receive, as a plan describes it. May stand at the top, for all groups, and in a group; what a group
 * leaves out is as at the top.
 *
 * @param video      null without video.
 * @param deferred   streams that wait for an action; those that a group does not have are left out of {@link #spec}.
 * @param deferredAt where it stands, null where nobody wrote it.
 */
record MediaTerms(AudioTerms audio, VideoSpec video, Dscp dscp, SecuritySpec security, RtcpSpec rtcp, boolean rtcpMux,
                  Set<String> deferred, Fields deferredAt, JitterBuffer jitterBuffer, DecodingSpec decoding, boolean sharedSockets) {
    static final MediaTerms BUILT_IN = new MediaTerms(AudioTerms.BUILT_IN, null, new Dscp(AudioSpec.EF, VideoSpec.AF41),
            SecuritySpec.NONE, RtcpSpec.PLAIN, false, Set.of(), null, JitterBuffer.ADAPTIVE, DecodingSpec.NONE, false);

    private static final List<String> STREAMS = List.of("audio", "video");
    private static final long MIN_INTERVAL_MS = 250;
    private static final long MAX_INTERVAL_MS = 120_000;

    static MediaTerms read(Fields at, MediaTerms above, MediaFiles files) {
        Fields media = at.map("media", "a map such as { audio: prompt.wav }");
        AudioTerms audio = AudioTerms.read(at, media, above.audio, files);
        Set<String> deferred = media == null ? above.deferred : deferred(media, above.deferred);
        if (media != null) {
            if (media.map().entries().containsKey("video") && media.has("video")) {
                media.fault("video", "none here: video: { file: clip.mp4 } in the group");
            }
            media.refuseOthers(Set.of("loop", "start"));
        }
        Dscp dscp = Dscp.read(at, above.dscp);
        return new MediaTerms(audio, VideoReader.read(at, above.video, dscp.video(), files), dscp,
                SecurityReader.read(at, above.security), rtcp(at, above.rtcp), at.flag("rtcp-mux", above.rtcpMux),
                deferred, media != null && media.has("deferred") ? media : above.deferredAt, jitterBuffer(at, above.jitterBuffer),
                DecodingReader.read(at, above.decoding),
                at.choice("sockets", above.sharedSockets ? "shared" : "own", "own", "shared").equals("shared"));
    }

    private static Set<String> deferred(Fields media, Set<String> above) {
        String expected = "true, false, audio, video or a list of both";
        List<Words.Word> words = Words.read(media, "deferred", expected);
        if (words == null) {
            return above;
        }
        Set<String> deferred = new LinkedHashSet<>();
        for (Words.Word word : words) {
            boolean flag = words.size() == 1 && (word.text().equals("true") || word.text().equals("false"));
            if (flag && word.text().equals("true")) {
                deferred.addAll(STREAMS);
            } else if (STREAMS.contains(word.text())) {
                deferred.add(word.text());
            } else if (!flag) {
                word.fault(media, expected + Spelling.hint(word.text(), STREAMS));
            }
        }
        return deferred;
    }

    private static RtcpSpec rtcp(Fields at, RtcpSpec above) {
        Fields map = at.map("rtcp", "a map such as { interval: 5s, xr: true, reduced-size: true }");
        if (map == null) {
            return above;
        }
        RtcpSpec rtcp = new RtcpSpec((int) map.durationMs("interval", MIN_INTERVAL_MS, MAX_INTERVAL_MS, above.intervalMs()),
                map.flag("xr", above.extended()), map.flag("reduced-size", above.reducedSize()));
        map.refuseOthers(Set.of());
        return rtcp;
    }

    private static JitterBuffer jitterBuffer(Fields at, JitterBuffer above) {
        return switch (at.choice("jitter-buffer", "", "adaptive", "50ms", "200ms")) {
            case "adaptive" -> JitterBuffer.ADAPTIVE;
            case "50ms" -> JitterBuffer.FIXED_50;
            case "200ms" -> JitterBuffer.FIXED_200;
            default -> above;
        };
    }

    /** What only the whole can tell. @param group the group that has these terms. */
    void check(Fields group) {
        audio.check(group);
        if (video == null && deferred.equals(Set.of("video"))) {
            deferredAt.fault("deferred", "video, and the group sends none", "a group with video");
        }
    }

    /** Streams of this group that wait for an action. */
    Set<String> waiting() {
        Set<String> waiting = new TreeSet<>(deferred);
        if (video == null) {
            waiting.remove("video");
        }
        return Set.copyOf(waiting);
    }

    /** @param paired whether the peer of its calls is a group of this plan: else there is nothing to compare with. */
    MediaSpec spec(boolean paired) {
        return new MediaSpec(audio.spec(dscp.audio()), video, security, rtcp, rtcpMux, waiting(), jitterBuffer,
                decoding.verify() && !paired ? new DecodingSpec(decoding.share(), false, 0) : decoding, sharedSockets);
    }
}
