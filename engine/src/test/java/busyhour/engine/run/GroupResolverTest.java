package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.engine.dns.SipLocation;
import busyhour.engine.dns.SipLocator;
import busyhour.engine.dns.SystemDns;
import busyhour.engine.endpoint.Group;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.media.TrackStore;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.Ramp;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.SignallingSpec;
import busyhour.sip.TransportAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupResolverTest {

    private static final Ramp AT_ONCE = new Ramp(0, 0);

    @Test
    void shouldLetCallerICallCalleeIModuloTheirNumber() throws RunFaultException {
        final GroupSpec callees = Assignments.group("callees", 0, 2, 0, Assignments.accounts("callee", 2),
                new Callee(Callee.Kind.RECEIVE, -1, null), null, 1_000, AT_ONCE);
        final GroupSpec callers = Assignments.group("callers", 2, 5, 0, Assignments.accounts("caller", 5),
                new Callee(Callee.Kind.GROUP, 0, null), null, 1_000, AT_ONCE);
        final GroupResolver resolver = resolver(List.of(new RegistrarSpec("pbx", false, "127.0.0.1", 5_080, "UDP")), callees, callers);
        final List<Group> groups = resolver.groups();

        assertThat(resolver.target(groups.get(1), 0)).isEqualTo("sip:callee1@127.0.0.1:5080");
        assertThat(resolver.target(groups.get(1), 1)).isEqualTo("sip:callee2@127.0.0.1:5080");
        assertThat(resolver.target(groups.get(1), 4)).isEqualTo("sip:callee1@127.0.0.1:5080");
        assertThat(groups.get(0).expectedCalls()).isEqualTo(2);
        assertThat(groups.get(0).countsCalls()).as("counted at their callers").isFalse();
        assertThat(groups.get(1).countsCalls()).isTrue();
        assertThat(groups.get(1).registrarUri()).isEqualTo("sip:127.0.0.1:5080");
        assertThat(groups.get(1).targets(0).address(0)).isEqualTo(address("127.0.0.1", 5_080));
    }

    @Test
    void shouldBracketTheAddressOfARegistrarThatSpeaksIpv6() throws RunFaultException {
        Assignments.assumeIpv6();
        final GroupSpec callers = Assignments.group("callers", 0, 1, 0, Assignments.accounts("caller", 1),
                new Callee(Callee.Kind.URI, -1, "sip:a@[::1]"), null, 1_000, AT_ONCE);
        final Group plain = resolver(List.of(new RegistrarSpec("pbx", false, "::1", 0, "UDP")), callers).groups().getFirst();
        final Group withPort = resolver(List.of(new RegistrarSpec("pbx", false, "::1", 5_080, "UDP")), callers).groups().getFirst();

        assertThat(plain.registrarUri()).isEqualTo("sip:[::1]");
        assertThat(plain.targets(0).address(0)).isEqualTo(address("::1", 5_060));
        assertThat(withPort.domain()).isEqualTo("[::1]:5080");
        assertThat(withPort.localAddress(0).sameAddress(address("::1", 0))).isTrue();
    }

    @Test
    void shouldListenAndBeCalledOverIpv6() throws RunFaultException {
        Assignments.assumeIpv6();
        final GroupResolver resolver = resolver(List.of(), Assignments.receivers(0, 1, "[::1]:5070", 1_000), Assignments.callers(1, 1, 1_000));
        final List<Group> groups = resolver.groups();

        assertThat(groups.get(0).localAddress(0)).isEqualTo(address("::1", 5_070));
        assertThat(groups.get(0).domain()).isEqualTo("[::1]");
        assertThat(groups.get(1).targets(0).address(0)).isEqualTo(address("::1", 5_070));
        assertThat(resolver.target(groups.get(1), 0)).isEqualTo("sip:1@[::1]:5070");
    }

    @Test
    void shouldRefuseToListenWhereNobodyCouldBeToldTheAddress() {
        assertThatThrownBy(() -> resolver(List.of(), Assignments.receivers(0, 1, "0.0.0.0:5070", 1_000)).groups())
                .isInstanceOf(RunFaultException.class).hasMessageContaining("callees").hasMessageContaining("0.0.0.0:5070");
        assertThatThrownBy(() -> resolver(List.of(), Assignments.receivers(0, 1, "[::]:5070", 1_000)).groups())
                .isInstanceOf(RunFaultException.class);
    }

    @Test
    void shouldSendToTheTargetThatThePlanNames() throws RunFaultException {
        final GroupSpec plain = Assignments.callersOf("sip:echo@127.0.0.9", 1, 1_000);
        final GroupSpec viaTarget = plain.withTarget("sip:user@127.0.0.2:5090");

        assertThat(resolver(List.of(), plain).groups().getFirst().targets(0).address(0)).isEqualTo(address("127.0.0.9", 5_060));
        final GroupResolver resolver = resolver(List.of(), viaTarget);
        assertThat(resolver.groups().getFirst().targets(0).address(0)).isEqualTo(address("127.0.0.2", 5_090));
        assertThat(resolver.target(resolver.groups().getFirst(), 0)).isEqualTo("sip:echo@127.0.0.9");
    }

    @Test
    void shouldCountAtCalleesThatNobodyOfThePlanCalls() throws RunFaultException {
        assertThat(resolver(List.of(), Assignments.receivers(0, 1, "127.0.0.1:5070", 1_000)).groups().getFirst().countsCalls()).isTrue();
    }

    @Test
    void shouldSayWhatIsNoTarget() {
        assertThatThrownBy(() -> SipTarget.location("tel:+4930", SipLocation.ANY)).isInstanceOf(RunFaultException.class).hasMessageContaining("tel:+4930");
        assertThatThrownBy(() -> SipTarget.location("sip:a@10.0.0.1;transport=sctp", SipLocation.ANY)).isInstanceOf(RunFaultException.class);
    }

    @Test
    void shouldIntendEachFirstCallByTheRamp() throws RunFaultException {
        final GroupSpec callers = Assignments.group("callers", 0, 4, -1, List.of(), new Callee(Callee.Kind.URI, -1, "sip:a@127.0.0.1"),
                null, 1_000, new Ramp(10, 1_000));
        final Group group = resolver(List.of(), callers).groups().getFirst();
        assertThat(group.arrivalNs(0)).isZero();
        assertThat(group.arrivalNs(3)).isEqualTo(300_000_000L);
    }

    private static GroupResolver resolver(final List<RegistrarSpec> registrars, final GroupSpec... groups) {
        final Assignment assignment = Assignments.assignment(registrars, groups);
        return new GroupResolver(assignment, new GroupPaths(new SipLocator(SystemDns::ofHost), new TargetPolicy(false, List.of()), 1), new MediaResolver(new TrackStore((name, rateHz, channels) -> new short[16_000]), null), null);
    }

    private static TransportAddress address(final String host, final int port) {
        final TransportAddress address = new TransportAddress().port(port);
        assertThat(address.parse(host)).isTrue();
        return address;
    }
}
