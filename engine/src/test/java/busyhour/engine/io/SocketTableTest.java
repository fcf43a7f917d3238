package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SocketTableTest {

    private static final int SOCKETS = 100;
    private static final int FIRST_FD = 1_000;
    private static final byte NO_FLAGS = 0;

    private final SocketTable table = new SocketTable(SOCKETS);

    @Test
    void shouldKeepSocketsApartWhileOthersOpenAndClose() {
        final Random random = new Random(1);
        final int[] fds = new int[SOCKETS];
        final int[] tags = new int[SOCKETS];
        final int[] generations = new int[SOCKETS];
        final boolean[] connected = new boolean[SOCKETS];
        for (int round = 0; round < 50_000; round++) {
            final int picked = random.nextInt(SOCKETS);
            if (fds[picked] == 0) {
                final int socket = table.add(FIRST_FD + round, round, SocketTable.LARGE);
                assertThat(fds[socket]).isZero();
                fds[socket] = FIRST_FD + round;
                tags[socket] = round;
                connected[socket] = false;
            } else if (random.nextInt(3) == 0) {
                table.remove(picked);
                fds[picked] = 0;
                generations[picked]++;
            } else {
                connected[picked] ^= true;
                tags[picked] = -round;
                table.set(picked, SocketTable.CONNECTED, connected[picked]);
                table.tag(picked, -round);
            }
            final int other = random.nextInt(SOCKETS);
            assertThat(table.isOpen(other)).isEqualTo(fds[other] != 0);
            assertThat(table.generation(other)).isEqualTo(generations[other]);
            assertThat(table.isCurrent(other, generations[other])).isEqualTo(fds[other] != 0);
            if (fds[other] != 0) {
                assertThat(table.fd(other)).isEqualTo(fds[other]);
                assertThat(table.tag(other)).isEqualTo(tags[other]);
                assertThat(table.has(other, SocketTable.CONNECTED)).isEqualTo(connected[other]);
                assertThat(table.has(other, SocketTable.LARGE)).isTrue();
                assertThat(table.has(other, SocketTable.EXPECTED)).isFalse();
            }
        }
    }

    @Test
    void shouldGiveOutEachNumberOnceUntilItIsFull() {
        for (int i = 0; i < SOCKETS; i++) {
            assertThat(table.isFull()).isFalse();
            assertThat(table.add(FIRST_FD + i, i, NO_FLAGS)).isEqualTo(i);
        }
        assertThat(table.isFull()).isTrue();
        assertThat(table.openCount()).isEqualTo(table.capacity());

        table.remove(SOCKETS - 1);

        assertThat(table.isOpen(SOCKETS - 1)).isFalse();
        assertThat(table.add(FIRST_FD, 7, NO_FLAGS)).isEqualTo(SOCKETS - 1);
        assertThat(table.generation(SOCKETS - 1)).isEqualTo(1);
    }

    @Test
    void shouldNameNoSocketOpenBeyondItsNumbers() {
        assertThat(table.isOpen(-1)).isFalse();
        assertThat(table.isOpen(SOCKETS)).isFalse();
    }
}
