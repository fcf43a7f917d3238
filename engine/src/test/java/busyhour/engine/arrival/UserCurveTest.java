package busyhour.engine.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.ArrivalSpec.Stage;
import busyhour.ipc.plan.Load;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserCurveTest {

    private static long active(final UserCurve curve, final int users, final long us) {
        return IntStream.range(0, users).filter(user -> curve.nextUs(user, us) == us).count();
    }

    @Test
    void shouldKeepSoManyUsers() {
        final UserCurve curve = new UserCurve(List.of(new Stage(200, 200, 1, 60_000)));
        assertThat(active(curve, 300, 0)).isEqualTo(200);
        assertThat(active(curve, 300, 59_999_999)).isEqualTo(200);
        assertThat(curve.nextUs(0, 60_000_000)).isEqualTo(UserCurve.NEVER);
        assertThat(curve.nextUs(200, 0)).isEqualTo(UserCurve.NEVER);
        assertThat(curve.endUs()).isEqualTo(60_000_000);
    }

    @Test
    void shouldAddOneAfterTheOther() {
        final UserCurve curve = new UserCurve(List.of(new Stage(0, 500, 1, 60_000), new Stage(500, 500, 1, 30_000)));
        assertThat(curve.nextUs(0, 0)).isEqualTo(1);
        assertThat(curve.nextUs(1, 0)).isEqualTo(120_001);
        assertThat(curve.nextUs(499, 0)).isEqualTo(499 * 120_000 + 1);
        assertThat(active(curve, 600, 30_000_000)).isEqualTo(250);
        assertThat(active(curve, 600, 60_000_000)).isEqualTo(500);
    }

    @Test
    void shouldLetUsersGoAndComeAgain() {
        final UserCurve curve = new UserCurve(List.of(new Stage(10, 10, 1, 10_000), new Stage(10, 0, 1, 10_000),
                new Stage(5, 5, 1, 10_000)));
        assertThat(active(curve, 10, 15_000_000)).isEqualTo(5);
        assertThat(curve.nextUs(9, 10_500_000)).as("while there are 9.5").isEqualTo(10_500_000);
        assertThat(curve.nextUs(9, 11_000_000)).as("9 are not more than 9").isEqualTo(UserCurve.NEVER);
        assertThat(curve.nextUs(4, 16_000_000)).as("comes again").isEqualTo(20_000_000);
    }

    @Test
    void shouldChange() {
        final UserCurve curve = new UserCurve(List.of(new Stage(10, 10, 1, 60_000)));
        curve.change(Load.users(20), 20_000_000, 19_000_000);
        assertThat(active(curve, 30, 19_999_999)).isEqualTo(10);
        assertThat(curve.nextUs(15, 19_500_000)).isEqualTo(20_000_000);
        curve.change(Load.users(5), 40_000_000, 39_000_000);
        assertThat(active(curve, 30, 40_000_000)).isEqualTo(5);
        assertThat(curve.nextUs(4, 60_000_000)).isEqualTo(UserCurve.NEVER);
    }
}
