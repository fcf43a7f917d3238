package busyhour.web.worker;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

import busyhour.ipc.CapacityFile;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Route;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** Workers and their tokens: list, make, change, drain, calibrate, and let in. */
public final class WorkerFeature implements Feature {

    private static final int MAX_NAME = 64;

    private final Workers workers;
    private final WorkerConnect connect;
    private final LongSupplier firstOrganisation;

    /** @param firstOrganisation which looks after the platform: it sees attempts that belong to nobody. */
    public WorkerFeature(Workers workers, WorkerConnect connect, LongSupplier firstOrganisation) {
        this.workers = workers;
        this.connect = connect;
        this.firstOrganisation = firstOrganisation;
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/workers", "Workers", "workers"));
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/workers", "Workers of the organisation", "Worker[]", this::list).query(Map.of()),
                Route.post("/workers", "Make a worker; its token is shown once", "NewWorker", this::make)
                        .needing(Access.Need.ADMIN).body("WorkerChange").created().errors(409, 415, 422),
                Route.post("/workers/connect", "A worker asks where its link is, and both agree on keys", "Link", connect::handle)
                        .needing(Access.Need.WORKER_TOKEN).body("Connect").errors(403, 409, 415, 422, 503),
                Route.get("/workers/{worker}", "A worker", "Worker", context -> Answer.data(context, WorkerJson.of(worker(context)))),
                Route.patch("/workers/{worker}", "Change a worker", "Worker", this::change)
                        .needing(Access.Need.ADMIN).body("WorkerChange").errors(404, 409, 415, 422),
                Route.delete("/workers/{worker}", "Delete a worker and its token", this::delete).needing(Access.Need.ADMIN).errors(404, 409),
                Route.post("/workers/{worker}/drain", "Give a worker nothing new", "Worker", context -> drain(context, true)).needing(Access.Need.ADMIN),
                Route.post("/workers/{worker}/resume", "Give a worker work again", "Worker", context -> drain(context, false)).needing(Access.Need.ADMIN),
                Route.post("/workers/{worker}/calibrate", "Have a worker measure what its host carries; it is given nothing for these 90 s", "Worker", this::calibrate)
                        .needing(Access.Need.ADMIN).accepted().errors(404, 409),
                Route.post("/workers/{worker}/rotate", "Give a worker another token, shown once; the one that it had ends now", "NewWorker", this::rotate)
                        .needing(Access.Need.ADMIN),
                Route.get("/worker-refusals", "Attempts and frames that were refused, the latest first", "WorkerRefusal[]", this::refusals)
                        .query(Map.of()).needing(Access.Need.ADMIN),
                Route.get("/worker-tokens", "Tokens that let in any number of workers", "WorkerToken[]", this::tokens)
                        .query(Map.of()).needing(Access.Need.ADMIN),
                Route.post("/worker-tokens", "Make a token for any number of workers, shown once", "NewWorkerToken", this::makeToken)
                        .needing(Access.Need.ADMIN).body("WorkerTokenName").created().errors(415, 422),
                Route.delete("/worker-tokens/{token}", "Revoke a token; its workers are let go", this::revokeToken).needing(Access.Need.ADMIN));
    }

    private static long organisation(Context context) {
        return Access.principal(context).organisationId();
    }

    private WorkerState worker(Context context) {
        OptionalLong id = PublicId.parse(context.pathParam("worker"));
        return (id.isEmpty() ? java.util.Optional.<WorkerState>empty() : workers.rows().byId(id.getAsLong()))
                .filter(worker -> worker.organisationId() == organisation(context)).orElseThrow(() -> ApiException.notFound("worker"));
    }

    private void list(Context context) {
        Answer.list(context, workers.of(organisation(context)).stream().map(WorkerJson::of).toList());
    }

    private void make(Context context) {
        Body body = Body.of(context).require("name");
        String name = body.text("name", 1, MAX_NAME, "");
        String region = body.text("region", 0, MAX_NAME, "");
        Integer capacity = body.integer("capacity", 0, CapacityFile.MOST_ENDPOINTS, null);
        body.done();
        WorkerChanges.Made made = workers.changes().make(organisation(context), name, orNull(region), orNull(capacity));
        Answer.data(context, WorkerJson.withToken(workers.rows().byId(made.id()).orElseThrow(), made.token()));
    }

    private void change(Context context) {
        WorkerState worker = worker(context);
        Body body = Body.of(context);
        String name = body.text("name", 1, MAX_NAME, worker.name());
        String region = body.text("region", 0, MAX_NAME, worker.region());
        Integer capacity = body.integer("capacity", 0, CapacityFile.MOST_ENDPOINTS, worker.configured());
        body.done();
        workers.changes().change(worker, name, orNull(region), orNull(capacity));
        Answer.data(context, WorkerJson.of(worker(context)));
    }

    private static String orNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** 0: whatever it says itself. */
    private static Integer orNull(Integer capacity) {
        return capacity == null || capacity == 0 ? null : capacity;
    }

    private void delete(Context context) {
        WorkerState worker = worker(context);
        if (!worker.runs().isEmpty()) {
            throw ApiException.conflict("the worker plays a run: drain it and wait, or stop the run");
        }
        if (worker.shared() && worker.status() != WorkerStatus.OFFLINE) {
            throw ApiException.conflict("the worker came with a shared token and would come again: stop it, or revoke the token");
        }
        workers.changes().delete(worker);
        workers.dismiss(worker.linkName(), "the worker was deleted");
    }

    private void drain(Context context, boolean draining) {
        workers.changes().drain(worker(context), draining);
        Answer.data(context, WorkerJson.of(worker(context)));
    }

    private void calibrate(Context context) {
        workers.calibrations().ask(worker(context));
        Answer.data(context, WorkerJson.of(worker(context)));
    }

    private void rotate(Context context) {
        WorkerState worker = worker(context);
        String token = workers.changes().rotate(worker);
        workers.dismiss(worker.linkName(), "the worker was given another token");
        Answer.data(context, WorkerJson.withToken(worker(context), token));
    }

    private void refusals(Context context) {
        long organisation = organisation(context);
        Answer.list(context, workers.refusals().of(organisation, organisation == firstOrganisation.getAsLong()).stream().map(WorkerJson::of).toList());
    }

    private void tokens(Context context) {
        Answer.list(context, workers.tokens().shared(organisation(context)).stream().map(WorkerJson::of).toList());
    }

    private void makeToken(Context context) {
        Body body = Body.of(context).require("name");
        String name = body.text("name", 1, MAX_NAME, "");
        body.done();
        WorkerTokens.Made made = workers.tokens().makeShared(organisation(context), name);
        Answer.data(context, Map.of("id", PublicId.text(made.id()), "name", name, "token", made.secret()));
    }

    private void revokeToken(Context context) {
        OptionalLong id = PublicId.parse(context.pathParam("token"));
        if (id.isEmpty() || !workers.tokens().revoke(organisation(context), id.getAsLong())) {
            throw ApiException.notFound("token");
        }
    }
}
