package busyhour.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.SimNetwork;
import busyhour.sip.digest.DigestAlgorithm;
import busyhour.sip.registrar.RegistrarProxyContext;
import org.junit.jupiter.api.Test;

/** Registration and calls through the built-in registrar and proxy, in virtual time. */
class RegistrarSimTest {

    private static final long S = 1_000_000_000L;

    private SimNetwork network = new SimNetwork(1);
    private SimRegistrar registrar;
    private SimParty party;

    private void start(final RegistrarProxyContext context, final String host) {
        registrar = new SimRegistrar(network, host.contains(":") ? "2001:db8::9" : "10.0.0.9", 5060, context);
        registrar.proxy.addAccount("alice", "secret a");
        registrar.proxy.addAccount("bob", "secret b");
        party = new SimParty(network, host, 5071);
        party.add("alice", "secret a", registrar.address, 3600);
        party.add("bob", "secret b", registrar.address, 3600);
    }

    private void registerBoth() {
        for (int ua = 0; ua < 2; ua++) {
            final int number = ua;
            party.insist(now -> party.agents.register(number, now));
        }
        network.runFor(S);
    }

    private void nothingIsLeft() {
        network.runFor(140 * S);
        assertThat(party.agents.activeCalls()).as("calls\n%s", network.tail()).isZero();
        assertThat(party.agents.activeTransactions()).as("transactions\n%s", network.tail()).isZero();
        assertThat(party.agents.blocksInUse()).as("blocks\n%s", network.tail()).isZero();
    }

