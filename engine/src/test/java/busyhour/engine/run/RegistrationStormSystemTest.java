package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.shard.SignallingSockets;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.sip.TransportAddress;
import busyhour.sip.registrar.RegistrarProxy;
import busyhour.sip.registrar.RegistrarProxyContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many endpoints that register with digest over one signalling socket, and stay registered while their bindings run out. */
class RegistrationStormSystemTest {

    private static final int LOOPBACK = 0x7F00_0001;
    private static final double NS_PER_S = 1e9;

    @Test
    void shouldKeepEndpointsRegisteredBeyondTheirExpiry() throws Exception {
        assertThat(registerAndStay(300, 2, 6)).isLessThan(6);
    }

    @Test
    @Tag("load")
    void shouldRegisterTwentyThousandEndpointsWithinTenSeconds() throws Exception {
        assertThat(registerAndStay(20_000, 60, 200)).isLessThan(10);
    }

    /** @return seconds until the registrar had all of them. */
    private static double registerAndStay(final int endpoints, final int expiresS, final int forS) throws Exception {
        final List<Account> accounts = Assignments.accounts("agent", endpoints);
        final Registrar registrar = new Registrar(accounts);
        try {
            final SignallingSpec plain = SignallingSpec.PLAIN;
            final GroupSpec group = Assignments.group("agents", 0, endpoints, 0, accounts, new Callee(Callee.Kind.NONE, -1, null), null,
                    forS * 1_000L, new Ramp(0, 0)).withSignalling(new SignallingSpec(plain.transport(), plain.tls(), false, null, List.of(),
                            List.of(), plain.prack(), null, false, expiresS));
            registrar.start(endpoints);
            final RecordedRun run = RecordedRun.play(Assignments.assignment(
                    List.of(new RegistrarSpec("outside", false, "127.0.0.1", registrar.port(), "UDP")), group), EngineSettings.defaults());
            registrar.stopAndWait(); // its figures are written by its thread
            final double tookS = (registrar.allNs - registrar.firstNs) / NS_PER_S;
            System.out.printf("%d endpoints registered in %.2f s; fewest of them registered until the end, %.0f s later: %d%n",
                    endpoints, tookS, (registrar.endNs - registrar.allNs) / NS_PER_S, registrar.fewest);
            assertThat(run.outcomes.values()).hasSize(endpoints).containsOnly(EndpointOutcome.SUCCESS);
            assertThat(registrar.fewest).isEqualTo(endpoints);
            assertThat((registrar.endNs - registrar.allNs) / NS_PER_S).isGreaterThan(2.0 * expiresS);
            assertThat(run.faults).isEmpty();
            return tookS;
        } finally {
            registrar.stopAndWait();
        }
    }

    /** A registrar with a socket and a thread of its own, which counts its bindings. */
    private static final class Registrar extends Thread {

        private static final long COUNT_NS = 100_000_000L;

        private final EpollDatagramIo io = new EpollDatagramIo(1);
        private final TransportAddress address = new TransportAddress().setIpv4(LOOPBACK, 0);
        private final RegistrarProxy proxy;
        private int wanted;
        private volatile boolean stopped;
        long firstNs = Long.MAX_VALUE;
        long allNs = Long.MAX_VALUE;
        /** When the first endpoint left. */
        long endNs = Long.MAX_VALUE;
        int fewest = Integer.MAX_VALUE;
        private long nowNs;

        Registrar(final List<Account> accounts) {
            super("registrar");
            final int socket = io.open(address, DatagramOptions.signalling(), 0);
            address.port(io.localPort(socket));
            proxy = new RegistrarProxy(new RegistrarProxyContext().address(address).domain("127.0.0.1:" + address.port())
                    .maxAccounts(accounts.size()).minExpiresS(1).conclude(),
                    new SignallingSockets(io, new TargetPolicy(false, List.of())));
            accounts.forEach(account -> proxy.addAccount(account.username(), account.password()));
        }

        int port() {
            return address.port();
        }

        void start(final int endpoints) {
            wanted = endpoints;
            start();
        }

        @Override
        public void run() {
            long nextCountNs = System.nanoTime();
            while (!stopped) {
                nowNs = System.nanoTime();
                final int work = io.poll((socket, source, buffer, offset, length, arrivalEpochNs, tos) -> {
                    firstNs = Math.min(firstNs, nowNs);
                    if (isUnregister(buffer.getStringWithoutLengthAscii(offset, length))) {
                        endNs = Math.min(endNs, nowNs);
                    }
                    proxy.onDatagram(socket, source, buffer, offset, length, nowNs);
                }, 64);
                if (nowNs - nextCountNs >= 0 && endNs == Long.MAX_VALUE) {
                    count(proxy.registeredAccounts(nowNs));
                    nextCountNs = nowNs + COUNT_NS;
                }
                if (work == 0) {
                    io.awaitReadable(1_000_000);
                }
            }
        }

        private static boolean isUnregister(final String message) {
            return message.contains("\r\nExpires: 0\r\n");
        }

        private void count(final int registered) {
            if (registered == wanted) {
                allNs = Math.min(allNs, nowNs);
            }
            if (allNs != Long.MAX_VALUE) {
                fewest = Math.min(fewest, registered);
            }
        }

        void stopAndWait() throws InterruptedException {
            stopped = true;
            join(TimeUnit.SECONDS.toMillis(5));
            io.close();
        }
    }
}
