package busyhour.web.plan;

import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.OpusSpec;
import java.util.List;
import java.util.Set;

/**
 * The audio stream as a plan describes it: {@code codecs}, {@code opus}, {@code ptime}, {@code comfort-noise}, {@code send-jitter} and
 * the files of {@code media}. At the top of a plan for all groups, and in a group; what a group leaves out is as at the top.
 *
 * @param codecsAt where the codecs stand, null where nobody wrote any.
 * @param ptimeMs  0 = not said.
 * @param ptimeAt  where it stands, null where nobody wrote one.
 */
record AudioTerms(List<String> codecs, Fields codecsAt, List<String> files, int ptimeMs, Fields ptimeAt, int sendJitterMs,
                  boolean comfortNoise, OpusSpec opus) {
    static final AudioTerms BUILT_IN = new AudioTerms(Codecs.DEFAULT, null, List.of(), 0, null, 0, false, OpusSpec.VOICE);

    private static final long MAX_SEND_JITTER_MS = 1_000;
    private static final int MIN_BITRATE_BPS = 6_000;
    private static final int MAX_BITRATE_BPS = 510_000;
    private static final String FILES = "the name of an audio file, or a list of them";

    /** @param media the map of files, null without one. */
    static AudioTerms read(Fields at, Fields media, AudioTerms above, MediaFiles files) {
        List<String> codecs = Codecs.read(at, above.codecs);
        List<String> named = media == null || !media.has("audio") ? above.files
                : files.addAll(media, "audio", FILES, MediaCheck.Stream.AUDIO);
        OpusSpec opus = opus(at, above.opus);
        int ptimeMs = (int) at.durationMs("ptime", 10, 60, above.ptimeMs);
        boolean comfortNoise = at.flag("comfort-noise", above.comfortNoise);
        return new AudioTerms(codecs, at.has("codecs") ? at : above.codecsAt, named, ptimeMs, at.has("ptime") ? at : above.ptimeAt,
                (int) at.durationMs("send-jitter", 0, MAX_SEND_JITTER_MS, above.sendJitterMs), comfortNoise, opus);
    }

    private static OpusSpec opus(Fields at, OpusSpec above) {
        Fields map = at.map("opus", "a map such as { bitrate: 32k, stereo: false, fec: true, dtx: false }");
        if (map == null) {
            return above;
        }
        OpusSpec opus = new OpusSpec(map.bitrate("bitrate", MIN_BITRATE_BPS, MAX_BITRATE_BPS, above.bitrateBps()),
                map.flag("stereo", above.channels() == 2) ? 2 : 1, map.flag("fec", above.fec()), map.flag("dtx", above.dtx()));
        map.refuseOthers(Set.of());
        return opus;
    }

    /** What only the whole can tell. @param group the group that sends it. */
    void check(Fields group) {
        String expected = ptimeMs == 0 ? null : Codecs.refusal(codecs, ptimeMs);
        if (expected != null) {
            ptimeAt.fault("ptime", expected);
        }
        if (group.has("opus") && !codecs.contains("OPUS")) {
            group.warn("opus", "the group has no OPUS among its codecs: nothing changes");
        }
        boolean all = codecs.stream().filter(Codecs::isSent).allMatch("OPUS"::equals);
        if (comfortNoise && group.has("comfort-noise") && all) {
            group.warn("comfort-noise", "OPUS has its own (opus: { dtx: true }): nothing changes");
        }
    }

    /** @param dscp of its packets. */
    AudioSpec spec(int dscp) {
        return new AudioSpec(codecs, files, ptimeMs == 0 ? Codecs.ptimeMs(codecs) : ptimeMs, sendJitterMs, comfortNoise, opus, dscp);
    }
}
