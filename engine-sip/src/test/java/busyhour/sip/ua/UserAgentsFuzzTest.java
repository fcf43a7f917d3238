package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.registrar.RegistrarProxyContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Spoilt and strange messages stop nothing and leave nothing behind. */
class UserAgentsFuzzTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;
    private static final int PAIRS = 20;

    private SimNetwork network;
    private SimRegistrar registrar;
    private SimParty callers;
    private SimParty callees;

    private void start(final SimNetwork on) {
        network = on;
        registrar = new SimRegistrar(network, "10.0.0.9", 5060, new RegistrarProxyContext());
        callers = new SimParty(network, "10.0.0.1", 5060);
        callees = new SimParty(network, "10.0.0.2", 5060);
        for (int i = 0; i < PAIRS; i++) {
            registrar.proxy.addAccount("caller" + i, "a" + i);
            registrar.proxy.addAccount("callee" + i, "b" + i);
            callers.add("caller" + i, "a" + i, registrar.address, 3600);
            callees.add("callee" + i, "b" + i, registrar.address, 3600);
        }
        callees.selected = 0;
    }

    private void endAllCalls() {
        for (final SimParty party : List.of(callers, callees)) {
            for (int handle = 0; handle < 1 << 16; handle++) {
                if (party.agents.userAgentOf(handle) >= 0) {
                    party.agents.hangUp(handle, network.nowNs());
                }
            }
        }
    }

    private void nothingIsLeft() {
        endAllCalls();
        network.runFor(100 * S);
        endAllCalls();
        network.runFor(140 * S);
        for (final SimParty party : List.of(callers, callees)) {
            assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
            assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
            assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
        }
    }

    @Test
    void shouldSurviveASpoiltNetwork() {
        int malformed = 0;
        int answered = 0;
        for (long seed = 1; seed <= 40; seed++) {
            start(new SimNetwork(seed).delay(MS, 20 * MS).faults(0.02, 0.05, 0.1).corrupt(0.3));
            callers.hangsUp = seed % 2 == 0;
            for (int i = 0; i < PAIRS; i++) {
                callers.agents.register(i, network.nowNs());
                callees.agents.register(i, network.nowNs());
            }
            network.runFor(10 * S);
            for (int i = 0; i < PAIRS; i++) {
                callers.invite(i, "sip:callee" + i + "@example.net");
            }
            network.runFor(20 * S);
            nothingIsLeft();
            malformed += callers.malformed + callees.malformed;
            answered += (int) callers.events.stream().filter(event -> event.startsWith("answered")).count();
        }
        assertThat(malformed).isGreaterThan(1_000);
        assertThat(answered).as("some got through").isGreaterThan(100);
    }

    @Test
    void shouldSurviveTortureMessages() throws IOException {
        final Path folder = Path.of(System.getProperty("busyhour.root", "."), "..", "shared", "vectors", "01-sip");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no vectors beside the project");
        start(new SimNetwork(1));
        int files = 0;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (final Path path : paths.filter(Files::isRegularFile).filter(file -> file.toFile().length() < 60_000).sorted().toList()) {
                final String text = Files.readString(path, StandardCharsets.ISO_8859_1);
                network.inject(SimParty.address("10.0.0.66", 5060), callers.address, text);
                network.inject(SimParty.address("10.0.0.66", 5060), registrar.address, text);
                network.runFor(10 * MS);
                files++;
            }
        }
        assertThat(files).isGreaterThan(50);
        assertThat(callers.malformed).isPositive();
        nothingIsLeft();
    }
}
