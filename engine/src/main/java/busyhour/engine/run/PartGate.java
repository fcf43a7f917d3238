package busyhour.engine.run;

import busyhour.ipc.link.PartAddress;
import java.util.List;

/** Where a prepared part of a run waits for the others. On the thread that prepares. */
interface PartGate {

    /** This worker plays all of the run. */
    PartGate OPEN = own -> List.of();

    /**
     * Tells where this worker's part answers, and waits until all workers are as far.
     *
     * @param own the groups that this worker listens for, and the registrar when it is here.
     * @return where the run's groups listen, this worker's among them, and its registrar.
     * @throws RunFaultException when nobody said so in time; {@link PreparationEndedException} when the run is not wanted any more.
     */
    List<PartAddress> await(List<PartAddress> own) throws RunFaultException;
}
