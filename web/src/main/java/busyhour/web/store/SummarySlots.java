package busyhour.web.store;

import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;

/** The few metrics that the row of an endpoint sums up, so that the worst can be found without reading samples. Immutable. */
final class SummarySlots {

    private final int mos;
    private final int jitter;
    private final int loss;
    private final int lost;
    private final int rtt;
    private final int setup;
    private final int statusCode;

    SummarySlots(MetricCatalogue catalogue) {
        mos = catalogue.require("mos", Media.AUDIO, Direction.RECV).index();
        jitter = catalogue.require("jitter_ms", Media.AUDIO, Direction.RECV).index();
        loss = catalogue.require("fraction_lost", Media.AUDIO, Direction.RECV).index();
        lost = catalogue.require("packets_lost", Media.AUDIO, Direction.RECV).index();
        rtt = catalogue.require("rtt_ms", Media.AUDIO, Direction.RECV).index();
        setup = catalogue.require("call_setup_time_ms", Media.ANY, Direction.CALL).index();
        statusCode = catalogue.require("final_status_code", Media.ANY, Direction.CALL).index();
    }

    boolean has(Slot slot) {
        int index = slot.index();
        return index == mos || index == jitter || index == loss || index == lost || index == rtt || index == setup || index == statusCode;
    }

    void add(EndpointDelta delta, Slot slot, double value) {
        int index = slot.index();
        if (index == mos) {
            delta.mos(value);
        } else if (index == jitter) {
            delta.jitter(value);
        } else if (index == loss) {
            delta.loss(value);
        } else if (index == lost) {
            delta.packetsLost = value;
        } else if (index == rtt) {
            delta.rttMs = value;
        } else if (index == setup) {
            delta.setupMs = value;
        } else if (index == statusCode) {
            delta.finalStatusCode = (int) value;
        }
    }
}
