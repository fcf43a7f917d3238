package busyhour.engine.run;

import busyhour.engine.endpoint.Group;
import busyhour.engine.stream.StreamTls;
import busyhour.ipc.plan.SignallingSpec.TlsSpec;
import java.util.HashMap;
import java.util.Map;

/** Trust and identity of the groups' connections: the plan's words with the contents of its files. Set-up time. */
final class TlsMaterial {

    private final Map<String, byte[]> files;
    private final GroupResolver resolver;
    private final Map<Integer, StreamTls> byGroup = new HashMap<>();

    TlsMaterial(final Map<String, byte[]> files, final GroupResolver resolver) {
        this.files = files;
        this.resolver = resolver;
    }

    /** The same object each time, so that connections of a group share their sessions. */
    StreamTls of(final Group group) {
        return byGroup.computeIfAbsent(group.number(), number -> make(group));
    }

    private StreamTls make(final Group group) {
        final TlsSpec spec = group.spec().signalling().tls();
        final String server = spec.serverName() != null ? spec.serverName() : resolver.tlsServer(group.number());
        return new StreamTls(spec.verify(), content(spec.ca()), content(spec.certificate()), content(spec.key()), server)
                .withRequireClientCertificate(group.listens() && spec.verify() && spec.ca() != null);
    }

    private byte[] content(final String name) {
        return name == null ? null : files.get(name);
    }
}
