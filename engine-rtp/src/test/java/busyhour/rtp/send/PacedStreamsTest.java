package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacedStreamsTest {

    private static final long LARGEST_DUE_NS = Long.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 1_001})
    void shouldKeepWhatIsKnownOfEachStreamApart(final int capacity) {
        final PacedStreams streams = new PacedStreams(capacity);
        final Model[] models = new Model[capacity];
        final Random random = new Random(capacity);
        for (int id = 0; id < capacity; id++) {
            assertThat(streams.bucket(id)).isEqualTo(TickWheel.NIL);
            models[id] = new Model(random);
            models[id].write(streams, id);
        }
        for (int round = 0; round < 10_000; round++) {
            final int id = random.nextInt(capacity);
            models[id] = new Model(random);
            models[id].write(streams, id);
            final int other = random.nextInt(capacity);
            models[other].verify(streams, other);
        }
        for (int id = 0; id < capacity; id++) {
            models[id].verify(streams, id);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void shouldLinkStreamsBothWays(final int capacity) {
        final PacedStreams streams = new PacedStreams(capacity);
        for (int id = 0; id < capacity; id++) {
            streams.link(id, (id + 1) % capacity);
        }
        for (int id = 0; id < capacity; id++) {
            assertThat(streams.next(id)).isEqualTo((id + 1) % capacity);
            assertThat(streams.previous((id + 1) % capacity)).isEqualTo(id);
            assertThat(streams.bucket(id)).isEqualTo(TickWheel.NIL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16})
    void shouldThrowBeyondItsCapacity(final int capacity) {
        final PacedStreams streams = new PacedStreams(capacity);

        assertThatThrownBy(() -> streams.state(capacity)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> streams.dueNs(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static final class Model {

        private final long dueNs;
        private final long packetNs;
        private final int bucket;
        private final int phase;
        private final byte state;
        private final boolean jittered;
        private final int phaseClass;

        Model(final Random random) {
            dueNs = random.nextInt(10) == 0 ? LARGEST_DUE_NS : random.nextLong();
            packetNs = random.nextLong();
            bucket = random.nextInt(TickWheel.SIZE + 1) - 1;
            phase = random.nextInt(PhaseSpread.MAX_PHASES);
            state = (byte) random.nextInt(4);
            jittered = random.nextBoolean();
            phaseClass = random.nextInt(PhaseSpread.MAX_CLASSES + 1) - 1;
        }

        void write(final PacedStreams streams, final int id) {
            streams.dueNs(id, dueNs);
            streams.packetNs(id, packetNs);
            streams.bucket(id, bucket);
            streams.phase(id, phase);
            streams.state(id, state);
            streams.jittered(id, jittered);
            streams.phaseClass(id, phaseClass);
        }

        void verify(final PacedStreams streams, final int id) {
            assertThat(streams.dueNs(id)).isEqualTo(dueNs);
            assertThat(streams.packetNs(id)).isEqualTo(packetNs);
            assertThat(streams.bucket(id)).isEqualTo(bucket);
            assertThat(streams.phase(id)).isEqualTo(phase);
            assertThat(streams.state(id)).isEqualTo(state);
            assertThat(streams.isJittered(id)).isEqualTo(jittered);
            assertThat(streams.phaseClass(id)).isEqualTo(phaseClass);
        }
    }
}
