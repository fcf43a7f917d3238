package busyhour.web.store;

import java.util.List;

/**
 * What the rows of a run need to know of it.
 *
 * @param day    the day of its partition, as {@link java.time.LocalDate#toEpochDay()}.
 * @param groups in order of their endpoints' numbers.
 */
public record RunKey(long id, long day, List<Group> groups) {

    public RunKey {
        groups = List.copyOf(groups);
    }

    /** Endpoints {@code first} to {@code first + count - 1}. */
    public record Group(String name, int first, int count) {
    }

    /** Name of an endpoint's group, empty for a number outside the plan. */
    String groupOf(int endpoint) {
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            if (endpoint >= group.first() && endpoint < group.first() + group.count()) {
                return group.name();
            }
        }
        return "";
    }
}
