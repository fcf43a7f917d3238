package busyhour.web.worker;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import busyhour.ipc.link.HostLoad;
import busyhour.web.store.PublicId;

/** Workers and what belongs to them as REST shows them. */
final class WorkerJson {

    private WorkerJson() {
    }

    static Map<String, Object> of(WorkerState worker) {
        HostLoad load = worker.load();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", worker.linkName());
        json.put("name", worker.name());
        json.put("region", worker.region());
        json.put("status", worker.status().name());
        json.put("capacity", worker.capacity());
        json.put("used", worker.used());
        json.put("available", worker.available());
        json.put("configuredCapacity", worker.configured());
        json.put("announcedCapacity", load.capacity());
        json.put("measuredCapacity", worker.measured());
        json.put("licensedCapacity", worker.licensed());
        json.put("runs", worker.runs().stream().map(PublicId::text).toList());
        json.put("lastHeartbeat", text(worker.lastHeartbeat()));
        json.put("createdAt", text(worker.createdAt()));
        json.put("host", worker.host());
        json.put("address", worker.address());
        json.put("version", load.version().isEmpty() ? null : load.version());
        json.put("cores", load.cores() == 0 ? null : load.cores());
        json.put("cpuPercent", Double.isNaN(load.cpuPercent()) ? null : Math.round(load.cpuPercent() * 10) / 10.0);
        json.put("memoryUsedBytes", count(load.memoryUsedBytes()));
        json.put("memoryLimitBytes", count(load.memoryLimitBytes()));
        json.put("droppedPackets", count(load.udpDrops()));
        json.put("oomKills", count(load.oomKills()));
        json.put("journalBytes", worker.journalBytes());
        json.put("lagMs", worker.lagMs());
        json.put("refusals", worker.refusals());
        json.put("sharedToken", worker.shared());
        json.put("calibration", of(worker.calibration()));
        json.put("warnings", worker.warnings());
        return json;
    }

    private static Map<String, Object> of(Calibration calibration) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", calibration.state().name());
        json.put("requestedAt", text(calibration.requestedAt()));
        json.put("endedAt", text(calibration.endedAt()));
        json.put("message", calibration.message());
        json.put("capacity", calibration.capacity());
        return json;
    }

    static Map<String, Object> withToken(WorkerState worker, String token) {
        Map<String, Object> json = of(worker);
        json.put("token", token);
        return json;
    }

    static Map<String, Object> of(Refusals.Refusal refusal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", refusal.reason());
        json.put("workerId", refusal.workerId() == null ? null : PublicId.text(refusal.workerId()));
        json.put("worker", refusal.worker());
        json.put("source", refusal.source());
        json.put("detail", refusal.detail());
        json.put("times", refusal.times());
        json.put("firstAt", text(refusal.firstAt()));
        json.put("lastAt", text(refusal.lastAt()));
        return json;
    }

    static Map<String, Object> of(WorkerTokens.Token token) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(token.id()));
        json.put("name", token.name());
        json.put("createdAt", text(token.createdAt()));
        json.put("usedAt", text(token.usedAt()));
        return json;
    }

    private static Long count(long value) {
        return value == HostLoad.UNKNOWN ? null : Long.valueOf(value);
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
