package busyhour.engine;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.run.RunStatus;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class HealthServerSystemTest implements WorkerListener {

    @Test
    void shouldTellHowTheWorkerIs() throws Exception {
        final int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (WorkerLink link = new WorkerLink(new LinkContext().workerName("w").dataPort(9).controlPort(10), this);
                HealthServer server = HealthServer.start(port, link, () -> "berlin \"1\"", () -> 500,
                        () -> new HostLoad(500, 2, 12.34, 100, 200, 3, HostLoad.UNKNOWN, "7"));
                HttpClient client = HttpClient.newHttpClient()) {
            link.run(5, 40, RunStatus.RUNNING);
            final HttpResponse<String> health = get(client, server.port(), "/health");
            assertThat(health.statusCode()).as("no platform is there").isEqualTo(503);
            assertThat(health.body()).contains("\"connected\":false", "\"running\":true", "\"calibrating\":false", "\"name\":\"berlin \\\"1\\\"\"", "\"capacity\":500", "\"used\":40",
                    "\"cpuPercent\":12.3", "\"droppedPackets\":3", "\"oomKills\":null");
            final HttpResponse<String> metrics = get(client, server.port(), "/metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.body().lines()).contains("busyhour_worker_connected 0", "busyhour_worker_endpoints 40", "busyhour_worker_capacity 500",
                    "busyhour_worker_cpu_percent 12.34", "busyhour_worker_udp_drops_total 3", "# TYPE busyhour_worker_udp_drops_total counter")
                    .noneMatch(line -> line.contains("oom_kills"));
        }
    }

    private static HttpResponse<String> get(final HttpClient client, final int port, final String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void onStartRun(final Assignment assignment) {
    }

    @Override
    public void onStopRun(final long runId, final boolean graceful) {
    }
}
