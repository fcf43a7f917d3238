package busyhour.web.result;

import java.io.IOException;
import java.io.OutputStream;

/** placeholder */
public final class HtmlReport {
    private HtmlReport() {
    }

    public static void write(RunResult result, RunAggregates aggregates, OutputStream out) throws IOException {
        throw new IOException("not yet");
    }
}
