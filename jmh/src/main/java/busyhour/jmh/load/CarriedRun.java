package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * One run and what the independent capture saw of it.
 *
 * @param result           of the run, as {@code --json} has it.
 * @param gaps             of the capture, over a part of the steady time.
 * @param packetsPerSecond that the plan wants.
 */
record CarriedRun(JsonNode result, Gaps gaps, double packetsPerSecond) {

    /** The capture's own start and end, and the machine's jitter. */
    private static final double AS_PLANNED = 0.999;

    /** Nothing lost by either account, and the run does not blame itself. */
    boolean isClean() {
        return lost() == 0 && !captureMissed() && !overloaded();
    }

    /** Whether the run calls itself overloaded exactly when it was. */
    boolean saysWhatIsSo() {
        return overloaded() == isLimited();
    }

    boolean overloaded() {
        return result.at("/engine/overloaded").asBoolean();
    }

    double lost() {
        return result.at("/metrics/packets_lost/sum").asDouble(Double.NaN);
    }

    double seenShare() {
        return gaps.packetsPerSecond() / packetsPerSecond;
    }

    /** Packets that were due and never came by, or that the capture itself could not keep. */
    boolean captureMissed() {
        return gaps.lost() > 0 || gaps.missed() > 0 || seenShare() < AS_PLANNED;
    }

    /** By the capture and the run's figures, not by its word. */
    boolean isLimited() {
        return captureMissed() || Limits.isOverloaded(figure("shardBusyRatio"), figure("sendLatenessUs/p99"), (long) figure("kernelDrops"));
    }

    private double figure(String name) {
        return result.at("/engine/" + name).asDouble();
    }

    String figures() {
        return String.format(Locale.ROOT, "overloaded %s; busy %.1f %%, lateness p99 %.0f us, p99.9 %.0f us, lost %.0f, kernel drops %.0f; capture: %d "
                        + "streams, %.2f %% of the planned packets, %d sequence numbers missing, %d not kept, %.2f %% of gaps within 1 ms",
                overloaded(), 100 * figure("shardBusyRatio"), figure("sendLatenessUs/p99"), figure("sendLatenessUs/p999"), lost(),
                figure("kernelDrops"), gaps.streams(), 100 * seenShare(), gaps.lost(), gaps.missed(), 100 * gaps.within1ms());
    }
}
