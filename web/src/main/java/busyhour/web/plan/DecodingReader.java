package busyhour.web.plan;

import busyhour.ipc.plan.MediaSpec.DecodingSpec;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is decoded and compared: {@code decode: 10%} and {@code verify: true} or {@code { keep: 5 }}. */
final class DecodingReader {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)\\s*%");
    private static final String SHARE_EXPECTED = "a share of the calls from 0% to 100%, such as 10%";
    private static final int KEEP = 5;
    private static final int MAX_KEEP = 100;

    private DecodingReader() {
    }

    static DecodingSpec read(Fields at, DecodingSpec above) {
        double share = share(at, above.share());
        PlanNode value = at.find("verify");
        if (value instanceof PlanNode.Mapping mapping) {
            Fields map = new Fields(mapping, at.pathOf("verify"), at.faults());
            int keep = map.number("keep", 0, MAX_KEEP, above.verify() ? above.keep() : KEEP);
            map.refuseOthers(Set.of());
            return new DecodingSpec(share, true, keep);
        }
        if (value != null && !(value instanceof PlanNode.Scalar)) {
            at.fault("verify", "true, false or a map such as { keep: 5 }");
            return above;
        }
        boolean verify = at.flag("verify", above.verify());
        return new DecodingSpec(share, verify, verify ? above.verify() ? above.keep() : KEEP : 0);
    }

    private static double share(Fields at, double above) {
        String text = at.text("decode", SHARE_EXPECTED);
        if (text == null) {
            return above;
        }
        Matcher share = SHARE.matcher(text.strip());
        double percent = share.matches() ? Double.parseDouble(share.group(1)) : -1;
        if (percent < 0 || percent > 100) {
            at.fault("decode", SHARE_EXPECTED);
            return above;
        }
        return percent / 100;
    }
}
