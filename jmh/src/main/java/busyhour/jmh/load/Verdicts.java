package busyhour.jmh.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** What a load program claims, each claim with its figure and whether it held; together they make its exit code. */
final class Verdicts {

    private final PrintStream out;
    private final LoadReport report;
    private int held;
    private int notHeld;

    Verdicts(PrintStream out, LoadReport report) {
        this.out = out;
        this.report = report;
    }

    /** A claim of the form "at least", which a figure that could not be measured does not fulfil. */
    boolean atLeast(String claim, double figure, double wanted, String unit) throws IOException {
        return judge(claim, figure, ">=", wanted, unit, figure >= wanted);
    }

    /** A claim of the form "at most", which a figure that could not be measured does not fulfil. */
    boolean atMost(String claim, double figure, double wanted, String unit) throws IOException {
        return judge(claim, figure, "<=", wanted, unit, figure <= wanted);
    }

    /** A claim that is true or not; the figures say why. */
    boolean that(String claim, boolean fulfilled, String figures) throws IOException {
        line(claim, figures, fulfilled);
        return fulfilled;
    }

    private boolean judge(String claim, double figure, String sign, double wanted, String unit, boolean fulfilled) throws IOException {
        line(claim, number(figure) + unit + ", wanted " + sign + " " + number(wanted) + unit, fulfilled);
        return fulfilled;
    }

    private void line(String claim, String figures, boolean fulfilled) throws IOException {
        held += fulfilled ? 1 : 0;
        notHeld += fulfilled ? 0 : 1;
        out.println((fulfilled ? "held      " : "NOT HELD  ") + claim + ": " + figures);
        report.append(LoadReport.object().put("claim", claim).put("held", fulfilled).put("figures", figures));
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "not measured";
        }
        if (Math.abs(value) >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        final String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceFirst("\\.?0+$", "");
    }

    int exitCode() {
        if (held + notHeld == 0) {
            return LoadPrograms.NOT_MEASURED;
        }
        return notHeld == 0 ? LoadPrograms.HELD : LoadPrograms.NOT_HELD;
    }
}
