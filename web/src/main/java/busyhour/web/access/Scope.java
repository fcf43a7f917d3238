package busyhour.web.access;

import java.util.List;

/**
 * What somebody may do in an organisation.
 *
 * @param allProjects future ones too; else only those in {@code projects}.
 * @param projects    named ones, with a role of their own or null for {@code role}.
 */
public record Scope(Role role, boolean allProjects, List<Grant> projects) {

    /** @param role null = as in the organisation. */
    public record Grant(long projectId, Role role) {
    }

    public Scope {
        projects = List.copyOf(projects);
    }
}
