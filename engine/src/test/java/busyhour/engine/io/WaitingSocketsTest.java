package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingSocketsTest {

    private static final int ALL = Integer.MAX_VALUE;

    private final WaitingSockets waiting = new WaitingSockets(5);

    @Test
    void shouldNameEachSocketOnceWithAllThatWaits() {
        waiting.note(3, 0, 0);
        waiting.note(1, 0, 0);
        waiting.note(3, 0, 0);
        assertThat(waiting.take()).isEqualTo(3);
        assertThat(waiting.most(3)).isEqualTo(2);
        waiting.onReceived(3, 2, 2);
        assertThat(waiting.take()).isEqualTo(1);
        assertThat(waiting.most(1)).isEqualTo(1);
        waiting.onReceived(1, 1, 1);
        assertThat(waiting.take()).isEqualTo(WaitingSockets.NONE);
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void shouldPutASocketBehindTheOthersWhenItsShareWasLess() {
        waiting.note(0, 0, 0);
        waiting.note(0, 0, 0);
        waiting.note(0, 0, 0);
        waiting.note(4, 0, 0);
        assertThat(waiting.take()).isZero();
        waiting.onReceived(0, 2, 2);
        assertThat(waiting.take()).isEqualTo(4);
        waiting.onReceived(4, 1, 1);
        assertThat(waiting.take()).isZero();
        assertThat(waiting.most(0)).isEqualTo(1);
    }

    @Test
    void shouldLookAgainForWhatWasNotThereYetAndReadAllLaterWhenItNeverCame() {
        waiting.note(2, 0, 0);
        int looks = 0;
        while (waiting.take() == 2 && looks < 100) {
            waiting.onReceived(2, waiting.most(2), 0);
            looks++;
        }
        assertThat(looks).isBetween(2, 99);
        assertThat(waiting.isEmpty()).isTrue();

        waiting.note(2, 0, 0); // and now there may be two
        assertThat(waiting.take()).isEqualTo(2);
        assertThat(waiting.most(2)).isEqualTo(ALL);
        waiting.onReceived(2, 1, 1);
        assertThat(waiting.take()).as("as many as asked came: there may be more").isEqualTo(2);
        waiting.onReceived(2, 8, 1);
        assertThat(waiting.isEmpty()).isTrue();
        waiting.note(2, 0, 0);
        waiting.take();
        assertThat(waiting.most(2)).as("sure again").isEqualTo(1);
    }

    @Test
    void shouldHaveTheSamePatienceWithEachDatagram() {
        for (int datagram = 0; datagram < 100; datagram++) {
            waiting.note(1, 0, 0);
            assertThat(waiting.take()).isEqualTo(1);
            waiting.onReceived(1, 1, 0); // noted, and not in the queue yet
            assertThat(waiting.take()).as("datagram %d", datagram).isEqualTo(1);
            waiting.onReceived(1, 1, 1);
        }
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void shouldNotForgetWhatIsOnItsWayWhenTheCountWasUnsure() {
        waiting.doubt(1);
        waiting.note(1, 0, 0);
        waiting.take();
        waiting.onReceived(1, 32, 0);
        assertThat(waiting.take()).as("noted, and not in the queue yet").isEqualTo(1);
        waiting.onReceived(1, 32, 1);
        assertThat(waiting.isEmpty()).isTrue();

        waiting.doubt(1);
        waiting.note(1, 0, 0);
        waiting.note(1, 0, 0);
        waiting.take();
        waiting.onReceived(1, 32, 1);
        assertThat(waiting.take()).as("one of two").isEqualTo(1);
    }

    @Test
    void shouldLookOnceMoreLaterForWhatWasGivenUp() {
        waiting.note(2, 0, 0);
        while (waiting.take() == 2) {
            waiting.onReceived(2, waiting.most(2), 0);
        }
        assertThat(waiting.hasPutOff()).isTrue();
        waiting.lookAgain();
        assertThat(waiting.hasPutOff()).isFalse();
        assertThat(waiting.take()).isEqualTo(2);
        assertThat(waiting.most(2)).isEqualTo(ALL);
        waiting.onReceived(2, 32, 0);
        assertThat(waiting.isEmpty()).isTrue();
        waiting.note(2, 0, 0); // the next, and the one before it that came even later
        waiting.take();
        assertThat(waiting.most(2)).isEqualTo(ALL);
    }

    @Test
    void shouldGiveUpOneCountedTooManyAlthoughOthersCome() {
        waiting.note(1, 0, 0); // dropped
        int vain = 0;
        for (int datagram = 0; datagram < 100; datagram++) {
            waiting.note(1, 0, 0);
            waiting.take();
            waiting.onReceived(1, Math.min(32, waiting.most(1)), 1);
            if (waiting.take() == 1) {
                waiting.onReceived(1, Math.min(32, waiting.most(1)), 0);
                vain++;
            }
        }
        assertThat(vain).isBetween(1, 20);
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void shouldBeSureAgainWhenNoMoreIsFoundWhereLittleWasAskedFor() {
        waiting.doubt(0);
        waiting.take();
        waiting.onReceived(0, 1, 1);
        assertThat(waiting.take()).isZero();
        waiting.onReceived(0, 1, 0);
        waiting.note(0, 0, 0);
        waiting.take();
        assertThat(waiting.most(0)).isEqualTo(1);
    }

    @Test
    void shouldStartAnewForTheSuccessorOfASocket() {
        waiting.note(1, 0, 0);
        waiting.note(1, 0, 0);
        waiting.forget(1);
        assertThat(waiting.take()).isEqualTo(WaitingSockets.NONE);
        waiting.note(1, 0, 0);
        waiting.forget(1);
        waiting.doubt(1);
        assertThat(waiting.take()).isEqualTo(1);
        waiting.onReceived(1, 32, 0);
        assertThat(waiting.take()).isEqualTo(WaitingSockets.NONE);
    }

    @Test
    void shouldSayWhatWasNotedLast() {
        assertThat(waiting.tos(1)).as("nothing was noted").isEqualTo(-1);
        waiting.note(1, 0xB8, 0);
        waiting.note(1, 0xFF, Long.MIN_VALUE + 1);
        assertThat(waiting.tos(1)).isEqualTo(0xFF);
        assertThat(waiting.arrivalNs(1)).isEqualTo(Long.MIN_VALUE + 1);
        waiting.take();
        waiting.onReceived(1, 2, 2);
        assertThat(waiting.tos(1)).as("of what is handed over now").isEqualTo(0xFF);
        waiting.doubt(1);
        for (int misses = 0; misses < 40 && waiting.take() == 1; misses++) {
            waiting.note(1, 0, 0);
            waiting.onReceived(1, 1, 0);
        }
        assertThat(waiting.tos(1)).as("flags do not reach it").isZero();
        waiting.forget(1);
        assertThat(waiting.tos(1)).as("the successor's").isEqualTo(-1);
    }

    @Test
    void shouldHoldAllSocketsForEver() {
        for (int round = 0; round < 1_000; round++) {
            for (int socket = 0; socket < 5; socket++) {
                waiting.note(socket, 0, 0);
            }
            for (int socket = 0; socket < 5; socket++) {
                assertThat(waiting.take()).isEqualTo(socket);
                waiting.onReceived(socket, 1, 1);
            }
        }
        assertThat(waiting.isEmpty()).isTrue();
    }
}
