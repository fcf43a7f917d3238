package busyhour.engine;

import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.WorkerLink;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What the health server answers: JSON for {@code /health}, Prometheus's text format 0.0.4 for {@code /metrics}. */
final class WorkerStatusText {

    private WorkerStatusText() {
    }

    /**
     * @param name     of the worker, as the platform knows it.
     * @param capacity in endpoints, null = not known.
     */
    static String json(final WorkerLink link, final String name, final Integer capacity, final HostLoad load) {
        final ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("connected", link.isConnected());
        json.put("running", used(link) > 0 || !link.runs().isEmpty());
        json.put("calibrating", link.calibration().state().isUnderWay());
        json.put("name", name);
        json.put("capacity", capacity);
        json.put("used", used(link));
        json.put("runs", link.runs().size());
        json.put("version", load.version());
        json.put("cpuPercent", Double.isNaN(load.cpuPercent()) ? null : Math.round(load.cpuPercent() * 10) / 10.0);
        put(json, "memoryUsedBytes", load.memoryUsedBytes());
        put(json, "memoryLimitBytes", load.memoryLimitBytes());
        put(json, "droppedPackets", load.udpDrops());
        put(json, "oomKills", load.oomKills());
        json.put("journalBytes", link.journalBytes());
        json.put("publisherLagMs", link.publisherLagNs() / 1_000_000);
        json.put("refusedFrames", link.refusedFrames());
        return json + "\n";
    }

    private static void put(final ObjectNode json, final String key, final long value) {
        if (value == HostLoad.UNKNOWN) {
            json.putNull(key);
        } else {
            json.put(key, value);
        }
    }

    static String metrics(final WorkerLink link, final Integer capacity, final HostLoad load) {
        final StringBuilder text = new StringBuilder();
        add(text, "busyhour_worker_connected", "gauge", "1 while the platform is there", link.isConnected() ? 1 : 0);
        add(text, "busyhour_worker_runs", "gauge", "Runs in progress here", link.runs().size());
        add(text, "busyhour_worker_endpoints", "gauge", "Endpoints of the runs in progress", used(link));
        add(text, "busyhour_worker_capacity", "gauge", "Endpoints that it takes at most", capacity == null ? Double.NaN : capacity);
        add(text, "busyhour_worker_cpu_percent", "gauge", "Of all cores of the host", load.cpuPercent());
        add(text, "busyhour_worker_memory_used_bytes", "gauge", "Of the control group, else of the host", known(load.memoryUsedBytes()));
        add(text, "busyhour_worker_memory_limit_bytes", "gauge", "What it may use", known(load.memoryLimitBytes()));
        add(text, "busyhour_worker_udp_drops_total", "counter", "Datagrams that the kernel dropped for want of room since the start", known(load.udpDrops()));
        add(text, "busyhour_worker_oom_kills_total", "counter", "Processes that the kernel killed for want of memory", known(load.oomKills()));
        add(text, "busyhour_worker_journal_bytes", "gauge", "Measured and not acknowledged by the platform", link.journalBytes());
        add(text, "busyhour_worker_publisher_lag_seconds", "gauge", "Age of the oldest record that was not sent", link.publisherLagNs() / 1e9);
        add(text, "busyhour_worker_refused_frames_total", "counter", "Frames that were not the platform's", link.refusedFrames());
        return text.toString();
    }

    private static int used(final WorkerLink link) {
        return link.runs().values().stream().mapToInt(WorkerLink.PlayedPart::endpoints).sum();
    }

    private static double known(final long value) {
        return value == HostLoad.UNKNOWN ? Double.NaN : value;
    }

    private static void add(final StringBuilder text, final String name, final String type, final String help, final double value) {
        if (!Double.isNaN(value)) {
            text.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(' ').append(type).append('\n')
                    .append(name).append(' ').append(value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value)).append('\n');
        }
    }
}
