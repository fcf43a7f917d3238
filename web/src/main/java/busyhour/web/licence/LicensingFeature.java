package busyhour.web.licence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.ipc.licence.LicenceException;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Feature;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import busyhour.web.worker.WorkerState;
import busyhour.web.worker.Workers;
import io.javalin.http.Context;

/** Licences of workers: see, upload, take away. */
public final class LicensingFeature implements Feature {

    private static final int MAX_FILE = 4_096;

    private final Licences licences;
    private final Workers workers;

    public LicensingFeature(Licences licences, Workers workers) {
        this.licences = licences;
        this.workers = workers;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/licences", "What each worker of the organisation is licensed for", "WorkerLicence[]", this::list).query(Map.of()),
                Route.get("/workers/{worker}/licence", "What a worker is licensed for", "WorkerLicence", this::show),
                Route.put("/workers/{worker}/licence", "Upload a worker's licence in the place of the one that it has", "WorkerLicence", this::upload)
                        .needing(Access.Need.ADMIN).body("LicenceUpload").errors(404, 415, 422),
                Route.delete("/workers/{worker}/licence", "Take a worker's licence away", this::remove).needing(Access.Need.ADMIN));
    }

    private long worker(Context context) {
        return workers.find(Access.principal(context).organisationId(), context.pathParam("worker")).map(WorkerState::id)
                .orElseThrow(() -> ApiException.notFound("worker"));
    }

    private void list(Context context) {
        Answer.list(context, licences.ofOrganisation(Access.principal(context).organisationId()).stream().map(LicensingFeature::json).toList());
    }

    private void show(Context context) {
        Answer.data(context, json(licences.standing(worker(context))));
    }

    private void upload(Context context) {
        long worker = worker(context);
        Body body = Body.of(context).require("licence");
        String file = body.text("licence", 1, MAX_FILE, "");
        body.done();
        try {
            Answer.data(context, json(licences.upload(worker, file, Access.principal(context).name())));
        } catch (LicenceException e) {
            throw new ApiException(422, "LICENCE_INVALID", e.getMessage(), List.of("licence: " + e.getMessage()));
        }
    }

    private void remove(Context context) {
        if (!licences.remove(worker(context))) {
            throw ApiException.notFound("licence");
        }
        context.status(204);
    }

    private static Map<String, Object> json(Standing standing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("worker", PublicId.text(standing.workerId()));
        json.put("name", standing.name());
        json.put("kind", standing.kind().name());
        json.put("tier", standing.licence() == null ? null : standing.licence().tier().name());
        json.put("endpoints", standing.endpoints() == WorkerPermit.NO_LIMIT ? null : standing.endpoints());
        json.put("holder", standing.licence() == null ? null : standing.licence().holder());
        json.put("licence", standing.licence() == null ? null : standing.licence().id());
        json.put("until", standing.until() == null ? null : standing.until().toString());
        json.put("fault", standing.fault());
        json.put("uploadedAt", standing.uploadedAt() == null ? null : standing.uploadedAt().toString());
        json.put("uploadedBy", standing.uploadedBy());
        return json;
    }
}
