package busyhour.web.result;

import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.EndpointPhase;
import java.util.ArrayList;
import java.util.List;

/**
 * Seconds of a run or group. Values of the last {@link #OPEN_SECONDS} are kept one by one, for percentiles; older seconds
 * are closed and small. Single-threaded.
 */
final class Series {
    /** Samples of a second may come this much later than the newest. */
    static final int OPEN_SECONDS = 10;
    /** A week. */
    private static final int MAX_SECONDS = 7 * 86_400;

    private final List<Second> seconds = new ArrayList<>();
    private final int endpoints;
    private int closed;

    Series(int endpoints) {
        this.endpoints = endpoints;
    }

    /** Null for a second that no run has. */
    Second at(int second) {
        if (second < 0 || second > MAX_SECONDS) {
            return null;
        }
        while (seconds.size() <= second) {
            seconds.add(new Second());
        }
        for (; closed < seconds.size() - OPEN_SECONDS; closed++) {
            seconds.get(closed).close();
        }
        return seconds.get(second);
    }

    int size() {
        return seconds.size();
    }

    List<SeriesPoint> points() {
        List<SeriesPoint> points = new ArrayList<>(seconds.size());
        int[] phases = new int[EndpointPhase.values().length];
        phases[EndpointPhase.INITIALIZING.ordinal()] = endpoints;
        int concurrent = 0;
        for (int i = 0; i < seconds.size(); i++) {
            Second second = seconds.get(i);
            for (int phase = 0; phase < phases.length; phase++) {
                phases[phase] += second.phaseChanges[phase];
            }
            concurrent += second.concurrentChange;
            points.add(new SeriesPoint(i, second.started, second.answered, second.failed, concurrent, phases.clone(),
                    second.mos.average(), second.mos.percentile(5), second.jitter.average(), second.jitter.percentile(95),
                    second.loss.average(), second.setup.percentile(50), second.setup.percentile(95),
                    new SeriesPoint.Video(second.frameRate.average(), second.frameRate.percentile(5), second.videoBitrate.average() / 1_000,
                            second.freeze.average())));
        }
        return points;
    }

    /** What is known of one second. Changes of phases and calls stay exact however late they come. */
    static final class Second {
        private static final int MOS = slot("mos", Media.AUDIO);
        private static final int JITTER = slot("jitter_ms", Media.AUDIO);
        private static final int LOSS = slot("fraction_lost", Media.AUDIO);
        private static final int FRAME_RATE = slot("frame_rate_received", Media.VIDEO);
        private static final int VIDEO_BITRATE = slot("video_bitrate_bps", Media.VIDEO);
        private static final int FREEZE = slot("freeze_duration_ms", Media.VIDEO);
        /** By slot: one look tells that a value is in no chart, as most are. Comparing with each was a quarter of the collector's time. */
        private static final boolean[] CHARTED = charted(MOS, JITTER, LOSS, FRAME_RATE, VIDEO_BITRATE, FREEZE);

        final int[] phaseChanges = new int[EndpointPhase.values().length];
        final SecondValues mos = new SecondValues(5);
        final SecondValues jitter = new SecondValues(95);
        final SecondValues loss = new SecondValues(95);
        final SecondValues setup = new SecondValues(50, 95);
        final SecondValues frameRate = new SecondValues(5);
        final SecondValues videoBitrate = new SecondValues();
        final SecondValues freeze = new SecondValues();
        int started;
        int answered;
        int failed;
        int concurrentChange;

        private static int slot(String key, Media media) {
            return MetricCatalogue.instance().require(key, media, Direction.RECV).index();
        }

        private static boolean[] charted(int... slots) {
            boolean[] charted = new boolean[MetricCatalogue.instance().slotCount()];
            for (int slot : slots) {
                charted[slot] = true;
            }
            return charted;
        }

        /** A gauge of one endpoint; most are in no chart. */
        void add(Slot slot, double value) {
            int index = slot.index();
            if (CHARTED[index]) {
                values(index).add(value);
            }
        }

        private SecondValues values(int slot) {
            return slot == MOS ? mos : slot == JITTER ? jitter : slot == LOSS ? loss : slot == FRAME_RATE ? frameRate
                    : slot == VIDEO_BITRATE ? videoBitrate : freeze;
        }

        private void close() {
            mos.close();
            jitter.close();
            loss.close();
            setup.close();
            frameRate.close();
            videoBitrate.close();
            freeze.close();
        }
    }
}
