package busyhour.ipc.licence;

import java.time.Instant;

/** How many endpoints a worker may play at a time, as it knows for itself. */
public final class WorkerPermit {

    /** As many as it carries. */
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Licence licence;
    private final int endpoints;

    private WorkerPermit(final Licence licence, final int endpoints) {
        this.licence = licence;
        this.endpoints = endpoints;
    }

    /** Of a worker on the machine that it is asked from, and of one that was let in without a licence. */
    public static WorkerPermit unlimited() {
        return new WorkerPermit(null, NO_LIMIT);
    }

    /**
     * By the licence that the platform handed on, checked here once more.
     *
     * @param worker id of this worker as the platform told it.
     * @throws LicenceException when the licence is another's, is not good now, or was not signed by a key that counts.
     */
    public static WorkerPermit of(final String file, final String worker, final LicenceKeys keys, final Instant now) throws LicenceException {
        final Licence licence = keys.verify(file);
        if (!licence.worker().equals(worker)) {
            throw new LicenceException("the licence is for worker " + licence.worker() + ", this is " + worker);
        }
        final String fault = licence.faultAt(now);
        if (fault != null) {
            throw new LicenceException(fault);
        }
        return new WorkerPermit(licence, licence.tier().endpoints());
    }

    /** Most endpoints at a time at that moment, {@link #NO_LIMIT} or 0 when the licence has run out. Any thread. */
    public int endpoints(final Instant now) {
        return licence != null && licence.faultAt(now) != null ? 0 : endpoints;
    }

    /**
     * Why this worker may not play so many, or null.
     *
     * @param playing endpoints of runs that go on.
     * @param more    that a run wants besides.
     */
    public String refusal(final int playing, final int more, final Instant now) {
        final String fault = licence == null ? null : licence.faultAt(now);
        if (fault != null) {
            return fault;
        }
        return (long) playing + more <= endpoints ? null
                : "the licence (" + licence.tier().word() + ") is for " + endpoints + " endpoints: found " + playing + " playing and " + more + " more";
    }

    /** For people. */
    @Override
    public String toString() {
        return licence == null ? "no licence" : "licence " + licence.tier().word() + " until " + licence.expiresAt();
    }
}
