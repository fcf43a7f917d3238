package busyhour.engine.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.ArrivalSpec.Stage;
import busyhour.ipc.plan.Load;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsAllocationTest {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final OpenArrivals even = new OpenArrivals(new ArrivalSpec(ArrivalSpec.Kind.RATE,
            List.of(new Stage(0, 100, 1_000, 60_000), new Stage(100, 100, 1_000, 3_600_000)), List.of(), false, 0, 0));
    private final OpenArrivals poisson = new OpenArrivals(new ArrivalSpec(ArrivalSpec.Kind.RATE,
            List.of(new Stage(100, 100, 1_000, 3_600_000)), List.of(), true, 9, 0));
    private final UserCurve users = new UserCurve(List.of(new Stage(0, 100, 1, 60_000), new Stage(100, 100, 1, 3_600_000)));
    private final Load[] rates = {Load.rate(10, 1_000), Load.rate(90, 1_000)};
    private final Load[] numbers = {Load.users(10), Load.users(90)};
    private long sum;

    private void step(final int rounds) {
        for (int i = 0; i < rounds; i++) {
            even.advance();
            even.pass();
            poisson.advance();
            poisson.pass();
            if (i % 20 == 0) {
                even.change(rates[i / 20 & 1], even.nextUs() + 20_000);
                poisson.change(rates[i / 20 & 1], poisson.nextUs() + 20_000);
                users.change(numbers[i / 20 & 1], i * 100L, i * 99L);
            }
            sum += even.nextUs() + poisson.nextUs() + users.nextUs(i & 63, i * 1_000L);
        }
    }

    @Test
    void shouldAllocateNothing() {
        step(200);
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        step(1_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isZero();
        assertThat(sum).isNotZero();
    }
}
