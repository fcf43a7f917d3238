package busyhour.jmh.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;

/** What {@link MediaPacer} counted, under the names that {@code pacer.c} prints. */
public record MediaPacerResult(
        String program,
        int streams,
        long wallNs,
        long cpuNs,
        long processCpuNs,
        long busyNs,
        long sent,
        long received,
        long refused,
        long skipped,
        long drops,
        long cycles,
        long sleeps,
        long allocatedBytes,
        Histogram latenessUs) {

    String json(String idle) {
        final ObjectNode node = LoadReport.object();
        node.put("program", program).put("streams", streams).put("idle", idle).put("wallNs", wallNs);
        node.put("cpuNs", cpuNs).put("processCpuNs", processCpuNs).put("busyNs", busyNs);
        node.put("sent", sent).put("received", received).put("refused", refused).put("skipped", skipped);
        node.put("drops", drops).put("cycles", cycles).put("sleeps", sleeps).put("allocatedBytes", allocatedBytes);
        node.putObject("latenessUs")
                .put("p50", latenessUs.getValueAtPercentile(50))
                .put("p99", latenessUs.getValueAtPercentile(99))
                .put("p999", latenessUs.getValueAtPercentile(99.9))
                .put("max", latenessUs.getMaxValue());
        return node.toString();
    }
}
