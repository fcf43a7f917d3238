package busyhour.web.plan;

import busyhour.ipc.plan.MediaSpec.VideoSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The video stream of a group: {@code video: { codec: H264, resolution: 720p, fps: 30, bitrate: 1500k }}, or {@code none}. */
final class VideoReader {
    private static final String MAP = "a map such as { codec: H264, resolution: 1280x720, fps: 30, bitrate: 1500k }, or none";
    private static final List<String> CODECS = List.of("H264", "VP8");
    private static final Set<String> LATER_CODECS = Set.of("H265", "HEVC", "VP9", "AV1", "H263");
    private static final String RESOLUTION = "180p, 360p, 480p, 720p, 1080p, or WIDTHxHEIGHT: even numbers from 16 to 1920";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})\\s*[xX]\\s*(\\d{1,5})");
    private static final Map<String, Size> NAMED = Map.of("180p", new Size(320, 180), "360p", new Size(640, 360),
            "480p", new Size(854, 480), "720p", new Size(1280, 720), "1080p", new Size(1920, 1080));
    private static final int MIN_SIDE = 16;
    private static final int MAX_SIDE = 1920;
    private static final int MAX_PIXELS = 1920 * 1088;
    private static final int MIN_BITRATE_BPS = 16_000;
    private static final int MAX_BITRATE_BPS = 20_000_000;
    private static final long MIN_KEY_FRAME_MS = 200;
    private static final long MAX_KEY_FRAME_MS = 60_000;
    /** Bits for each pixel: what is taken without a bit rate, and where the encoder would have to leave out frames or detail. */
    private static final double USUAL_BITS = 0.054;
    private static final double FEW_BITS = 0.01;
    private static final String FILES = "the name of a video file, or a list of them";

    /** Pixels. */
    private record Size(int width, int height) {
    }

    private VideoReader() {
    }

    /**
     * Reads {@code video}.
     *
     * @param above at the top of the plan, null without video: what the group leaves out is as there.
     * @param dscp  of its packets.
     * @return null without video.
     */
    static VideoSpec read(Fields at, VideoSpec above, int dscp, MediaFiles media) {
        PlanNode value = at.find("video");
        if (value instanceof PlanNode.Scalar scalar && scalar.text().equals("none")) {
            return null;
        }
        Fields map = at.map("video", MAP);
        if (map == null) {
            return above == null ? null : withDscp(above, dscp);
        }
        VideoSpec base = above == null ? VideoSpec.of("H264", 1280, 720, 30, 0) : above;
        List<String> codecs = codecs(map, base.codecs());
        Size size = size(map, new Size(base.width(), base.height()));
        int fps = map.number("fps", 5, 30, base.fps());
        boolean resized = map.has("resolution") || map.has("fps") || base.bitrateBps() == 0;
        int bitrateBps = map.bitrate("bitrate", MIN_BITRATE_BPS, MAX_BITRATE_BPS, resized ? usualBps(size, fps) : base.bitrateBps());
        if (bitrateBps < FEW_BITS * size.width * size.height * fps) {
            map.warn("bitrate", bitrateBps / 1_000 + " kbit/s are few for " + size.width + "x" + size.height + " at " + fps
                    + " frames a second (" + usualBps(size, fps) / 1_000 + " would be usual): the picture will be poor, or larger than that");
        }
        int keyFrameMs = (int) map.durationMs("key-frame-interval", MIN_KEY_FRAME_MS, MAX_KEY_FRAME_MS, base.keyFrameIntervalMs());
        int mode = map.number("packetization-mode", 0, 1, base.packetizationMode());
        if (map.has("packetization-mode") && !codecs.contains("H264")) {
            map.fault("packetization-mode", "none: only H264 has it");
        }
        List<String> files = map.has("file") ? media.addAll(map, "file", FILES, MediaCheck.Stream.VIDEO) : base.files();
        boolean feedback = map.flag("feedback", base.feedback());
        boolean rtx = map.flag("rtx", feedback && base.rtx());
        if (rtx && !feedback) {
            map.fault(map.has("rtx") ? "rtx" : "feedback", "rtx with feedback: false", "feedback: true, as only feedback asks for retransmissions");
        }
        map.refuseOthers(Set.of("simulcast", "svc", "loop", "dscp"));
        return new VideoSpec(codecs, size.width, size.height, fps, bitrateBps, keyFrameMs, mode, files, feedback, rtx, dscp);
    }

    private static VideoSpec withDscp(VideoSpec v, int dscp) {
        return new VideoSpec(v.codecs(), v.width(), v.height(), v.fps(), v.bitrateBps(), v.keyFrameIntervalMs(), v.packetizationMode(),
                v.files(), v.feedback(), v.rtx(), dscp);
    }

    private static List<String> codecs(Fields map, List<String> above) {
        List<Words.Word> words = Words.read(map, "codec", "H264, VP8 or a list of both");
        if (words == null) {
            return above;
        }
        List<String> codecs = new ArrayList<>();
        for (Words.Word word : words) {
            String codec = word.text().toUpperCase(Locale.ROOT).replace(".", "");
            if (CODECS.contains(codec)) {
                codecs.add(codec);
            } else {
                word.fault(map, "H264 or VP8" + (LATER_CODECS.contains(codec) ? " (" + codec + " is not in this version)"
                        : Spelling.hint(codec, CODECS)));
            }
        }
        return codecs.isEmpty() ? above : codecs;
    }

    private static Size size(Fields map, Size above) {
        String text = map.text("resolution", RESOLUTION);
        if (text == null) {
            return above;
        }
        Size named = NAMED.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            map.fault("resolution", RESOLUTION + Spelling.hint(text, NAMED.keySet()));
            return above;
        }
        int width = Integer.parseInt(size.group(1));
        int height = Integer.parseInt(size.group(2));
        if (!fits(width) || !fits(height) || width * height > MAX_PIXELS) {
            map.fault("resolution", RESOLUTION + ", no more pixels than 1920x1088");
            return above;
        }
        return new Size(width, height);
    }

    private static boolean fits(int side) {
        return side >= MIN_SIDE && side <= MAX_SIDE && side % 2 == 0;
    }

    /** To 50 kbit/s, at least one step. */
    private static int usualBps(Size size, int fps) {
        return (int) Math.max(50_000, Math.round(USUAL_BITS * size.width * size.height * fps / 50_000) * 50_000);
    }
}
