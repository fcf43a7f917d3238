package busyhour.sip.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;

    private final List<Integer> fired = new ArrayList<>();

    private int poll(final TimerWheel wheel, final long nowNs) {
        return wheel.poll(nowNs, Integer.MAX_VALUE, (owner, at) -> fired.add(owner));
    }

    @Test
    void shouldFireAtTheDeadlineAndNotBefore() {
        final TimerWheel wheel = new TimerWheel(4);
        wheel.schedule(2, 500 * MS, 0);
        assertThat(wheel.nextDeadlineNs()).isEqualTo(500 * MS);
        assertThat(poll(wheel, 500 * MS - 1)).isZero();
        assertThat(poll(wheel, 500 * MS)).isEqualTo(1);
        assertThat(fired).containsExactly(2);
        assertThat(wheel.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void shouldMoveADeadlineBothWaysAndCancel() {
        final TimerWheel wheel = new TimerWheel(4);
        wheel.schedule(0, 100 * MS, 0);
        wheel.schedule(0, 900 * MS, 0);
        wheel.schedule(1, 900 * MS, 0);
        wheel.schedule(1, 100 * MS, 0);
        wheel.schedule(2, 100 * MS, 0);
        wheel.cancel(2);
        wheel.cancel(2);
        assertThat(poll(wheel, 200 * MS)).isEqualTo(1);
        assertThat(fired).containsExactly(1);
        poll(wheel, S);
        assertThat(fired).containsExactly(1, 0);
    }

    @Test
    void shouldKeepDeadlinesBeyondOneRound() {
        final TimerWheel wheel = new TimerWheel(2);
        wheel.schedule(0, 3600 * S, 0);
        wheel.schedule(1, 1 * S, 0);
        long polls = 0;
        while (wheel.size() > 0) {
            final long nextNs = wheel.nextDeadlineNs();
            polls++;
            if (poll(wheel, nextNs) == 1 && fired.size() == 2) {
                assertThat(nextNs).isEqualTo(3600 * S);
            }
        }
        assertThat(fired).containsExactly(1, 0);
        assertThat(polls).as("one look a round").isLessThan(120);
    }

    @Test
    void shouldFireWhatAHandlerSchedulesForNowAtTheNextPoll() {
        final TimerWheel wheel = new TimerWheel(2);
        wheel.schedule(0, 10 * MS, 0);
        final TimerHandler again = (owner, nowNs) -> {
            fired.add(owner);
            wheel.schedule(owner, nowNs, nowNs);
        };
        for (int i = 1; i <= 3; i++) {
            assertThat(wheel.poll(10 * MS, 100, again)).isEqualTo(1);
            assertThat(wheel.nextDeadlineNs()).isLessThanOrEqualTo(10 * MS);
        }
    }

    @Test
    void shouldCatchUpAfterAStallAndFireRepetitionsScheduledMeanwhile() {
        final TimerWheel wheel = new TimerWheel(200_000);
        for (int i = 0; i < 100_000; i++) {
            wheel.schedule(i, (i % 5_000) * MS, 0);
        }
        final int count = wheel.poll(5 * S, Integer.MAX_VALUE, (owner, nowNs) -> {
            fired.add(owner);
            if (owner == 7) {
                wheel.schedule(150_000, 7 * MS, nowNs);
                wheel.cancel(8);
            }
        });
        assertThat(count).as("one cancelled, one more in the past, fired at the poll's end").isEqualTo(100_000 - 1 + 1);
        assertThat(fired).endsWith(150_000).doesNotContain(8);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void shouldStopAtTheLimitAndGoOnThere() {
        final TimerWheel wheel = new TimerWheel(100);
        for (int i = 0; i < 100; i++) {
            wheel.schedule(i, i * MS, 0);
        }
        int polls = 0;
        while (wheel.size() > 0) {
            assertThat(wheel.nextDeadlineNs()).isLessThanOrEqualTo(S);
            assertThat(wheel.poll(S, 7, (owner, nowNs) -> fired.add(owner))).isLessThanOrEqualTo(7);
            assertThat(++polls).isLessThan(20);
        }
        assertThat(fired).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void shouldLetAHandlerCancelItsNeighbours() {
        final TimerWheel wheel = new TimerWheel(3);
        for (int i = 0; i < 3; i++) {
            wheel.schedule(i, 10 * MS, 0);
        }
        wheel.poll(10 * MS, 10, (owner, nowNs) -> {
            fired.add(owner);
            for (int i = 0; i < 3; i++) {
                wheel.cancel(i);
            }
        });
        assertThat(fired).hasSize(1);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void shouldAgreeWithASortedListWhateverIsScheduled() {
        final long seed = 20_261_121L;
        final Random random = new Random(seed);
        final TimerWheel wheel = new TimerWheel(300);
        final long[] deadlines = new long[300];
        java.util.Arrays.fill(deadlines, Long.MAX_VALUE);
        final long[] now = {-40 * S};
        for (int step = 0; step < 60_000; step++) {
            final int owner = random.nextInt(300);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    deadlines[owner] = now[0] + (long) (Math.pow(random.nextDouble(), 6) * 200 * S);
                    wheel.schedule(owner, deadlines[owner], now[0]);
                }
                case 2 -> {
                    deadlines[owner] = Long.MAX_VALUE;
                    wheel.cancel(owner);
                }
                default -> {
                    now[0] += (long) (Math.pow(random.nextDouble(), 8) * 100 * S);
                    wheel.poll(now[0], Integer.MAX_VALUE, (who, at) -> {
                        assertThat(deadlines[who]).as("seed %d step", seed).isLessThanOrEqualTo(at);
                        deadlines[who] = Long.MAX_VALUE;
                    });
                    long earliest = Long.MAX_VALUE;
                    for (final long deadline : deadlines) {
                        earliest = Math.min(earliest, deadline);
                    }
                    assertThat(earliest).as("seed %d: due and not fired at step %d", seed, step).isGreaterThan(now[0]);
                    assertThat(wheel.nextDeadlineNs()).isBetween(Math.min(now[0], earliest), earliest);
                }
            }
        }
    }
}
