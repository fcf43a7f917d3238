package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What {@code tap.c} saw from outside, by the kernel's timestamps: the gaps between the packets of each stream.
 *
 * @param streams    that were heard, by source and destination port.
 * @param packets    seen in the watched time.
 * @param watchedNs  how long that was.
 * @param within1ms  share of the gaps within 1 ms of the packet time.
 * @param p99Us      of the gaps.
 * @param p999Us     of the gaps.
 * @param maxUs      the longest gap.
 * @param lost       sequence numbers that never came, between a stream's first and last packet.
 * @param missed     packets that the tap itself lost: its figures say nothing then.
 */
record Gaps(int streams, long packets, long watchedNs, double within1ms, long p99Us, long p999Us, long maxUs, long lost, long missed) {

    static Gaps of(JsonNode tap) {
        final JsonNode gaps = tap.get("gapUs");
        return new Gaps(tap.get("streams").asInt(), tap.get("packets").asLong(), tap.get("wallNs").asLong(), tap.get("within1ms").asDouble(),
                gaps.get("p99").asLong(), gaps.get("p999").asLong(), gaps.get("max").asLong(), tap.get("lost").asLong(),
                tap.get("missed").asLong());
    }

    double packetsPerSecond() {
        return packets * 1e9 / watchedNs;
    }
}
