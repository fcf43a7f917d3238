package busyhour.engine;

import busyhour.ipc.CapacityFile;
import busyhour.ipc.WorkerSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How many endpoints this worker says that it takes: as its environment tells it, else as {@code busyhour calibrate} found. Immutable.
 *
 * @param endpoints of audio; null = nobody knows.
 * @param source    who says so, for people.
 */
record WorkerCapacity(Integer endpoints, String source) {

    /** @param warning takes what is wrong with a file that cannot be used. */
    static WorkerCapacity of(final WorkerSettings settings, final Consumer<String> warning) {
        if (settings.capacity() != null) {
            return new WorkerCapacity(settings.capacity(), "CAPACITY");
        }
        try {
            final Optional<CapacityFile.Capacity> found = CapacityFile.find(settings.data());
            if (found.isPresent()) {
                return new WorkerCapacity(found.get().endpoints(), found.get().file().toString());
            }
        } catch (final IOException e) {
            warning.accept(e.getMessage());
        }
        return new WorkerCapacity(null, "unknown: busyhour calibrate finds it");
    }

    /** For people. */
    @Override
    public String toString() {
        return endpoints == null ? "capacity " + source : "capacity " + endpoints + " endpoints (" + source + ")";
    }
}
