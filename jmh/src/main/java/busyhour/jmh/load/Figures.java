package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * One measurement of one contender, in the steady part. NaN: it was not measured.
 *
 * @param contender        who.
 * @param endpoints        two-way endpoints, of a loop without a schedule: sockets.
 * @param packetsPerSecond sent.
 * @param busyShare        share of the wall time in cycles that did work, of the one thread that sends.
 * @param besideShare      cores that its other threads and processes kept at work beside that thread.
 * @param cpuUsPerPacket   processor time of that thread for each packet sent (and received).
 * @param latenessP99Us    of sending against the schedule, by the contender's own account.
 * @param latenessP999Us   of the same.
 * @param lost             packets that did not arrive.
 * @param overloaded       whether the contender itself says that it could not keep up.
 * @param gaps             null when nobody watched from outside.
 * @param raw              everything the contender printed.
 */
record Figures(
        String contender, int endpoints, double packetsPerSecond, double busyShare, double besideShare, double cpuUsPerPacket,
        double latenessP99Us, double latenessP999Us, long lost, boolean overloaded, Gaps gaps, JsonNode raw) {

    private static final String ROW = "%-10s %9s %10s %7s %9s %12s %10s %8s %8s %9s %8s %9s %8s%n";

    /** What the contender would send in a second if it were busy all of it. */
    double packetsPerBusySecond() {
        return packetsPerSecond / busyShare;
    }

    /** By the tap; NaN when nobody watched, or the tap itself missed packets. */
    double within1ms() {
        return gaps == null || gaps.missed() > 0 ? Double.NaN : gaps.within1ms();
    }

    static String head() {
        return ROW.formatted("", "endpoints", "packets/s", "busy %", "beside %", "per busy s", "us/packet", "late p99", "p99.9 us", "<1 ms %", "gap p99",
                "p99.9 us", "max ms");
    }

    String row() {
        return ROW.formatted(contender, Integer.toString(endpoints), number("%.0f", packetsPerSecond), number("%.1f", 100 * busyShare), number("%.1f", 100 * besideShare),
                number("%,.0f", packetsPerBusySecond()), number("%.2f", cpuUsPerPacket), number("%.0f", latenessP99Us),
                number("%.0f", latenessP999Us), gaps == null ? "-" : number("%.3f", 100 * gaps.within1ms()),
                gaps == null ? "-" : Long.toString(gaps.p99Us()), gaps == null ? "-" : Long.toString(gaps.p999Us()),
                gaps == null ? "-" : number("%.1f", gaps.maxUs() / 1e3));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    ObjectNode json() {
        final ObjectNode node = LoadReport.object();
        node.put("contender", contender).put("endpoints", endpoints).put("packetsPerSecond", packetsPerSecond).put("busyShare", busyShare).put("besideShare", besideShare)
                .put("packetsPerBusySecond", packetsPerBusySecond()).put("cpuUsPerPacket", cpuUsPerPacket)
                .put("latenessP99Us", latenessP99Us).put("latenessP999Us", latenessP999Us).put("lost", lost).put("overloaded", overloaded);
        if (gaps != null) {
            node.set("gaps", LoadReport.objectOf(gaps));
        }
        node.set("raw", raw);
        return node;
    }
}
