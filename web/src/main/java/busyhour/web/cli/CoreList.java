package busyhour.web.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lists of cores as {@code taskset -c} writes them: {@code 1}, {@code 2-5,8}. */
final class CoreList {
    private static final int MAX_CORE = 4_095;

    private CoreList() {
    }

    /** The cores, ascending; null when the text is no such list. */
    static Set<Integer> parse(String text) {
        Set<Integer> cores = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            if (!part.matches("\\d{1,4}(-\\d{1,4})?")) {
                return null;
            }
            String[] ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first || last > MAX_CORE) {
                return null;
            }
            for (int core = first; core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    /** The cores that this process may run on; empty where the system does not say. */
    static Set<Integer> allowed() {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
            return status.stream().filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> parse(line.substring(line.indexOf(':') + 1).strip()))
                    .filter(cores -> cores != null).findFirst().orElse(Set.of());
        } catch (IOException e) {
            return Set.of();
        }
    }
}
