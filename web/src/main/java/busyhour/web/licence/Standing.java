package busyhour.web.licence;

import java.time.Instant;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceFeature;
import busyhour.ipc.licence.WorkerPermit;

/**
 * Where a worker stands.
 *
 * @param endpoints most at a time: {@link WorkerPermit#NO_LIMIT} or a number, 0 when it may play nothing.
 * @param licence   what was uploaded, null when nothing was or it does not verify any more.
 * @param until     when this ends; null = never, or not known yet.
 * @param fault     why it may play nothing, else null.
 * @param file      as it was uploaded; null when nothing was.
 */
public record Standing(long workerId, String name, Kind kind, int endpoints, Licence licence, Instant until, String fault, String file,
        Instant uploadedAt, String uploadedBy) {

    /** How a worker comes by its leave. */
    public enum Kind {
        /** On the platform's own machine. */
        LOCAL,
        /** A licence that is good now. */
        LICENSED,
        /** Within the first days. */
        TRIAL,
        /** A licence that is good no more, or whose key does not count any more: refused. */
        INVALID,
        /** No licence, and the trial is over: refused. */
        MISSING
    }

    /** Whether it may be had by way of this worker. */
    public boolean has(LicenceFeature feature) {
        return fault == null && (licence == null || licence.tier().has(feature));
    }
}
