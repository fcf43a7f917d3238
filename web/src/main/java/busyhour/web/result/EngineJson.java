package busyhour.web.result;

import static busyhour.web.result.ResultJson.put;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The result's part about the generator. Stateless, any thread. */
final class EngineJson {

    private EngineJson() {
    }

    static void write(ObjectNode node, RunResult.Engine engine) {
        RunResult.Health health = engine.health();
        node.put("shards", engine.shards());
        put(node, "cpuSeconds", engine.cpuSeconds());
        put(node, "shardBusyRatio", engine.shardBusyRatio());
        node.put("peakEndpoints", engine.peakEndpoints());
        node.put("packetsSent", engine.packetsSent());
        node.put("packetsReceived", engine.packetsReceived());
        node.put("packetsSkipped", health.packetsSkipped());
        lateness(node, engine.lateness());
        put(node, "dutyCycleMaxUs", engine.dutyCycleMaxUs());
        put(node, "allocatedBytesPerSecond", engine.allocatedBytesPerSecond());
        node.put("overloaded", engine.overloaded());
        limits(node.putArray("limits"), health.limits());
        limits(node.putArray("warnings"), health.warnings());
        put(node, "firstInviteMs", engine.firstInviteMs());
        put(node, "gcPauseMaxMs", engine.gcPauseMaxMs());
        node.put("kernelDrops", engine.kernelDrops());
        node.put("sendRefusals", health.sendRefusals());
        put(node, "stealRatio", health.stealRatio());
        put(node, "coreWaitRatio", health.coreWaitRatio());
        put(node, "publisherLagMs", engine.publisherLagMs());
        node.put("recordsLost", health.recordsLost());
        node.put("sipMalformed", engine.sipMalformed());
        node.put("sipForbidden", engine.sipForbidden());
        shards(node.putArray("perShard"), health.shards());
    }

    private static void lateness(ObjectNode node, RunResult.Lateness lateness) {
        ObjectNode us = node.putObject("sendLatenessUs");
        put(us, "p50", lateness.p50Us());
        put(us, "p99", lateness.p99Us());
        put(us, "p999", lateness.p999Us());
        put(us, "max", lateness.maxUs());
    }

    private static void limits(ArrayNode array, List<RunResult.Limit> limits) {
        for (RunResult.Limit limit : limits) {
            ObjectNode node = array.addObject();
            node.put("limit", limit.limit());
            put(node, "value", limit.value());
            put(node, "allowed", limit.allowed());
            node.put("advice", limit.advice());
        }
    }

    private static void shards(ArrayNode array, List<RunResult.Shard> shards) {
        for (RunResult.Shard shard : shards) {
            ObjectNode node = array.addObject();
            node.put("worker", shard.worker());
            node.put("shard", shard.shard());
            node.put("core", shard.core() < 0 ? null : Integer.valueOf(shard.core()));
            put(node, "shardBusyRatio", shard.busyRatio());
            lateness(node, shard.lateness());
            put(node, "dutyCycleMaxUs", shard.dutyCycleMaxUs());
            put(node, "stealRatio", shard.stealRatio());
            put(node, "coreWaitRatio", shard.coreWaitRatio());
        }
    }
}
