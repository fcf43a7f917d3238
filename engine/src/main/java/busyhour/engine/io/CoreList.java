package busyhour.engine.io;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cores as {@code taskset -c} writes them: numbers and ranges with commas between, {@code 2-5,8}, a range also with
 * a stride, {@code 0-6:2}. In the order written, each core once. Set-up time value.
 *
 * @param cores numbers from 0.
 */
public record CoreList(List<Integer> cores) {

    /** As many as the kernel's {@code cpu_set_t} holds. */
    public static final int MAX_CORES = LinuxConstants.CPU_SET_SIZE * Byte.SIZE;

    public CoreList {
        cores = List.copyOf(cores);
    }

    /**
     * @param text such as {@code 2-5,8}.
     * @throws IllegalArgumentException that names the part that is wrong and what was expected.
     */
    public static CoreList parse(String text) {
        final Set<Integer> cores = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            parsePart(text, part.strip(), cores);
        }
        return new CoreList(new ArrayList<>(cores));
    }

    private static void parsePart(String text, String part, Set<Integer> cores) {
        final int colon = part.indexOf(':');
        final String range = colon < 0 ? part : part.substring(0, colon);
        final int dash = range.indexOf('-');
        if (colon >= 0 && dash < 0) {
            throw fault(text, part, "a range before the stride, such as 0-6:2");
        }
        final int first = number(text, part, dash < 0 ? range : range.substring(0, dash));
        final int last = dash < 0 ? first : number(text, part, range.substring(dash + 1));
        final int stride = colon < 0 ? 1 : number(text, part, part.substring(colon + 1));
        if (last < first) {
            throw fault(text, part, "a range that rises");
        }
        if (stride == 0) {
            throw fault(text, part, "a stride of 1 or more");
        }
        for (int core = first; core <= last; core += stride) {
            cores.add(core);
        }
    }

    private static int number(String text, String part, String digits) {
        if (digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw fault(text, part, "core numbers like 1 or 2-5,8");
        }
        final int number = Integer.parseInt(digits);
        if (number >= MAX_CORES) {
            throw fault(text, part, "core numbers below " + MAX_CORES);
        }
        return number;
    }

    private static IllegalArgumentException fault(String text, String part, String expected) {
        return new IllegalArgumentException("cores '" + text + "': found '" + part + "', expected " + expected);
    }

    /** Without their order. */
    public BitSet toSet() {
        final BitSet set = new BitSet();
        cores.forEach(set::set);
        return set;
    }

    /** As one writes them, in this order. */
    @Override
    public String toString() {
        return cores.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    public int size() {
        return cores.size();
    }

    public int core(int index) {
        return cores.get(index);
    }
}
