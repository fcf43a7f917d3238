package busyhour.web.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErlangBTest {

    /** Rows of the published Erlang B table: the traffic that so many trunks carry at 0.1, 1 and 5 % blocking. */
    @ParameterizedTest
    @CsvSource({"1, 0.0010, 0.0101, 0.0526", "2, 0.0458, 0.1526, 0.3813", "5, 0.7621, 1.3608, 2.2185", "10, 3.0920, 4.4612, 6.2157",
        "15, 6.0772, 8.1080, 10.6327", "20, 9.4115, 12.0306, 15.2493", "30, 16.6839, 20.3373, 24.8021", "50, 32.5119, 37.9014, 44.5330",
        "100, 75.2415, 84.0642, 95.2405"})
    void shouldAgreeWithThePublishedTable(int trunks, double atTenthPercent, double atOnePercent, double atFivePercent) {
        double[] traffic = {atTenthPercent, atOnePercent, atFivePercent};
        double[] blocking = {0.001, 0.01, 0.05};
        for (int i = 0; i < traffic.length; i++) {
            assertThat(ErlangB.blocked(traffic[i], trunks)).isCloseTo(blocking[i], within(blocking[i] * 0.05 / Math.sqrt(trunks) + blocking[i] * 1e-3));
            double slack = Math.max(0.0001, traffic[i] * 0.0001);
            assertThat(ErlangB.trunks(traffic[i] - slack, blocking[i])).as("%s E at %s", traffic[i], blocking[i]).isEqualTo(trunks);
            assertThat(ErlangB.trunks(traffic[i] + slack, blocking[i])).isEqualTo(trunks + 1);
        }
    }

    @Test
    void shouldNeedNoTrunkWithoutTraffic() {
        assertThat(ErlangB.trunks(0, 0.01)).isZero();
        assertThat(ErlangB.blocked(0, 1)).isZero();
        assertThat(ErlangB.blocked(3, 0)).isEqualTo(1);
    }

    @Test
    void shouldStayExactForLargeGroups() {
        int trunks = ErlangB.trunks(10_000, 0.01);
        assertThat(trunks).isBetween(9_950, 10_050);
        assertThat(ErlangB.blocked(10_000, trunks)).isLessThanOrEqualTo(0.01);
        assertThat(ErlangB.blocked(10_000, trunks - 1)).isGreaterThan(0.01);
    }

    @Test
    void shouldRefuseWhatIsNoShare() {
        assertThatIllegalArgumentException().isThrownBy(() -> ErlangB.trunks(10, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ErlangB.trunks(10, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ErlangB.trunks(Double.NaN, 0.01));
    }
}