    @Test
    void shouldRegisterWithDigestAndUnregister() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        registerBoth();
        assertThat(party.events).containsExactlyInAnyOrder(
                "challenged 0 401", "challenged 1 401", "registered 0 after 2", "registered 1 after 2");
        assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isEqualTo(2);
        assertThat(party.agents.unregister(0, network.nowNs())).isTrue();
        network.runFor(S);
        assertThat(party.events).endsWith("unregistered 0");
        assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isEqualTo(1);
        assertThat(party.agents.isRegistered(0)).isFalse();
    }

    @Test
    void shouldCallThroughTheProxyWithRecordRoute() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        registerBoth();
        party.events.clear();
        final int call = party.invite(0, "sip:bob@example.net");
        network.runFor(S);
        assertThat(party.events).as(network.tail()).containsExactly(
                "sent 0", "challenged 0 407", "invite 1", "provisional 0 180", "answered 0", "confirmed 1");
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S);
        assertThat(party.events).endsWith("remote hang-up 1", "hung up 0 200");
        assertThat(network.log().stream().filter(line -> line.contains("BYE")).count()).as("by the proxy").isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void shouldCallOverIpv6WithSha256() {
        start(new RegistrarProxyContext().recordRoute(false).algorithms(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), "2001:db8::1");
        registerBoth();
        party.hangsUp = true;
        party.invite(1, "sip:alice@[2001:db8::9]");
        network.runFor(S);
        assertThat(party.events).as(network.tail()).contains("answered 1", "remote hang-up 0", "hung up 1 200");
        assertThat(network.log().stream().filter(line -> line.contains("BYE")).count()).as("straight").isEqualTo(1);
        nothingIsLeft();
    }

    private RawPeer raw;

    /** Sends a request of a client played by hand to the registrar and answers what comes back. */
    private String ask(final String text) {
        final int before = raw.received.size();
        raw.send(registrar.address, text);
        network.runFor(S / 100);
        return raw.received.size() == before ? "" : raw.last();
    }

    private void startRaw(final RegistrarProxyContext context) {
        start(context, "10.0.0.1");
        raw = new RawPeer(network, "10.0.0.7", 5060);
    }

    private int branch;

    private String request(final String method, final String uri, final String headers) {
        return raw.request(method, uri, "q" + ++branch, branch, headers, "").replaceFirst("Contact: [^\r]*\r\n", "");
    }

    @Test
    void shouldFailWithAWrongPasswordAfterOneTry() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        final int mallory = party.agents.add(new UserAgentDescriptor(
                "mallory", "example.net", null, "alice", "wrong", null, party.address, 0, registrar.address, "sip:example.net", 60));
        party.agents.register(mallory, network.nowNs());
        network.runFor(S);
        assertThat(party.events).containsExactly("challenged 2 401", "challenged 2 401", "registration failed 2 401");
        assertThat(registrar.proxy.wrongCredentials()).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void shouldAnswerOnlyTheRealmThatItsPasswordIsFor() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        for (final String realm : new String[] {"elsewhere", "example.net"}) {
            final int ua = party.agents.add(new UserAgentDescriptor("alice", "example.net", null, null, "secret a", realm,
                    party.address, 0, registrar.address, "sip:example.net", 60));
            party.agents.register(ua, network.nowNs());
            network.runFor(S);
        }
        assertThat(party.events).containsExactly(
                "challenged 2 401", "registration failed 2 401", "challenged 3 401", "registered 3 after 2");
    }

    @Test
    void shouldNotBindAnotherAccountsAddress() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        final int mallory = party.agents.add(new UserAgentDescriptor(
                "bob", "example.net", null, "alice", "secret a", null, party.address, 0, registrar.address, "sip:example.net", 60));
        party.agents.register(mallory, network.nowNs());
        network.runFor(S);
        assertThat(party.events).endsWith("registration failed 2 403");
        assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isZero();
    }

    @Test
    void shouldReportNoRegistrarAndNoPassword() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        party.agents.add(new UserAgentDescriptor("alice", "example.net", null, null, null, null, party.address, 0,
                registrar.address, "sip:example.net", 60));
        party.agents.add(new UserAgentDescriptor("alice", "example.net", null, null, "x", null, party.address, 0,
                SimParty.address("10.9.9.9", 5060), "sip:example.net", 60));
        party.agents.add(new UserAgentDescriptor("alice", "example.net", null, null, null, null, party.address, 0,
                registrar.address, null, 60));
        assertThat(party.agents.register(2, network.nowNs())).isTrue();
        assertThat(party.agents.register(2, network.nowNs())).as("under way").isFalse();
        assertThat(party.agents.register(3, network.nowNs())).isTrue();
        assertThat(party.agents.register(4, network.nowNs())).as("without registrar").isFalse();
        network.runFor(40 * S);
        assertThat(party.events).containsExactly("challenged 2 401", "registration failed 2 401", "registration failed 3 0");
        assertThat(party.agents.register(3, network.nowNs())).as("again").isTrue();
        nothingIsLeft();
    }

    @Test
    void shouldTakeTheLongerExpiryThatA423AsksFor() {
        start(new RegistrarProxyContext().minExpiresS(120), "10.0.0.1");
        final int ua = party.agents.add(new UserAgentDescriptor(
                "alice", "example.net", null, null, "secret a", null, party.address, 0, registrar.address, "sip:example.net", 30));
        party.agents.register(ua, network.nowNs());
        network.runFor(S);
        assertThat(party.events).containsExactly("challenged 2 401", "registered 2 after 3");
        network.runFor(95 * S);
        final long before = registers();
        network.runFor(2 * S);
        assertThat(registers()).as("refreshed after 96 s").isEqualTo(before + 1);
    }

    private long registers() {
        return network.log().stream().filter(line -> line.contains("REGISTER")).count();
    }

    @Test
    void shouldRefreshInTimeAndAnswerStaleNonces() {
        start(new RegistrarProxyContext().nonceLifetimeS(300), "10.0.0.1");
        final int ua = party.agents.add(new UserAgentDescriptor(
                "alice", "example.net", null, null, "secret a", null, party.address, 0, registrar.address, "sip:example.net", 100));
        party.agents.register(ua, network.nowNs());
        for (int i = 0; i < 200; i++) {
            network.runFor(5 * S);
            assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isEqualTo(1);
        }
        assertThat(party.events.stream().filter("challenged 2 401"::equals).count()).as("first and stale ones").isBetween(3L, 4L);
        assertThat(party.events.stream().filter(event -> event.startsWith("registered")).count()).isEqualTo(1);
        assertThat(registers()).as("every 80 s").isBetween(15L, 18L);
        assertThat(party.agents.unregister(ua, network.nowNs())).isTrue();
        nothingIsLeft();
    }

    @Test
    void shouldForgetBindingsThatExpire() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        registerBoth();
        network.drop(text -> text.startsWith("REGISTER"));
        network.runFor(3_500 * S);
        assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isEqualTo(2);
        network.runFor(101 * S);
        assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isZero();
        assertThat(party.events).endsWith("registration failed 0 0", "registration failed 1 0");
    }

    @Test
    void shouldKeepCallsOpenToTheRightOfTheTwoBehindOneSocket() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        registerBoth();
        party.events.clear();
        party.hangsUp = true;
        party.invite(0, "sip:bob@example.net");
        party.invite(1, "sip:alice@example.net");
        network.runFor(S);
        assertThat(party.events).contains("invite 0", "invite 1", "hung up 0 200", "hung up 1 200", "remote hang-up 0", "remote hang-up 1");
        nothingIsLeft();
    }

    @Test
    void shouldCancelThroughTheProxy() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        registerBoth();
        party.events.clear();
        party.answers = false;
        final int call = party.invite(0, "sip:bob@example.net");
        network.runFor(S);
        party.agents.hangUp(call, network.nowNs());
        network.runFor(S);
        assertThat(party.events).containsExactly(
                "sent 0", "challenged 0 407", "invite 1", "provisional 0 180", "failed 1 487", "failed 0 487");
        nothingIsLeft();
    }

    @Test
    void shouldTellUnknownFromUnregisteredCallees() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        party.agents.register(0, network.nowNs());
        network.runFor(S);
        party.invite(0, "sip:bob@example.net");
        party.invite(0, "sip:nobody@example.net");
        party.invite(0, "sip:bob@elsewhere.example");
        network.runFor(S);
        assertThat(party.events).contains("failed 0 480").containsOnlyOnce("failed 0 480");
        assertThat(party.events.stream().filter("failed 0 404"::equals).count()).isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void shouldRefuseWhatHasGoneTooFarAndSwallowTheAck() {
        startRaw(new RegistrarProxyContext().authenticateCalls(false));
        final String invite = request("INVITE", "sip:bob@example.net", "");
        final String answer = ask(invite.replace("Max-Forwards: 70", "Max-Forwards: 0"));
        assertThat(answer).startsWith("SIP/2.0 483 ");
        assertThat(ask(invite.replace("Max-Forwards: 70", "Max-Forwards: 0"))).as("the same To tag again").isEqualTo(answer);
        assertThat(ask(invite.replace("INVITE", "ACK").replace("To: <sip:bob@example.net>", "To: " + RawPeer.header(answer, "To")))).isEmpty();
        assertThat(registrar.proxy.dropped()).isZero();
        assertThat(ask(request("OPTIONS", "sip:example.net", ""))).startsWith("SIP/2.0 200 ");
        assertThat(ask(request("INVITE", "tel:+1", ""))).startsWith("SIP/2.0 416 ");
        assertThat(ask(request("BYE", "sip:bob@example.net", "").replace("CSeq: ", "CSeq: x"))).startsWith("SIP/2.0 400 ");
    }

    @Test
    void shouldAmendViasOnTheWayThereAndTakeItsOwnOffOnTheWayBack() {
        startRaw(new RegistrarProxyContext().authenticateCalls(false).recordRoute(false));
        party.agents.register(1, network.nowNs());
        network.runFor(S);
        raw.send(registrar.address, request("INVITE", "sip:bob@example.net", "Contact: <sip:raw@10.0.0.7>\r\n").replace("10.0.0.7:5060;rport", "client.invalid:9;rport"));
        network.runFor(S / 100);
        assertThat(raw.lastLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(RawPeer.header(raw.last(), "Via")).startsWith("SIP/2.0/UDP client.invalid:9;rport=5060;").contains("received=10.0.0.7");
        assertThat(raw.last().split("Via:")).hasSize(2);
    }

    @Test
    void shouldTellTheBindingsAndRemoveThemAll() {
        startRaw(new RegistrarProxyContext());
        registerBoth();
        final String answered = authorised("sip:alice@example.net", "");
        assertThat(answered).startsWith("SIP/2.0 200 ");
        assertThat(RawPeer.header(answered, "Contact")).startsWith("<sip:alice@10.0.0.1:5071>;expires=3");
        assertThat(authorised("sip:alice@example.net", "Contact: *\r\nExpires: 10\r\n")).startsWith("SIP/2.0 400 ");
        final String two = authorised("sip:alice@example.net", "Contact: <sip:a@10.0.0.7>;q=0.3, <sip:b@10.0.0.7>;q=0.7;expires=60\r\n");
        assertThat(two.split("Contact:")).as("three").hasSize(4);
        assertThat(authorised("sip:alice@example.net", "Contact: <sip:a@10.0.0.7>;expires=0\r\n").split("Contact:")).hasSize(3);
        assertThat(authorised("sip:alice@example.net", "Contact: *\r\nExpires: 0\r\n")).startsWith("SIP/2.0 200 ").doesNotContain("Contact:");
    }

    @Test
    void shouldTakeCredentialsForOneRequestOnly() {
        startRaw(new RegistrarProxyContext());
        final String first = authorised("sip:alice@example.net", "Contact: <sip:a@10.0.0.7>\r\n");
        assertThat(first).startsWith("SIP/2.0 200 ");
        assertThat(ask(lastAuthorised)).as("the same once more").startsWith("SIP/2.0 200 ");
        final String replay = ask(lastAuthorised.replace("branch=z9hG4bKr", "branch=z9hG4bKreplay").replace("CSeq: ", "CSeq: 9"));
        assertThat(replay).startsWith("SIP/2.0 401 ");
        assertThat(RawPeer.header(replay, "WWW-Authenticate")).contains("stale=true");
        assertThat(registrar.proxy.replayedCredentials()).isEqualTo(1);
        assertThat(registrar.proxy.wrongCredentials()).isZero();
    }

    @Test
    void shouldRefuseAnAlgorithmWeakerThanItAskedFor() {
        startRaw(new RegistrarProxyContext().algorithms(DigestAlgorithm.SHA_256));
        assertThat(authorised("sip:alice@example.net", "")).as("MD5").startsWith("SIP/2.0 401 ");
    }

    @Test
    void shouldSendCallsDownThePathOfTheRegistration() {
        startRaw(new RegistrarProxyContext().authenticateCalls(false));
        final RawPeer edge = new RawPeer(network, "10.0.0.5", 5060);
        final String answer = authorised("sip:alice@example.net", "Supported: path\r\nContact: <sip:alice@client.invalid>;q=0.25\r\n"
                + "Path: <sip:edge@10.0.0.5;lr>, <sip:10.0.0.6;lr>\r\nPath: <sip:inner@10.0.0.7;lr>\r\n");
        assertThat(answer).startsWith("SIP/2.0 200 ").contains("Path: <sip:edge@10.0.0.5;lr>, <sip:10.0.0.6;lr>\r\n", "Path: <sip:inner");
        assertThat(RawPeer.header(answer, "Contact")).startsWith("<sip:alice@client.invalid>;q=0.250;expires=");
        ask(request("INVITE", "sip:alice@example.net", "Contact: <sip:raw@10.0.0.7>\r\n"));
        assertThat(edge.lastLine()).isEqualTo("INVITE sip:alice@client.invalid SIP/2.0");
        assertThat(RawPeer.header(edge.last(), "Route")).isEqualTo("<sip:edge@10.0.0.5;lr>,<sip:10.0.0.6;lr>,<sip:inner@10.0.0.7;lr>");
        assertThat(authorised("sip:alice@example.net", "Contact: *\r\nExpires: 0\r\n")).startsWith("SIP/2.0 200 ");
        assertThat(authorised("sip:alice@example.net", "Contact: <sip:a@b.invalid>\r\nPath: <sip:name.invalid;lr>\r\n")).startsWith("SIP/2.0 200 ");
        assertThat(ask(request("INVITE", "sip:alice@example.net", ""))).as("a path that leads nowhere").startsWith("SIP/2.0 430 ");
    }

    @Test
    void shouldNameTheExtensionsThatItLacks() {
        startRaw(new RegistrarProxyContext().authenticateCalls(false));
        final String answer = ask(request("REGISTER", "sip:example.net", "Require: path, gruu\r\nRequire: x\r\n"));
        assertThat(answer).startsWith("SIP/2.0 420 ").contains("Unsupported: gruu\r\n", "Unsupported: x\r\n").doesNotContain("Unsupported: path");
        assertThat(ask(request("INVITE", "sip:bob@example.net", "Proxy-Require: y\r\n"))).startsWith("SIP/2.0 420 ").contains("Unsupported: y\r\n");
    }

    @Test
    void shouldUnregisterWhenTheRegisterUnderWayIsThrough() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        party.agents.register(0, network.nowNs());
        assertThat(party.agents.unregister(0, network.nowNs())).isTrue();
        assertThat(party.agents.register(0, network.nowNs())).isFalse();
        network.runFor(S);
        assertThat(party.events).containsExactly("challenged 0 401", "unregistered 0");
        assertThat(registrar.proxy.registeredAccounts(network.nowNs())).isZero();
        assertThat(registers()).as("twice and once more").isEqualTo(3);

        network.drop(text -> text.startsWith("REGISTER"));
        party.agents.register(0, network.nowNs());
        party.agents.unregister(0, network.nowNs());
        network.runFor(40 * S);
        assertThat(party.events).as("nobody there").endsWith("unregistered 0").hasSize(3);
        nothingIsLeft();
    }

    @Test
    void shouldRouteCallsAsTheRegistrarSays() {
        start(new RegistrarProxyContext(), "10.0.0.1");
        raw = new RawPeer(network, "10.0.0.7", 5060);
        final int plain = party.add("carol", "c", raw.address, 100);
        final int behind = party.agents.add(new UserAgentDescriptor(
                "dave", "example.net", null, null, "d", null, party.address, 0, raw.address, "sip:example.net", 100)
                .withPolicy(UserAgentPolicy.PLAIN.withRoute("<sip:10.0.0.7:5060;lr>")));
        for (final int ua : new int[] {plain, behind}) {
            party.agents.register(ua, network.nowNs());
            network.runFor(S / 100);
            assertThat(RawPeer.header(raw.last(), "Supported")).isEqualTo("path");
            raw.send(party.address, RawPeer.response(raw.last(), "200 OK", "t",
                    "Service-Route: <sip:10.0.0.7:5060;lr>, <sip:s1@10.9.9.9;lr>\r\nService-Route: <sip:s2@10.9.9.9;lr>\r\n", ""));
            network.runFor(S / 100);
            party.invite(ua, "sip:bob@example.net");
            network.runFor(S / 100);
            assertThat(raw.lastLine()).startsWith("INVITE sip:bob@example.net ");
            assertThat(RawPeer.header(raw.last(), "Route")).as("ua %d", ua)
                    .isEqualTo("<sip:10.0.0.7:5060;lr>,<sip:s1@10.9.9.9;lr>,<sip:s2@10.9.9.9;lr>");
            raw.send(party.address, RawPeer.response(raw.last(), "486 Busy", "t", "", ""));
            network.runFor(S / 100);
            network.runFor(80 * S);
            assertThat(raw.lastLine()).as("refresh").startsWith("REGISTER");
            raw.send(party.address, RawPeer.response(raw.last(), "200 OK", "t", "", ""));
            network.runFor(S / 100);
            party.invite(ua, "sip:bob@example.net");
            network.runFor(S / 100);
            assertThat(RawPeer.header(raw.last(), "Route")).as("no longer said").isEqualTo(ua == behind ? "<sip:10.0.0.7:5060;lr>" : null);
            raw.send(party.address, RawPeer.response(raw.last(), "486 Busy", "t", "", ""));
            network.runFor(S / 100);
            party.agents.unregister(ua, network.nowNs());
            network.runFor(40 * S);
        }
        nothingIsLeft();
    }

    private String lastAuthorised;

    private String authorised(final String aor, final String headers) {
        final String text = request("REGISTER", aor, headers).replaceFirst("REGISTER " + aor, "REGISTER sip:example.net");
        final String challenge = RawPeer.header(ask(text), "WWW-Authenticate");
        final String nonce = challenge.replaceFirst(".*nonce=\"([^\"]*)\".*", "$1");
        final String ha1 = md5("alice:example.net:secret a");
        final String response = md5(ha1 + ":" + nonce + ":00000001:c:auth:" + md5("REGISTER:sip:example.net"));
        lastAuthorised = text.replace("branch=z9hG4bKq", "branch=z9hG4bKr").replace("Content-Length: ", "Authorization: Digest username=\"alice\", "
                + "realm=\"example.net\", nonce=\"" + nonce + "\", uri=\"sip:example.net\", response=\"" + response
                + "\", qop=auth, nc=00000001, cnonce=\"c\"\r\nContent-Length: ");
        return ask(lastAuthorised);
    }

    private static String md5(final String text) {
        try {
            return java.util.HexFormat.of().formatHex(
                    java.security.MessageDigest.getInstance("MD5").digest(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        } catch (final java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
