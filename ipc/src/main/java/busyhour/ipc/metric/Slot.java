package busyhour.ipc.metric;

/**
 * One number (or text) that an endpoint can have: a metric on one kind of stream and one side. Immutable.
 *
 * @param index        place in samples, from 0; stable over versions.
 * @param metric       what is measured.
 * @param media        AUDIO or VIDEO; ANY for a call's.
 * @param direction    RECV, SEND or CALL.
 * @param resultKey    name in results and thresholds: {@code key} for audio and receive, or what the metric has instead where it
 *                     lacks those (packets_sent, frames_received); else {@code key.send}, {@code video.key}, {@code video.key.send}.
 * @param qualifiedKey the same without that shortening (packets_sent.send, video.frames_received).
 */
public record Slot(int index, Metric metric, Media media, Direction direction, String resultKey, String qualifiedKey) {
}
