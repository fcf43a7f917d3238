package busyhour.engine;

import busyhour.ipc.CapacityFile;
import busyhour.ipc.WorkerSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How many endpoints this worker says that it takes: as its environment tells it, else as {@code busyhour calibrate} found; never more than
 * the platform had it measure. Immutable.
 *
 * @param told     endpoints of audio; null = nobody knows.
 * @param measured endpoints of audio by the last calibration of this host when a platform asked for that one, else null.
 * @param source   who told, for people.
 */
record WorkerCapacity(Integer told, Integer measured, String source) {

    /** @param warning takes what is wrong with a file that cannot be used. */
    static WorkerCapacity of(final WorkerSettings settings, final Consumer<String> warning) {
        final Optional<CapacityFile.Capacity> found = find(settings, warning);
        final Integer inFile = found.map(CapacityFile.Capacity::endpoints).orElse(null);
        final boolean asked = found.filter(file -> file.file().getParent().equals(settings.data().toAbsolutePath().normalize())).isPresent();
        final Integer measured = asked ? inFile : null;
        if (settings.capacity() != null) {
            return new WorkerCapacity(settings.capacity(), measured, "CAPACITY");
        }
        return new WorkerCapacity(inFile, measured, found.map(file -> file.file().toString()).orElse("unknown: busyhour calibrate finds it"));
    }

    private static Optional<CapacityFile.Capacity> find(final WorkerSettings settings, final Consumer<String> warning) {
        try {
            return CapacityFile.find(settings.data());
        } catch (final IOException e) {
            if (settings.capacity() == null) {
                warning.accept(e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** Null = nobody knows. */
    Integer endpoints() {
        return told == null || measured == null ? told : Integer.valueOf(Math.min(told, measured));
    }

    /** For people. */
    @Override
    public String toString() {
        return endpoints() == null ? "capacity " + source
                : "capacity " + endpoints() + " endpoints (" + (endpoints() < told ? "measured; told by " + source + ": " + told : source) + ")";
    }
}
