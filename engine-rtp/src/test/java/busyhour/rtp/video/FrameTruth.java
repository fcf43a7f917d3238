package busyhour.rtp.video;

import busyhour.rtp.RtpHeaderFlyweight;
import java.util.HashMap;
import java.util.Map;

/** What the network did to each frame. */
final class FrameTruth {

    private final Map<Integer, Boolean> wholeByTimestamp = new HashMap<>();

    boolean note(final RtpHeaderFlyweight header, final boolean lost) {
        wholeByTimestamp.merge(header.timestamp(), !lost, Boolean::logicalAnd);
        return lost;
    }

    int frames() {
        return wholeByTimestamp.size();
    }

    long whole() {
        return wholeByTimestamp.values().stream().filter(whole -> whole).count();
    }
}
