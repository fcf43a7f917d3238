package busyhour.ipc.metric;

import java.util.ArrayList;
import java.util.List;

/** Which slots a metric has, in which order, and what they are called. */
final class SlotLayout {
    /** Places kept for each metric in the table by side: audio and video, each receive and send, and the call. */
    static final int SIDES = 5;

    private static final List<Media> STREAMS = List.of(Media.AUDIO, Media.VIDEO);
    private static final List<Direction> WAYS = List.of(Direction.RECV, Direction.SEND);

    private SlotLayout() {
    }

    static List<Slot> slots(final Metric metric, final int firstIndex) {
        if (metric.direction() == Direction.CALL) {
            return List.of(new Slot(firstIndex, metric, Media.ANY, Direction.CALL, metric.key(), metric.key()));
        }
        final List<Slot> slots = new ArrayList<>();
        for (final Media media : STREAMS) {
            for (final Direction direction : WAYS) {
                if (measures(metric, media) && measures(metric, direction)) {
                    slots.add(new Slot(firstIndex + slots.size(), metric, media, direction,
                            key(metric, metric.media() == Media.ANY && media == Media.VIDEO,
                                    metric.direction() == Direction.BOTH && direction == Direction.SEND),
                            key(metric, media == Media.VIDEO, direction == Direction.SEND)));
                }
            }
        }
        return slots;
    }

    static int side(final int metricIndex, final Media media, final Direction direction) {
        final int side = direction == Direction.CALL ? SIDES - 1
                : (media == Media.VIDEO ? 2 : 0) + (direction == Direction.SEND ? 1 : 0);
        return metricIndex * SIDES + side;
    }

    private static boolean measures(final Metric metric, final Media media) {
        return metric.media() == media || metric.media() == Media.ANY;
    }

    private static boolean measures(final Metric metric, final Direction direction) {
        return metric.direction() == direction || metric.direction() == Direction.BOTH;
    }

    private static String key(final Metric metric, final boolean video, final boolean send) {
        return (video ? "video." : "") + metric.key() + (send ? ".send" : "");
    }
}
