package busyhour.web.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code labels} of a plan: short words by which runs are found again and capped. */
public final class Labels {
    /** At most this many. */
    public static final int MAX = 20;
    /** What one may look like. */
    public static final String FORM = "a label of at most 63 letters, digits and . _ : / -";
    private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:/-]{0,62}");

    private Labels() {
    }

    /** Whether it can be one. */
    public static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    static List<String> read(Fields plan) {
        List<Words.Word> words = Words.read(plan, "labels", FORM + ", or a list of them");
        if (words == null) {
            return List.of();
        }
        List<String> labels = new ArrayList<>();
        for (Words.Word word : words) {
            if (isLabel(word.text())) {
                labels.add(word.text());
            } else {
                word.fault(plan, FORM);
            }
        }
        if (labels.size() > MAX) {
            plan.fault("labels", labels.size() + " labels", "at most " + MAX);
        }
        return labels;
    }
}
