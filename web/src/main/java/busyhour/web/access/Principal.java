package busyhour.web.access;

import java.util.Map;
import java.util.Optional;

/**
 * Who asks: a person with a session, an API key, or a worker.
 *
 * @param id          of the user, the key or the worker's token; 0 for who opened the pages on this machine.
 * @param name        for people and for the audit log.
 * @param role        in the organisation.
 * @param allProjects whether projects that are not in {@code projects} are there for it too.
 * @param projects    its roles in projects where they are named, by the project's id.
 * @param userId      the person behind it, 0 when there is none.
 */
public record Principal(Kind kind, long organisationId, long id, String name, Role role, boolean allProjects, Map<Long, Role> projects, long userId) {

    /** Which kind of secret opened. */
    public enum Kind {
        USER, API_KEY, WORKER, LOCAL
    }

    public Principal {
        projects = Map.copyOf(projects);
    }

    /** Somebody without a user's name on this machine, in all projects. */
    public Principal(long organisationId, long id, String name, Role role) {
        this(Kind.LOCAL, organisationId, id, name, role, true, Map.of(), 0);
    }

    /** What it may do in a project of its organisation; empty when the project is not there for it. */
    public Optional<Role> roleIn(long projectId) {
        Role named = projects.get(projectId);
        return named != null ? Optional.of(named) : allProjects ? Optional.of(role) : Optional.empty();
    }

    /** The same with no more than a role, everywhere. */
    Principal atMost(Role most) {
        if (most == null) {
            return this;
        }
        Map<Long, Role> cut = new java.util.HashMap<>();
        projects.forEach((project, its) -> cut.put(project, lower(its, most)));
        return new Principal(kind, organisationId, id, name, lower(role, most), allProjects, cut, userId);
    }

    private static Role lower(Role a, Role b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
