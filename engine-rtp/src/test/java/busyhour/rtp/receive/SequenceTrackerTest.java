package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {

    private final SequenceTracker tracker = new SequenceTracker(0);

    SequenceTrackerTest() {
        tracker.reset();
    }

    private int[] feed(int... sequences) {
        final int[] verdicts = new int[sequences.length];
        for (int i = 0; i < sequences.length; i++) {
            verdicts[i] = tracker.onPacket(sequences[i] & 0xFFFF);
        }
        return verdicts;
    }

    @Test
    void shouldCountFromTheFirstPacket() {
        assertThat(tracker.valid()).isFalse();
        assertThat(feed(7)).containsExactly(SequenceTracker.IN_ORDER);
        assertThat(tracker.received()).isEqualTo(1);
        assertThat(tracker.lost()).isZero();
        assertThat(tracker.extendedHighest()).isEqualTo(7);
    }

    @Test
    void shouldWaitForAValidSourceWhenProbationIsAsked() {
        final SequenceTracker strict = new SequenceTracker(2); // MIN_SEQUENTIAL of RFC 3550
        strict.reset();
        assertThat(strict.onPacket(10)).isEqualTo(SequenceTracker.UNCONFIRMED);
        assertThat(strict.onPacket(12)).isEqualTo(SequenceTracker.UNCONFIRMED);
        assertThat(strict.valid()).isFalse();
        assertThat(strict.onPacket(13)).isEqualTo(SequenceTracker.IN_ORDER);
        assertThat(strict.received()).isEqualTo(1);
        assertThat(strict.expected()).isEqualTo(1);
    }

    @Test
    void shouldCountCyclesAcrossTheWrap() {
        feed(65_534, 65_535, 0, 2, 1);
        assertThat(tracker.extendedHighest()).isEqualTo(65_536 + 2);
        assertThat(tracker.lost()).isZero();
        feed(65_535);
        assertThat(tracker.packet()).isEqualTo(65_536 + 65_535);
        assertThat(tracker.lost()).isEqualTo(-1);
    }

    @Test
    void shouldHoldAJumpUntilTheNextPacketConfirmsIt() {
        assertThat(feed(100, 101, 4_000, 102)).containsExactly(SequenceTracker.IN_ORDER, SequenceTracker.IN_ORDER,
                SequenceTracker.UNCONFIRMED, SequenceTracker.IN_ORDER);
        assertThat(tracker.jumps()).isEqualTo(1);
        assertThat(tracker.restarts()).isZero();
        assertThat(feed(30_000, 30_001, 30_002)).containsExactly(SequenceTracker.UNCONFIRMED, SequenceTracker.RESTARTED,
                SequenceTracker.IN_ORDER);
        assertThat(tracker.restarts()).isEqualTo(1);
        assertThat(tracker.jumps()).isEqualTo(2);
        assertThat(tracker.received()).isEqualTo(3);
        assertThat(tracker.expected()).isEqualTo(3);
        assertThat(tracker.lost()).isZero();
    }

    @Test
    void shouldNotCallAStepBackAJumpForward() {
        feed(20_000, 10_000, 10_001);
        assertThat(tracker.jumps()).isZero();
        assertThat(tracker.restarts()).isEqualTo(1);
    }

    @Test
    void shouldTakeALossBelowMaxDropoutAsLoss() {
        feed(1, 1 + SequenceTracker.MAX_DROPOUT - 1);
        assertThat(tracker.lost()).isEqualTo(SequenceTracker.MAX_DROPOUT - 2);
        assertThat(tracker.gap()).isEqualTo(SequenceTracker.MAX_DROPOUT - 2);
        feed(0xFFFF & (1 + SequenceTracker.MAX_DROPOUT - 1 + SequenceTracker.MAX_DROPOUT));
        assertThat(tracker.jumps()).isEqualTo(1);
    }

    @Test
    void shouldKeepTotalsWhenTheSourceChanges() {
        feed(1, 2, 4);
        tracker.changeSource();
        feed(500, 503);
        assertThat(tracker.lost()).isEqualTo(1 + 2);
        assertThat(tracker.expected()).isEqualTo(4);
        tracker.closeInterval();
        assertThat(tracker.fractionLostPercent()).isEqualTo(100.0 * 3 / 8);
        tracker.closeInterval();
        assertThat(tracker.fractionLostPercent()).isNaN();
    }

    @Test
    void shouldComputeLossOfAnIntervalAsA3() {
        for (final JsonNode example : Vectors.json("05-quality-models/rtcp-math/rfc3550_examples.json").get("fraction_lost")) {
            final int expected = example.get("expected_interval").asInt();
            final int received = example.get("received_interval").asInt();
            tracker.reset();
            feed(0);
            tracker.closeInterval();
            for (int i = received; i > 0; i--) { // the last of them is the newest expected; what is too many are duplicates
                feed(Math.max(1, expected + 1 - i));
            }
            tracker.closeInterval();
            final double percent = tracker.fractionLostPercent();
            assertThat((int) (Double.isNaN(percent) ? 0 : percent * 256 / 100)).isEqualTo(example.get("fraction").asInt());
            assertThat(Double.isNaN(percent)).isEqualTo(expected == 0);
        }
    }

    /** RFC 4737 4.2.1 by its words: reordered when smaller than an earlier one; extent to the earliest larger one. */
    @Test
    void shouldCountReorderingAndItsExtentAsRfc4737OnRandomStreams() {
        for (long seed = 0; seed < 200; seed++) {
            final Random random = new Random(seed);
            final int first = random.nextInt(65_536);
            final List<int[]> sent = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                if (i == 0 || random.nextDouble() > 0.05) {
                    sent.add(new int[]{i, i + (random.nextDouble() < 0.1 ? random.nextInt(40) : 0)});
                }
                if (random.nextDouble() < 0.03) {
                    sent.add(new int[]{i, i + random.nextInt(30)});
                }
            }
            sent.sort((a, b) -> Integer.compare(a[1], b[1]));
            assertReordering(sent, first, seed);
        }
    }

    private void assertReordering(List<int[]> arrivals, int first, long seed) {
        tracker.reset();
        final List<Integer> unique = new ArrayList<>();
        final Set<Integer> seen = new HashSet<>();
        for (final int[] arrival : arrivals) {
            final int verdict = tracker.onPacket((first + arrival[0]) & 0xFFFF);
            if (!seen.add(arrival[0])) {
                assertThat(verdict).as("seed %d", seed).isEqualTo(SequenceTracker.DUPLICATE);
                continue;
            }
            int extent = 0;
            for (int j = 0; j < unique.size() && extent == 0; j++) {
                extent = unique.get(j) > arrival[0] ? unique.size() - j : 0;
            }
            assertThat(verdict).as("seed %d", seed).isEqualTo(extent > 0 ? SequenceTracker.REORDERED : SequenceTracker.IN_ORDER);
            assertThat(tracker.extent()).as("seed %d packet %d", seed, arrival[0]).isEqualTo(extent);
            unique.add(arrival[0]);
        }
        final int highest = Collections.max(seen);
        final int base = arrivals.get(0)[0];
        assertThat(tracker.lost()).as("seed %d", seed).isEqualTo(highest - base + 1 - arrivals.size());
    }
}
