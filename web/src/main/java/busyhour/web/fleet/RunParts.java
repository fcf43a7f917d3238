package busyhour.web.fleet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import busyhour.ipc.plan.Assignment.Share;
import busyhour.web.store.Database;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Which worker plays what of a run, in the database: whoever takes the run over has to know. Any thread. */
final class RunParts {

    private final Jdbi jdbi;

    RunParts(Database database) {
        this.jdbi = database.jdbi();
    }

    /** Keeps the parts of a run; before its workers hear of it. */
    void add(long runId, List<RunPart> parts) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO run_workers (run_id, worker, name, endpoints, shares, registrar, state)"
                    + " VALUES (:run, :worker, :name, :endpoints, :shares, :registrar, :state) ON CONFLICT DO NOTHING");
            for (RunPart part : parts) {
                Integer[] shares = part.shares().stream().flatMap(share -> List.of(share.first(), share.endpoints()).stream()).toArray(Integer[]::new);
                batch.bind("run", runId).bind("worker", part.worker()).bind("name", part.name()).bind("endpoints", part.endpoints())
                        .bindArray("shares", Integer.class, (Object[]) shares).bind("registrar", part.hasRegistrar())
                        .bind("state", part.state().name()).add();
            }
            batch.execute();
        });
    }

    void state(long runId, RunPart part) {
        jdbi.useHandle(handle -> handle.execute("UPDATE run_workers SET state = ? WHERE run_id = ? AND worker = ?",
                part.state().name(), runId, part.worker()));
    }

    /** Empty for a run that no worker of a platform was given. */
    List<RunPart> of(long runId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT worker, name, shares, registrar, state FROM run_workers WHERE run_id = :run ORDER BY name, worker")
                .bind("run", runId).map((row, context) -> {
                    RunPart part = new RunPart(row.getString(1), row.getString(2), shares((Integer[]) row.getArray(3).getArray()), row.getBoolean(4));
                    part.state(RunPart.State.valueOf(row.getString(5)));
                    return part;
                }).list());
    }

    private static List<Share> shares(Integer[] numbers) throws SQLException {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i + 1 < numbers.length; i += 2) {
            shares.add(new Share(numbers[i], numbers[i + 1]));
        }
        return shares;
    }
}
