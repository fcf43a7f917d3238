package busyhour.jmh.calibrate;

import busyhour.ipc.CapacityFile;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A calibration as the document that {@link CapacityFile} describes. Stateless. */
final class CapacityDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PLAN_RAMP_S = 5;
    private static final int PLAN_CALL_S = 30;

    private CapacityDocument() {
    }

    static ObjectNode tree(Calibration calibration) {
        final ObjectNode root = JSON.createObjectNode();
        root.put("schema", CapacityFile.SCHEMA);
        root.put("measuredAt", calibration.measuredAt().toString());
        root.put("tookS", rounded(calibration.tookS()));
        root.put("version", calibration.version());
        root.put("headroom", CapacitySearch.HEADROOM);
        final ObjectNode endpoints = root.putObject("endpoints");
        calibration.kinds().forEach(kind -> endpoints.put(kind.kind().key(), kind.capacity()));
        final ObjectNode kinds = root.putObject("kinds");
        calibration.kinds().forEach(kind -> kind(kinds.putObject(kind.kind().key()), kind));
        final ObjectNode costs = root.putObject("costsNs");
        calibration.costs().ns().forEach((step, ns) -> costs.put(step.key(), rounded(ns)));
        final ObjectNode engine = root.putObject("engine");
        engine.put("shards", calibration.shards());
        engine.put("cores", calibration.cores());
        engine.put("idle", calibration.idle());
        engine.put("loadAverageBefore", calibration.loadAverage());
        root.set("host", JSON.valueToTree(calibration.host().toMap()));
        root.set("advice", JSON.valueToTree(calibration.advice()));
        return root;
    }

    private static void kind(ObjectNode node, KindCapacity kind) {
        final Bound first = kind.first();
        node.put("capacity", kind.capacity());
        node.put("limit", kind.limit());
        node.put("proven", kind.found().proven());
        node.put("bindsFirst", first.name());
        node.put("arithmetic", first.arithmetic());
        final ObjectNode bounds = node.putObject("bounds");
        for (Bound bound : kind.bounds()) {
            final ObjectNode entry = bounds.putObject(bound.name());
            entry.put("endpoints", bound.isBounding() ? bound.endpoints() : null);
            entry.put("arithmetic", bound.arithmetic());
        }
        node.put("packetsPerBusySecond", kind.found().largest() == null ? null : rounded(kind.found().largest().packetsPerBusySecond(kind.kind())));
        node.put("plan", kind.kind().plan(Math.max(2, kind.capacity()), PLAN_CALL_S, PLAN_RAMP_S));
        for (Load load : kind.found().loads()) {
            node.withArrayProperty("loads").addObject().put("endpoints", load.endpoints()).put("shards", load.shards())
                    .put("shardBusyRatio", load.busyRatio()).put("latenessP99Us", Double.isNaN(load.latenessP99Us()) ? null : load.latenessP99Us())
                    .put("residentBytes", load.residentBytes()).put("broke", load.broke());
        }
    }

    /** To a tenth. */
    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
