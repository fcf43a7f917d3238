package busyhour.jmh.calibrate;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a calibration found, for a terminal of 100 columns. */
final class CapacityTable {

    private static final String BOUND_LABELS = "%-20s %9s %9s %9s %9s %9s   %8s %9s   %s%n";
    private static final int TEXT_COLUMNS = 100;
    private static final int INDENT = 4;

    private final PrintStream out;

    CapacityTable(PrintStream out) {
        this.out = out;
    }

    void print(Calibration calibration) {
        costs(calibration.costs());
        capacities(calibration);
        calibration.kinds().forEach(this::arithmetic);
        advice(calibration.advice());
    }

    private void costs(MicroCosts costs) {
        out.println("what a step costs            ns");
        costs.ns().forEach((step, ns) -> out.printf(Locale.ROOT, "  %-24s %,8.0f   %s%n", step.label(), ns, step.meaning()));
        out.println();
    }

    private void capacities(Calibration calibration) {
        out.printf(Locale.ROOT, BOUND_LABELS, "endpoints, both ends", "CPU", "sockets", "ports", "memory", "kernel", "limit", "capacity", "binds first");
        for (KindCapacity kind : calibration.kinds()) {
            final List<Bound> bounds = kind.bounds();
            out.printf(Locale.ROOT, BOUND_LABELS, kind.kind().label(), number(bounds.get(0)), number(bounds.get(1)), number(bounds.get(2)),
                    number(bounds.get(3)), number(bounds.get(4)), String.format(Locale.ROOT, "%,d", kind.limit()),
                    String.format(Locale.ROOT, "%,d", kind.capacity()), label(kind.first().name()));
        }
        out.println();
    }

    private void arithmetic(KindCapacity kind) {
        final Bound first = kind.first();
        wrapped(kind.kind().label() + ": " + label(first.name()) + " binds first, at "
                + String.format(Locale.ROOT, "%,d endpoints: %s. %,d / %.1f = %,d", kind.limit(), first.arithmetic(), kind.limit(),
                1 + CapacitySearch.HEADROOM, kind.capacity())
                + (kind.found().proven() || !first.name().equals("cpu") ? "" : " (not driven to the limit: no time)"));
    }

    private void advice(List<HostAdvice> advice) {
        if (!advice.isEmpty()) {
            out.println();
            out.println("this host (tuning/check-host.sh; tuning/apply-host.sh changes what can be changed)");
        }
        for (HostAdvice each : advice) {
            out.println("  " + each.setting());
            out.println("      " + each.meaning());
            out.println("      change: " + each.change());
        }
    }

    /** Lines of words; those behind the first are indented. */
    private void wrapped(String text) {
        final StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > TEXT_COLUMNS && !line.isEmpty()) {
                out.println(line);
                line.setLength(0);
                line.append(" ".repeat(INDENT - 1));
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        out.println(line);
    }

    private static String number(Bound bound) {
        return bound.isBounding() ? String.format(Locale.ROOT, "%,d", bound.endpoints()) : "-";
    }

    private static String label(String bound) {
        return switch (bound) {
            case "cpu" -> "CPU";
            case "sockets" -> "open files";
            case "kernelBuffers" -> "kernel buffers";
            default -> bound;
        };
    }
}
