package busyhour.engine;

import busyhour.ipc.licence.LicenceException;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.link.LinkRefusedException;
import busyhour.ipc.link.LinkSource;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the licence that comes with each grant once more, and tells what it permits. Any thread. */
final class LicensedLink implements LinkSource {

    private static final Logger LOG = LoggerFactory.getLogger(LicensedLink.class);

    private final LinkSource source;
    private final LicenceKeys keys;
    private final Consumer<WorkerPermit> permits;

    /** @throws IOException when the list of keys is faulty. */
    LicensedLink(final LinkSource source, final Consumer<WorkerPermit> permits) throws IOException {
        this(source, permits, keys());
    }

    LicensedLink(final LinkSource source, final Consumer<WorkerPermit> permits, final LicenceKeys keys) {
        this.source = source;
        this.permits = permits;
        this.keys = keys;
    }

    private static LicenceKeys keys() throws IOException {
        try {
            return LicenceKeys.ofProcess();
        } catch (final LicenceException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public LinkGrant connect() throws IOException {
        return checked(source.connect());
    }

    /** @throws LinkRefusedException when the licence is not good for this worker. */
    LinkGrant checked(final LinkGrant grant) throws LinkRefusedException {
        try {
            final WorkerPermit permit = grant.licence() == null ? WorkerPermit.unlimited()
                    : WorkerPermit.of(grant.licence(), grant.worker(), keys, Instant.now());
            LOG.info("{}", permit);
            permits.accept(permit);
            return grant;
        } catch (final LicenceException e) {
            throw new LinkRefusedException("the licence that the platform has for this worker is not good here: " + e.getMessage());
        }
    }
}
