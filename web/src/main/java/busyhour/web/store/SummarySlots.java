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
    private final int freezes;
    private final int audioCodec;
    private final int videoCodec;

    SummarySlots(MetricCatalogue catalogue) {
        mos = slot(catalogue, "mos", Media.AUDIO, Direction.RECV);
        jitter = slot(catalogue, "jitter_ms", Media.AUDIO, Direction.RECV);
        loss = slot(catalogue, "fraction_lost", Media.AUDIO, Direction.RECV);
        lost = slot(catalogue, "packets_lost", Media.AUDIO, Direction.RECV);
        rtt = slot(catalogue, "rtt_ms", Media.AUDIO, Direction.RECV);
        setup = slot(catalogue, "call_setup_time_ms", Media.ANY, Direction.CALL);
        statusCode = slot(catalogue, "final_status_code", Media.ANY, Direction.CALL);
        freezes = slot(catalogue, "freeze_count", Media.VIDEO, Direction.RECV);
        audioCodec = slot(catalogue, "audio_codec", Media.AUDIO, Direction.SEND);
        videoCodec = slot(catalogue, "video_codec", Media.VIDEO, Direction.SEND);
    }

    private static int slot(MetricCatalogue catalogue, String key, Media media, Direction direction) {
        return catalogue.require(key, media, direction).index();
    }

    boolean has(Slot slot) {
        int index = slot.index();
        return index == mos || index == jitter || index == loss || index == lost || index == rtt || index == setup || index == statusCode
                || index == freezes;
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
        } else if (index == freezes) {
            delta.media.freezes = value;
        }
    }

    /** Whether it is the score of a call that the row keeps. */
    boolean hasScore(Slot slot) {
        return slot.index() == mos;
    }

    /** Whether it is a text that the row keeps. */
    boolean hasText(Slot slot) {
        return slot.index() == audioCodec || slot.index() == videoCodec;
    }

    void addText(EndpointDelta delta, Slot slot, String value) {
        if (slot.index() == audioCodec) {
            delta.media.audioCodec = value;
        } else if (slot.index() == videoCodec) {
            delta.media.videoCodec = value;
        }
    }
}
