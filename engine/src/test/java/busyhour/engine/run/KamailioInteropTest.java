package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.plan.SignallingSpec.Prack;
import busyhour.ipc.plan.SignallingSpec.TlsSpec;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kamailio as the registrar that asks for digests, and as the proxy between two groups: REGISTER, INVITE through
 * Record-Route, ACK and BYE by Route, unregister. Its nonces live for 2 s, so that those after the calls are stale.
 */
class KamailioInteropTest {

    private static final int PAIRS = 10;
    private static final int NONCE_S = 2;

    @TempDir
    static Path directory;

    private static KamailioProcess kamailio;

    @BeforeAll
    static void start() throws Exception {
        KamailioProcess.assumeInstalled();
        final List<Account> accounts = new ArrayList<>(Assignments.accounts("callee", PAIRS));
        accounts.addAll(Assignments.accounts("caller", PAIRS));
        final boolean streams = ForeignProcess.isInstalled("openssl")
                && KamailioProcess.hasModule("tls.so") && KamailioProcess.hasModule("websocket.so");
        if (streams) {
            makeCertificate();
        }
        kamailio = streams
                ? KamailioProcess.start(directory, NONCE_S, accounts, directory.resolve("cert.pem"), directory.resolve("key.pem"))
                : KamailioProcess.start(directory, NONCE_S, accounts);
    }

    /** A certificate for 127.0.0.1 that vouches for itself. */
    private static void makeCertificate() throws Exception {
        try (ForeignProcess openssl = ForeignProcess.start(directory, "openssl", List.of("openssl", "req", "-x509", "-newkey", "rsa:2048",
                "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"))) {
            assertThat(openssl.await(30)).as(openssl.output()).isZero();
        }
    }

    @AfterAll
    static void stop() {
        if (kamailio != null) {
            kamailio.close();
        }
    }

    private static Assignment between(final String transport, final int port, final long durationMs, final String callerPassword)
            throws java.io.IOException {
        final RegistrarSpec registrar = new RegistrarSpec("kamailio", false, KamailioProcess.DOMAIN, port, transport);
        final List<Account> callers = Assignments.accounts("caller", PAIRS).stream()
                .map(account -> new Account(account.username(), callerPassword == null ? account.password() : callerPassword, null)).toList();
        final boolean secure = transport.equals("TLS") || transport.equals("WSS");
        final SignallingSpec signalling = new SignallingSpec(transport, new TlsSpec(true, secure ? "cert.pem" : null, null, null, null), false, null,
                List.of(), List.of(), Prack.SUPPORTED, null, false, 60);
        final GroupSpec callees = Assignments.group("callees", 0, PAIRS, 0, Assignments.accounts("callee", PAIRS),
                new Callee(Callee.Kind.RECEIVE, -1, null), null, durationMs, new Ramp(0, 0)).withSignalling(signalling);
        final GroupSpec calling = Assignments.group("callers", PAIRS, PAIRS, 0, callers,
                new Callee(Callee.Kind.GROUP, 0, null), null, durationMs, new Ramp(20, 1_000)).withSignalling(signalling);
        final Map<String, byte[]> files = secure ? Map.of("cert.pem", Files.readAllBytes(directory.resolve("cert.pem"))) : Map.of();
        return new Assignment(4_711, "kamailio over " + transport, List.of(registrar), List.of(callees, calling), files, false, List.of());
    }

    @Test
    void shouldRegisterAndCallThroughKamailioOverUdp() throws Exception {
        shouldCall(RecordedRun.play(between("UDP", kamailio.udpPort, 3_000, null), EngineSettings.defaults()), "UDP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS", "WS", "WSS"})
    void shouldRegisterAndCallThroughKamailioOver(final String transport) throws Exception {
        if (!transport.equals("TCP")) {
            ForeignProcess.assumeInstalled("openssl", "openssl");
            KamailioProcess.assumeModule("tls.so", "kamailio-tls-modules");
            KamailioProcess.assumeModule("websocket.so", "kamailio-websocket-modules");
        }
        final int port = transport.equals("TLS") || transport.equals("WSS") ? kamailio.tlsPort : kamailio.tcpPort;
        shouldCall(RecordedRun.play(between(transport, port, 3_000, null), EngineSettings.defaults()), transport);
    }

    private static void shouldCall(final RecordedRun run, final String transport) {
        final String what = run.details + " " + run.statusCodes + " " + kamailio.output();
        assertThat(run.faults).as(what).isEmpty();
        assertThat(run.outcomes.values()).as(what).hasSize(2 * PAIRS).containsOnly(EndpointOutcome.SUCCESS);
        assertThat(run.countedCalls.get(CallEventKind.ANSWERED)).as(what).isEqualTo(PAIRS);
        assertThat(run.statusCodes).as(what).containsOnlyKeys(200);
        assertThat(run.sum("packets_received")).isGreaterThanOrEqualTo(0.98 * run.sum("packets_sent"));

        final List<String> sent = run.messages;
        assertThat(sent).as("digest").anyMatch(text -> text.startsWith("REGISTER") && text.contains("Authorization: Digest"));
        assertThat(sent).as("a call's digest").anyMatch(text -> text.startsWith("INVITE") && text.contains("Proxy-Authorization: Digest"));
        assertThat(sent).as("Record-Route").anyMatch(text -> text.startsWith("SIP/2.0 200") && text.contains("Record-Route: "));
        assertThat(sent).as("by the route").anyMatch(text -> text.startsWith("BYE") && text.contains("\r\nRoute: "));
        assertThat(sent).as("stale nonces").anyMatch(text -> text.startsWith("SIP/2.0 401") && text.contains("stale=true"));
        assertThat(sent).as("transport").anyMatch(text -> text.startsWith("INVITE") && text.contains("Via: SIP/2.0/" + transport + " "));
        assertThat(sent).as("passwords").noneMatch(text -> text.contains("secret1"));
    }

    @Test
    void shouldEndEndpointsWhoseDigestKamailioRefuses() throws Exception {
        final RecordedRun run = RecordedRun.play(between("UDP", kamailio.udpPort, 1_000, "wrong"), EngineSettings.defaults());

        assertThat(run.outcomes.entrySet().stream().filter(entry -> entry.getKey() >= PAIRS).map(Map.Entry::getValue).toList())
                .as("%s", run.details).hasSize(PAIRS).containsOnly(EndpointOutcome.REGISTRATION_FAILED);
        assertThat(run.details.get(PAIRS)).contains("refused the credentials");
        assertThat(run.countedCalls.getOrDefault(CallEventKind.STARTED, 0)).isZero();
    }
}
