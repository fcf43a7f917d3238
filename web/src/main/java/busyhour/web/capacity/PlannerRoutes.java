package busyhour.web.capacity;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import busyhour.web.access.Accounts;
import busyhour.web.access.Principal;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.planner.CallCsv;
import busyhour.web.planner.CapacityPlanner;
import busyhour.web.planner.CsvException;
import busyhour.web.planner.History;
import busyhour.web.planner.PlanJson;
import busyhour.web.planner.PlannerSettings;
import busyhour.web.planner.SettingsException;
import busyhour.web.planner.SettingsJson;
import busyhour.web.store.PublicId;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/** The planner: settings, imported histories, and the plan that comes of them. */
final class PlannerRoutes {

    private static final int MAX_HISTORIES = 100;
    private static final int MAX_WEEKS = 260;

    private final PlannerStore store;
    private final OwnHistory own;
    private final Accounts accounts;

    PlannerRoutes(PlannerStore store, OwnHistory own, Accounts accounts) {
        this.store = store;
        this.own = own;
        this.accounts = accounts;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/planner/settings", "What the planner reckons with", "PlannerSettings", this::settings),
                Route.put("/planner/settings", "Change what the planner reckons with; what the body leaves out becomes the default", "PlannerSettings", this::change)
                        .body("PlannerSettings").errors(415, 422),
                Route.get("/planner/histories", "Imported histories of calls, newest first", "CallHistory[]", this::histories).query(Map.of()),
                Route.post("/planner/histories", "Import a history: CSV with when calls began and how long they were. One with the same name is replaced",
                        "CallHistory", this::add).created().query(Map.of("name", "of the history", "zone", "of times that say none; UTC unless told otherwise")).errors(400, 409, 413, 422),
                Route.delete("/planner/histories/{history}", "Forget an imported history", this::delete),
                Route.post("/planner/plan", "Plan from a history: sessions, trunks, workers, licences, cost; nothing is kept", "CapacityPlan", this::plan)
                        .needing(Access.Need.VIEWER).body("PlanRequest").errors(404, 409, 415, 422));
    }

    private void settings(Context context) {
        Answer.data(context, SettingsJson.tree(store.settings(Access.principal(context).organisationId())));
    }

    private void change(Context context) {
        Requests.needJson(context);
        PlannerSettings settings;
        try {
            settings = read(Answer.JSON.readTree(context.bodyAsBytes()), PlannerSettings.DEFAULTS);
        } catch (IOException e) {
            throw invalid(List.of("body: found no JSON, expected an object"));
        }
        store.settings(Access.principal(context).organisationId(), settings);
        Answer.data(context, SettingsJson.tree(settings));
    }

    private static PlannerSettings read(JsonNode tree, PlannerSettings base) {
        try {
            return SettingsJson.read(tree, base);
        } catch (SettingsException e) {
            throw invalid(e.faults());
        }
    }

    private void histories(Context context) {
        Answer.list(context, store.histories(Access.principal(context).organisationId()).stream().map(PlannerRoutes::json).toList());
    }

    private void add(Context context) {
        long organisation = Access.principal(context).organisationId();
        String name = Optional.ofNullable(Requests.word(context, "name")).map(String::strip).orElse("calls.csv");
        if (name.isEmpty() || name.length() > 100) {
            throw ApiException.badRequest("name: found " + name.length() + " characters, expected 1 to 100");
        }
        String zone = Optional.ofNullable(Requests.word(context, "zone")).orElse("UTC");
        if (store.histories(organisation).stream().filter(history -> !history.name().equals(name)).count() >= MAX_HISTORIES) {
            throw ApiException.conflict("there are " + MAX_HISTORIES + " histories already: forget one first");
        }
        try (InputStream in = context.bodyInputStream()) {
            History history = CallCsv.read(name, new LimitedInput(in), ZoneId.of(zone)).summary(name, MAX_WEEKS);
            Answer.data(context, json(store.add(organisation, name, history)));
        } catch (DateTimeException e) {
            throw ApiException.badRequest("zone: found '" + zone + "', expected a zone such as UTC or Europe/Berlin");
        } catch (CsvException e) {
            throw new ApiException(422, "CSV_INVALID", e.getMessage(), e.faults());
        } catch (IllegalArgumentException e) {
            throw invalid(List.of(name + ": " + e.getMessage()));
        } catch (LimitedInput.TooLong e) {
            throw new ApiException(413, "CONTENT_TOO_LARGE", e.getMessage());
        } catch (IOException e) {
            throw ApiException.badRequest("the body ended early");
        }
    }

    private void delete(Context context) {
        OptionalLong id = PublicId.parse(context.pathParam("history"));
        if (id.isEmpty() || !store.delete(Access.principal(context).organisationId(), id.getAsLong())) {
            throw ApiException.notFound("history");
        }
    }

    private void plan(Context context) {
        Principal principal = Access.principal(context);
        Body body = Body.of(context);
        String from = body.text("history", 1, 100, "runs");
        String project = body.text("project", 1, 100, null);
        String label = body.text("label", 1, 100, null);
        JsonNode over = body.tree("settings");
        if (label != null && project == null) {
            body.fault("label", label, "a project besides");
        }
        if (!from.equals("runs") && (project != null || label != null)) {
            body.fault("history", from, "runs when project or label is given");
        }
        body.done();
        PlannerSettings stored = store.settings(principal.organisationId());
        PlannerSettings settings = over == null ? stored : read(over, stored);
        History history = from.equals("runs") ? ofRuns(principal, project, label, settings.weeks()) : imported(principal.organisationId(), from);
        try {
            Answer.data(context, PlanJson.tree(CapacityPlanner.plan(history.last(settings.weeks()), settings, LocalDate.now(ZoneOffset.UTC))));
        } catch (SettingsException e) {
            throw invalid(e.faults());
        }
    }

    private History ofRuns(Principal principal, String project, String label, int weeks) {
        Long id = null;
        String name = "all runs";
        if (project != null) {
            Accounts.Project found = accounts.project(principal.organisationId(), project).filter(one -> principal.roleIn(one.id()).isPresent())
                    .orElseThrow(() -> ApiException.notFound("project"));
            id = found.id();
            name = "runs of " + found.slug() + (label == null ? "" : " with label " + label);
        } else if (!principal.allProjects()) {
            throw invalid(List.of("project: found nothing, expected one of yours: those of the whole organisation are not all open to you"));
        }
        return own.of(name, principal.organisationId(), id, label, weeks, Instant.now())
                .orElseThrow(() -> ApiException.conflict("nothing ran in these " + weeks + " weeks: import a history of calls"));
    }

    private History imported(long organisationId, String id) {
        OptionalLong number = PublicId.parse(id);
        return (number.isEmpty() ? Optional.<PlannerStore.Imported>empty() : store.history(organisationId, number.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("history")).history();
    }

    private static Map<String, Object> json(PlannerStore.Imported imported) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(imported.id()));
        json.put("createdAt", imported.createdAt().toString());
        PlanJson.tree(imported.history()).properties().forEach(property -> json.put(property.getKey(), property.getValue()));
        return json;
    }

    private static ApiException invalid(List<String> faults) {
        return new ApiException(422, "INVALID", String.join("\n", faults), faults);
    }
}
