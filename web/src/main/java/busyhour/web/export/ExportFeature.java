package busyhour.web.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Feature;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.result.HtmlReport;
import busyhour.web.store.Database;
import busyhour.web.store.Endpoints;
import busyhour.web.store.PublicId;
import busyhour.web.store.RunSeconds;
import busyhour.web.store.Runs;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/** A stored run as a file. */
public final class ExportFeature implements Feature {

    private static final int WORST = 25;

    private final ExportRows rows;
    private final Endpoints endpoints;
    private final RunSeconds seconds;
    private final Requests requests;

    public ExportFeature(Database database, Requests requests) {
        this.rows = new ExportRows(database);
        this.endpoints = new Endpoints(database);
        this.seconds = new RunSeconds(database);
        this.requests = requests;
    }

    private enum Format {
        JSON("application/json", "json"), CSV("text/csv; charset=utf-8", "csv"), PARQUET("application/vnd.apache.parquet", "parquet"),
        HTML("text/html; charset=utf-8", "html"), JUNIT("application/xml", "xml");

        private final String type;
        private final String suffix;

        Format(String type, String suffix) {
            this.type = type;
            this.suffix = suffix;
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/projects/{project}/test-runs/{run}/export", "A run as a file: its result, or a row for each endpoint or sample", "file", this::export)
                .query(Map.of("format", "json (default: the result as busyhour run --json writes it), html and junit of an ended run; csv and parquet of its rows",
                        "of", "for csv and parquet: endpoints (default) or samples, all metrics second by second")).errors(400, 404, 409));
    }

    private void export(Context context) {
        Runs.Run run = requests.run(context);
        Format format = Requests.choice(context, "format", Format.class, Format.JSON);
        ExportRows.Of of = Requests.choice(context, "of", ExportRows.Of.class, ExportRows.Of.ENDPOINTS);
        boolean ofRows = format == Format.CSV || format == Format.PARQUET;
        if (!ofRows && run.result() == null) {
            throw ApiException.conflict("there is no result: " + run.status());
        }
        JsonNode result = ofRows ? null : Answer.parsed(run.result());
        context.contentType(format.type).header("Content-Disposition", "attachment; filename=\"run-" + PublicId.text(run.id())
                + (ofRows && of == ExportRows.Of.SAMPLES ? "-samples" : "") + "." + format.suffix + "\"");
        try {
            OutputStream out = context.outputStream();
            switch (format) {
                case JSON -> out.write((result.toPrettyString() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                case CSV -> rows.csv(run, of, out);
                case PARQUET -> new ParquetExport(rows).write(run, of, out);
                case HTML -> HtmlReport.write(StoredReport.data(run, result, seconds.list(run.id()).stream().map(Answer::parsed).toList(),
                        endpoints.list(run.id(), Endpoints.Filter.ALL, Endpoints.Order.WORST, 1, WORST).rows()), out);
                case JUNIT -> StoredJUnit.write(run, result, out);
            }
            out.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // whoever asked went away, or the database did
        }
    }
}
