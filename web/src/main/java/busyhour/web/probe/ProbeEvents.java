package busyhour.web.probe;

import java.util.List;

import org.jdbi.v3.core.Handle;

/** Told of each change of a probe's state, within the transaction that stores it: what is written goes with it or not at all. */
@FunctionalInterface
public interface ProbeEvents {

    /** @return what is to be done when the transaction is through; never null. */
    Runnable changed(Handle handle, ProbeChange change);

    static ProbeEvents all(List<ProbeEvents> listeners) {
        List<ProbeEvents> each = List.copyOf(listeners);
        return (handle, change) -> {
            List<Runnable> afterwards = each.stream().map(listener -> listener.changed(handle, change)).toList();
            return () -> afterwards.forEach(Runnable::run);
        };
    }
}
