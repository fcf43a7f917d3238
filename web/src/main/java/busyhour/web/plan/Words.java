package busyhour.web.plan;

import java.util.ArrayList;
import java.util.List;

/** A value that is one word or a list of words, each once: {@code H264} or {@code [H264, VP8]}. */
final class Words {
    private static final int MAX = 100;

    private Words() {
    }

    /** A word and where it stands. */
    record Word(PlanNode node, String path, String text) {
        void fault(Fields at, String expected) {
            at.faults().add(node, path, expected);
        }
    }

    /**
     * The words in their order. What is no word or stands twice is a fault and left out.
     *
     * @param expected completes a fault.
     * @return null when the key is absent.
     */
    static List<Word> read(Fields at, String key, String expected) {
        PlanNode value = at.find(key);
        if (value == null) {
            return null;
        }
        List<Word> words = new ArrayList<>();
        if (value instanceof PlanNode.Sequence list) {
            if (list.items().isEmpty() || list.items().size() > MAX) {
                at.fault(key, list.items().isEmpty() ? "an empty list" : list.items().size() + " of them",
                        list.items().isEmpty() ? expected : "at most " + MAX);
                return words;
            }
            for (int i = 0; i < list.items().size(); i++) {
                add(words, at, list.items().get(i), at.pathOf(key) + "[" + i + "]", expected);
            }
        } else {
            add(words, at, value, at.pathOf(key), expected);
        }
        return words;
    }

    private static void add(List<Word> words, Fields at, PlanNode node, String path, String expected) {
        if (!(node instanceof PlanNode.Scalar scalar) || scalar.text().isBlank()) {
            at.faults().add(node, path, expected);
        } else if (words.stream().anyMatch(word -> word.text().equalsIgnoreCase(scalar.text()))) {
            at.faults().add(node, path, node.described() + " a second time", "each once");
        } else {
            words.add(new Word(node, path, scalar.text()));
        }
    }
}
