package busyhour.web.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The audio codecs of a group, by encoding name (RFC 3551 and the media types of RFC 4855), and the packet times that they have. */
final class Codecs {
    /** Without {@code codecs}. */
    static final List<String> DEFAULT = List.of("PCMU", "PCMA");

    private static final List<Integer> ALL = List.of(10, 20, 30, 40, 60);
    /** Sent and received, with the packet times that fit a datagram (L16) or that the codec has (Opus: RFC 7587 3.2 by one frame). */
    private static final Map<String, List<Integer>> SENT = new LinkedHashMap<>();
    /** Counted where the peer sends them; we never do. */
    private static final List<String> RECEIVED = List.of("G729", "AMR", "AMR-WB");
    private static final Set<String> VIDEO = Set.of("H264", "VP8");
    private static final Set<String> LATER = Set.of("H265", "VP9", "AV1", "G723", "G726", "EVS", "ILBC", "SPEEX", "GSM");
    private static final String LIST = "a list of codecs such as [OPUS, PCMU]";
    private static final String EXPECTED;

    static {
        SENT.put("OPUS", List.of(10, 20, 40, 60));
        SENT.put("G722", ALL);
        SENT.put("PCMU", ALL);
        SENT.put("PCMA", ALL);
        SENT.put("L16", List.of(10, 20, 30, 40));
        SENT.put("L16/8000", ALL);
        SENT.put("L16/44100", List.of(10));
        EXPECTED = "one of " + String.join(", ", known());
    }

    private Codecs() {
    }

    /** Every name, those that are sent first. */
    static List<String> known() {
        List<String> all = new ArrayList<>(SENT.keySet());
        all.addAll(RECEIVED);
        return all;
    }

    static boolean isSent(String codec) {
        return SENT.containsKey(codec);
    }

    /** Reads {@code codecs}. @param above without them. */
    static List<String> read(Fields fields, List<String> above) {
        PlanNode.Sequence list = fields.list("codecs", LIST);
        if (list == null) {
            return above;
        }
        List<String> codecs = new ArrayList<>();
        if (list.items().isEmpty()) {
            fields.fault("codecs", "an empty list", LIST);
            return codecs;
        }
        List<Words.Word> words = Words.read(fields, "codecs", EXPECTED);
        for (Words.Word word : words) {
            String codec = word.text().toUpperCase(Locale.ROOT);
            if (!SENT.containsKey(codec) && !RECEIVED.contains(codec)) {
                word.fault(fields, expected(codec));
            } else if (codecs.isEmpty() && RECEIVED.contains(codec)) {
                word.fault(fields, "a codec that is sent before it: " + codec + " is only received");
                codecs.add(codec);
            } else {
                codecs.add(codec);
            }
        }
        return codecs;
    }

    private static String expected(String codec) {
        if (VIDEO.contains(codec)) {
            return "an audio codec; video: { codec: " + codec + " } sends video";
        }
        if (codec.equals("CN")) {
            return "an audio codec; comfort-noise: true sends comfort noise";
        }
        if (LATER.contains(codec)) {
            return EXPECTED + " (" + codec + " is not in this version)";
        }
        return EXPECTED + Spelling.hint(codec, known());
    }

    /** The packet time that is taken when none is given: 20 ms, less where a codec's packets would be too long. */
    static int ptimeMs(List<String> codecs) {
        List<Integer> shared = sharedPtimes(codecs);
        return shared.contains(20) ? 20 : shared.getFirst();
    }

    /** Packet times, milliseconds, that all of these that are sent have; never empty. */
    private static List<Integer> sharedPtimes(List<String> codecs) {
        return ALL.stream().filter(ptime -> codecs.stream().allMatch(codec -> SENT.getOrDefault(codec, ALL).contains(ptime))).toList();
    }

    /** What was expected instead of a packet time that does not suit all of these; null when it does. */
    static String refusal(List<String> codecs, int ptimeMs) {
        if (!ALL.contains(ptimeMs)) {
            return text(ALL);
        }
        for (String codec : codecs) {
            if (!SENT.getOrDefault(codec, ALL).contains(ptimeMs)) {
                return text(sharedPtimes(codecs)) + " (" + (codec.equals("OPUS") ? codec + " has no frames of " + ptimeMs + "ms)"
                        : ptimeMs + "ms of " + codec + " do not fit into a datagram)");
            }
        }
        return null;
    }

    /** {@code 10ms, 20ms or 40ms}. */
    private static String text(List<Integer> ptimes) {
        String text = ptimes.stream().map(ptime -> ptime + "ms").collect(Collectors.joining(", "));
        int last = text.lastIndexOf(", ");
        return last < 0 ? text : text.substring(0, last) + " or " + text.substring(last + 2);
    }
}
