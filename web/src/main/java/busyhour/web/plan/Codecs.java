package busyhour.web.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The codecs of a group, by encoding name (RFC 3551 and the media types of RFC 4855). */
final class Codecs {
    private static final List<String> KNOWN = List.of("PCMU", "PCMA");
    private static final Set<String> LATER = Set.of("G722", "OPUS", "H264", "VP8", "H265", "VP9", "AV1", "G729", "G723", "G726",
            "AMR", "AMR-WB", "EVS", "ILBC", "SPEEX", "GSM", "L16", "CN");
    private static final String EXPECTED = "a list of codecs such as [PCMU, PCMA]";

    private Codecs() {
    }

    static List<String> read(Fields fields) {
        PlanNode.Sequence list = fields.list("codecs", EXPECTED);
        if (list == null) {
            return KNOWN;
        }
        if (list.items().isEmpty()) {
            fields.fault("codecs", "an empty list", EXPECTED);
        }
        List<String> codecs = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            PlanNode item = list.items().get(i);
            String path = fields.pathOf("codecs") + "[" + i + "]";
            String codec = item instanceof PlanNode.Scalar scalar ? scalar.text().toUpperCase(Locale.ROOT) : "";
            if (LATER.contains(codec) || LATER.contains(codec.replace(".", ""))) {
                fields.faults().add(item, path, "PCMU or PCMA (" + codec + " is not in this version)");
            } else if (!KNOWN.contains(codec)) {
                fields.faults().add(item, path, "PCMU or PCMA" + Spelling.hint(codec, KNOWN));
            } else if (codecs.contains(codec)) {
                fields.faults().add(item, path, item.described() + " a second time", "each codec once");
            } else {
                codecs.add(codec);
            }
        }
        return codecs;
    }
}
