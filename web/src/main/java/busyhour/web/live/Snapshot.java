package busyhour.web.live;

import java.util.List;

/**
 * A run at one moment, ready to be sent.
 *
 * @param version counts up; 0 before the first.
 * @param status  of the run.
 * @param summary what a page shows besides its charts, JSON.
 * @param frames  of all seconds, JSON, by second.
 * @param changed the first second that differs from the snapshot before.
 * @param ended   nothing more comes.
 */
public record Snapshot(long version, String status, String summary, List<String> frames, int changed, boolean ended) {

    /** For charts: more points than this are not told apart. */
    static final int MAX_POINTS = 600;

    public Snapshot {
        frames = List.copyOf(frames);
    }

    /** Every second, or every n-th of a long run. */
    public static List<String> downsampled(List<String> frames) {
        int step = (frames.size() + MAX_POINTS - 1) / MAX_POINTS;
        if (step <= 1) {
            return frames;
        }
        return java.util.stream.IntStream.range(0, frames.size()).filter(i -> i % step == 0 || i == frames.size() - 1)
                .mapToObj(frames::get).toList();
    }

    static String array(List<String> frames) {
        return "[" + String.join(",", frames) + "]";
    }
}
