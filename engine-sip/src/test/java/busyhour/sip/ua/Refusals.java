package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Plays a scenario once with a willing transport and then with each send refused in turn: its end must be the same. */
final class Refusals {

    private static final long S = 1_000_000_000L;

    private Refusals() {
    }

    /**
     * @param connect makes the parties on a network.
     * @param play    plays the scenario between them.
     */
    static void sameWhicheverSendIsRefused(final Function<SimNetwork, List<SimParty>> connect, final Consumer<List<SimParty>> play) {
        final List<List<String>> expected = new ArrayList<>();
        long sends = 1;
        for (long number = -1; number < sends; number++) {
            for (final int many : new int[] {1, 3}) {
                final SimNetwork network = new SimNetwork(7);
                if (number >= 0) {
                    network.refuse(number, number + many);
                }
                final List<SimParty> parties = connect.apply(network);
                play.accept(parties);
                nothingIsLeft(network, parties);
                if (number < 0) {
                    expected.clear();
                    parties.forEach(party -> expected.add(List.copyOf(party.events)));
                    sends = network.sends();
                    continue;
                }
                assertThat(network.refused()).isPositive();
                for (int i = 0; i < parties.size(); i++) {
                    assertThat(parties.get(i).events).as("party %d, send %d refused %d times\n%s", i, number, many, network.tail())
                            .containsExactlyElementsOf(expected.get(i));
                }
            }
        }
        assertThat(sends).as("sends of the scenario").isGreaterThan(2);
    }

    /** No call, transaction or block is left after all timers. */
    static void nothingIsLeft(final SimNetwork network, final List<SimParty> parties) {
        network.runFor(200 * S);
        for (final SimParty party : parties) {
            assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
            assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
            assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
            assertThat(party.agents.poolRefusals()).isZero();
            assertThat(party.malformed).isZero();
        }
    }
}
