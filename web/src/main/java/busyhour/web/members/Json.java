package busyhour.web.members;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import busyhour.web.access.Accounts;
import busyhour.web.access.Accounts.Project;
import busyhour.web.access.Role;
import busyhour.web.access.Scope;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.store.PublicId;

/** How people, roles and projects look in JSON. */
final class Json {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int MAX_EMAIL = 254;

    private Json() {
    }

    static String text(Instant at) {
        return at == null ? null : at.toString();
    }

    /** Stands in a path: an id of 13 characters. */
    static long id(String text, String what) {
        return PublicId.parse(text).orElseThrow(() -> ApiException.notFound(what));
    }

    static Map<String, Object> project(Project project) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(project.id()));
        json.put("slug", project.slug());
        json.put("name", project.name());
        return json;
    }

    static void put(Map<String, Object> json, Scope scope) {
        json.put("role", scope.role());
        json.put("allProjects", scope.allProjects());
        json.put("projects", scope.projects().stream().map(grant -> {
            Map<String, Object> its = new LinkedHashMap<>();
            its.put("project", PublicId.text(grant.projectId()));
            its.put("role", grant.role());
            return its;
        }).toList());
    }

    /** {@code role}, {@code allProjects}, {@code projects: [{project, role}]}; what is absent stays as it was. */
    static Scope scope(Body body, Scope before, Accounts accounts, long organisationId) {
        Role role = body.choice("role", Role.class, before.role());
        boolean named = body.has("projects");
        List<Scope.Grant> grants = new ArrayList<>();
        for (Body part : body.parts("projects")) {
            String idOrSlug = part.require("project").text("project", 1, 64, null);
            Role its = part.choice("role", Role.class, null);
            part.close();
            Optional<Project> project = idOrSlug == null ? Optional.empty() : accounts.project(organisationId, idOrSlug);
            if (project.isPresent() && grants.stream().noneMatch(grant -> grant.projectId() == project.get().id())) {
                grants.add(new Scope.Grant(project.get().id(), its));
            } else if (idOrSlug != null) {
                part.fault("project", "'" + idOrSlug + "'", "a project of this organisation, once");
            }
            if (its == Role.OWNER || its == Role.ADMIN) {
                part.fault("role", its, "VIEWER, TESTER or EDITOR: members and billing belong to the organisation");
            }
        }
        boolean all = body.flag("allProjects", named || before.allProjects() ? before.allProjects() : Boolean.FALSE);
        Scope scope = new Scope(role, all, named ? grants : before.projects());
        if (!all && role != null && role.includes(Role.ADMIN)) {
            body.fault("allProjects", false, "true: an admin looks after all projects");
        } else if (!all && scope.projects().isEmpty()) {
            body.fault("projects", "none", "one at least, or allProjects");
        }
        return scope;
    }

    static String email(Body body, String key) {
        String email = body.text(key, 3, MAX_EMAIL, null);
        if (email != null && !EMAIL.matcher(email).matches()) {
            body.fault(key, "'" + email + "'", "an address such as ada@example.org");
        }
        return email;
    }
}
