package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PortRangeTest {

    @Test
    void shouldWalkRoundEvenPortsWhoseOddNeighbourIsInTheRange() {
        final PortRange range = new PortRange(10_001, 10_006);
        assertThat(range).hasToString("10002-10005");
        assertThat(range.pairs()).isEqualTo(2);
        assertThat(range.nextEvenPort()).isEqualTo(10_002);
        assertThat(range.nextEvenPort()).isEqualTo(10_004);
        assertThat(range.nextEvenPort()).isEqualTo(10_002);
    }

    @Test
    void shouldGiveEachShardPortsOfItsOwn() {
        final PortRange range = new PortRange(10_000, 10_019);
        int next = 10_000;
        for (int i = 0; i < 3; i++) {
            final PortRange share = range.share(i, 3);
            assertThat(share.firstPort()).isEqualTo(next);
            next = share.lastPort() + 1;
        }
        assertThat(next).isEqualTo(10_020);
    }

    @Test
    void shouldNameTheValueAndTheLimitWhenWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PortRange(1000, 2000)).withMessageContaining("1000-2000");
        assertThatIllegalArgumentException().isThrownBy(() -> new PortRange(2001, 2002)).withMessageContaining("no pair");
        assertThatIllegalArgumentException().isThrownBy(() -> new PortRange(65_000, 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> new PortRange(2000, 2003).share(0, 3));
    }
}
