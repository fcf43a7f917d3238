package busyhour.web.plan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which workers may play a group: {@code workers: [a, b]} or {@code region: eu}. One that plays everything by itself does not look at it.
 *
 * @param workers names, empty = any.
 * @param region  null = any.
 */
public record Placement(List<String> workers, String region) {

    /** Anywhere. */
    public static final Placement ANY = new Placement(List.of(), null);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:-]{0,99}");
    private static final String WORKERS = "the name of a worker, or a list of them";

    public Placement {
        workers = List.copyOf(workers);
    }

    /** Whether a worker may play it. @param itsRegion null when it has none. */
    public boolean admits(String worker, String itsRegion) {
        return (workers.isEmpty() || workers.contains(worker)) && (region == null || region.equals(itsRegion));
    }

    public boolean isAnywhere() {
        return workers.isEmpty() && region == null;
    }

    /** Such as {@code on workers a, b} or {@code in region eu}; empty for anywhere. */
    public String words() {
        return (workers.isEmpty() ? "" : " on " + (workers.size() == 1 ? "worker " : "workers ") + String.join(", ", workers))
                + (region == null ? "" : " in region " + region);
    }

    static Placement read(Fields group) {
        List<Words.Word> names = Words.read(group, "workers", WORKERS);
        if (names != null) {
            names.stream().filter(name -> !NAME.matcher(name.text()).matches()).forEach(name -> name.fault(group, WORKERS));
        }
        String region = group.text("region", "the name of a region");
        if (region != null && !NAME.matcher(region).matches()) {
            group.fault("region", "the name of a region");
        }
        return names == null && region == null ? ANY
                : new Placement(names == null ? List.of() : names.stream().map(Words.Word::text).toList(), region);
    }
}
