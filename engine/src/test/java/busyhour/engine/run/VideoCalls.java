package busyhour.engine.run;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import java.util.List;

/** Plans of a caller (endpoint 1) and a callee (endpoint 0) with audio and small video, which is quick to encode. */
final class VideoCalls {

    static final int CALLEE = 0;
    static final int CALLER = 1;
    static final int FPS = 15;

    private VideoCalls() {
    }

    static VideoSpec video(final String... codecs) {
        return new VideoSpec(List.of(codecs), 320, 180, FPS, 150_000, 1_000, 1, List.of(), true, true, VideoSpec.AF41);
    }

    static MediaSpec withVideo(final String... codecs) {
        return MediaSpec.PLAIN.withVideo(video(codecs));
    }

    static Assignment pair(final long durationMs, final MediaSpec callee, final MediaSpec caller, final List<ActionSpec> callerActions) {
        return Assignments.assignment(List.of(), callee(durationMs).withMedia(callee), caller(durationMs).withMedia(caller).withActions(callerActions));
    }

    static Assignment pair(final long durationMs, final MediaSpec both) {
        return pair(durationMs, both, both, List.of());
    }

    static GroupSpec callee(final long durationMs) {
        return Assignments.receivers(0, 1, "127.0.0.1:5070", durationMs);
    }

    static GroupSpec caller(final long durationMs) {
        return Assignments.callers(1, 1, durationMs);
    }
}
