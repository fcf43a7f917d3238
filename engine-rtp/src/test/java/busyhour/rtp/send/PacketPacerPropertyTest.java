package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel against a plain list of schedules, through churn, uneven polls and refusals. */
class PacketPacerPropertyTest {

    private static final long MS = 1_000_000;
    private static final int CAPACITY = 200;
    private static final int MAX_CATCH_UP = 3;
    private static final int[] PTIMES_MS = {10, 20, 20, 20, 30, 40, 60};

    private static final class Schedule {
        long dueNs;
        long ptimeNs;
        long freeTick = Long.MIN_VALUE; // a stream stands in one tick once
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldSendWhatAPlainListOfSchedulesWouldSend(final long seed) {
        final Random random = new Random(seed);
        final long startNs = random.nextLong(1L << 50) - (1L << 49);
        final PacketPacer pacer = new PacketPacer(CAPACITY, startNs, MAX_CATCH_UP);
        final RecordingTarget target = new RecordingTarget();
        final Map<Integer, Schedule> model = new HashMap<>();
        final boolean[] refusing = new boolean[CAPACITY];
        target.refuse = id -> refusing[id];
        long nowNs = startNs;
        long skipped = 0;
        for (int step = 0; step < 4_000; step++) {
            nowNs += step % 500 == 499 ? random.nextLong(700 * MS) : random.nextLong(3 * MS);
            final int id = random.nextInt(CAPACITY);
            if (random.nextInt(4) == 0) {
                if (model.remove(id) == null) {
                    final Schedule added = new Schedule();
                    added.ptimeNs = PTIMES_MS[random.nextInt(PTIMES_MS.length)] * MS;
                    added.dueNs = pacer.add(id, nowNs, added.ptimeNs, 0, 1);
                    assertThat(added.dueNs).isBetween(nowNs, nowNs + added.ptimeNs - 1);
                    assertThat((added.dueNs - startNs) % PacketPacer.TICK_NS).isZero();
                    model.put(id, added);
                } else {
                    pacer.remove(id);
                }
            }
            refusing[random.nextInt(CAPACITY)] = random.nextInt(5) == 0;

            final List<RecordingTarget.Sent> expected = new ArrayList<>();
            for (final Map.Entry<Integer, Schedule> entry : model.entrySet()) {
                skipped += expect(entry.getKey(), entry.getValue(), refusing, nowNs, startNs, expected);
            }
            target.sent.clear();
            pacer.poll(nowNs, Integer.MAX_VALUE, target);
            assertThat(target.sent).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(pacer.poll(nowNs, Integer.MAX_VALUE, target)).isZero();
            assertThat(pacer.streams()).isEqualTo(model.size());
            assertThat(pacer.skippedPackets()).isEqualTo(skipped).isEqualTo(target.skipped);
            final long earliest = model.values().stream().map(s -> s.dueNs).min(Comparator.naturalOrder())
                    .orElse(Long.MAX_VALUE);
            assertThat(pacer.nextDueNs()).isLessThanOrEqualTo(Math.max(earliest, nowNs + PacketPacer.TICK_NS));
        }
    }

    // One stream's packets of one poll, by the rules and not by the wheel.
    private static long expect(
            final int id,
            final Schedule schedule,
            final boolean[] refusing,
            final long nowNs,
            final long startNs,
            final List<RecordingTarget.Sent> expected) {
        final long nowTick = Math.floorDiv(nowNs - startNs, PacketPacer.TICK_NS);
        long skipped = 0;
        while (true) {
            final long tick = Math.max(
                    Math.floorDiv(schedule.dueNs - startNs, PacketPacer.TICK_NS), schedule.freeTick);
            if (tick > nowTick) {
                return skipped;
            }
            final long owed = (nowNs - schedule.dueNs) / schedule.ptimeNs + 1;
            if (owed > MAX_CATCH_UP) {
                skipped += owed - MAX_CATCH_UP;
                schedule.dueNs += (owed - MAX_CATCH_UP) * schedule.ptimeNs;
            }
            if (refusing[id]) {
                schedule.freeTick = nowTick + 1;
                return skipped;
            }
            schedule.freeTick = tick + 1;
            expected.add(new RecordingTarget.Sent(id, schedule.dueNs, nowNs));
            schedule.dueNs += schedule.ptimeNs;
        }
    }
}
