package busyhour.web.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.ActionSpec.Event;
import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.ipc.plan.ActionSpec.Trigger;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.SignallingSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanReaderTest {

    private static Plan yaml(String text) throws PlanException {
        return PlanReader.readYaml("plan.yaml", text.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
    }

    @Test
    void shouldReadBundledPlan() {
        Plan plan = PlanReader.bundled();
        assertThat(plan.endpoints()).isEqualTo(100);
        assertThat(plan.registrars()).singleElement().satisfies(registrar -> {
            assertThat(registrar.builtin()).isTrue();
            assertThat(registrar.transport()).isEqualTo("UDP");
        });
        GroupSpec callees = plan.groups().get(0);
        GroupSpec callers = plan.groups().get(1);
        assertThat(callees.callee().kind()).isEqualTo(Callee.Kind.RECEIVE);
        assertThat(callers.callee()).isEqualTo(new Callee(Callee.Kind.GROUP, 0, null));
        assertThat(callers.firstEndpoint()).isEqualTo(50);
        assertThat(callers.media().audio().codecs()).containsExactly("PCMU");
        assertThat(callers.durationMs()).isEqualTo(20_000);
        assertThat(callers.calls()).isEqualTo(1);
        assertThat(callers.accounts()).hasSize(50).doesNotContainAnyElementsOf(callees.accounts());
        assertThat(callers.accounts().get(0).username()).isEqualTo("1050");
        assertThat(plan.thresholds()).isNotEmpty();
        assertThat(plan.calls(1)).isTrue();
        assertThat(plan.groupOf(49)).isZero();
        assertThat(plan.groupOf(50)).isEqualTo(1);
        assertThat(plan.groupOf(100)).isEqualTo(-1);
    }

    @Test
    void shouldReadEveryFieldOfVersion() throws Exception {
        Plan plan = yaml("""
                name: all of it
                duration: 1m30s
                allow: [203.0.113.0/24, "2001:db8::7"]
                signalling: own
                groups:
                  - name: out
                    endpoints: 3
                    callee: { uri: "sip:echo@203.0.113.9:5070;transport=udp" }
                    target: sip:edge@127.0.0.1:5080
                    codecs: [pcma]
                    ptime: 30ms
                    duration: 1.5s
                    ramp: 600/m
                    for: 10m
                    pause: 250ms
                    send-jitter: 10ms
                    rtcp-mux: true
                    signalling: shared
                  - name: in
                    endpoints: 1
                    callee: receive-external
                    listen: "[::1]:5062"
                """);
        assertThat(plan.allowed()).containsExactly("203.0.113.0/24", "2001:db8::7");
        assertThat(plan.groups().get(0)).isEqualTo(new GroupSpec("out", 0, 3, -1, List.of(),
                new Callee(Callee.Kind.URI, -1, "sip:echo@203.0.113.9:5070;transport=udp"), "sip:edge@127.0.0.1:5080", null,
                MediaSpec.PLAIN.withRtcpMux(true).withAudio(AudioSpec.PLAIN.withCodecs("PCMA").withPtimeMs(30).withSendJitterMs(10)),
                1_500, new Assignment.Ramp(600, 60_000), 0, 600_000, 250, SignallingSpec.PLAIN, AnsweringSpec.AT_ONCE, List.of()));
        GroupSpec in = plan.groups().get(1);
        assertThat(in.listen()).isEqualTo("[::1]:5062");
        assertThat(in.firstEndpoint()).isEqualTo(3);
        assertThat(in.signalling().own()).isTrue();
        assertThat(in.durationMs()).isEqualTo(90_000);
    }

    @Test
    void shouldReadSignallingOfRegistrarGroupAndTop() throws Exception {
        Plan plan = yaml("""
                prack: required
                headers: { X-Top: 1 }
                session-timer: { expires: 30m, refresher: uas }
                registrars:
                  - name: pbx
                    domain: 127.0.0.1
                    transport: ws
                    outbound-proxy: "sip:127.0.0.1:5080;transport=ws;lr"
                    expires: 2m
                    accounts: [{ username: a, password: b }]
                groups:
                  - { name: in, endpoints: 1, registrar: pbx, callee: receive-external, ring: 2s, early-media: true }
                  - name: out
                    endpoints: 1
                    callee: { uri: "sip:x@127.0.0.1;transport=tcp" }
                    prack: off
                    offer: delayed
                    signalling: own
                    session-timer: off
                    local-addresses: [127.0.0.2, "[::1]"]
                    headers:
                      - { name: Diversion, value: "<sip:a@b>;reason=unconditional", methods: [invite] }
                      - { name: User-Agent, value: ~ }
                  - { name: busy, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5070", reject: 486, transport: TCP }
                  - { name: moved, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5071", redirect: "sip:y@127.0.0.1" }
                  - { name: caller, endpoints: 1, callee: { group: busy } }
                """);
        SignallingSpec.SessionTimerSpec timer = new SignallingSpec.SessionTimerSpec(1_800, 90, SignallingSpec.SessionTimerSpec.Refresher.UAS);
        List<SignallingSpec.HeaderSpec> top = List.of(new SignallingSpec.HeaderSpec("X-Top", "1", List.of()));
        assertThat(plan.registrars().getFirst().transport()).isEqualTo("WS");
        assertThat(plan.groups().get(0).signalling()).isEqualTo(new SignallingSpec("WS", SignallingSpec.TlsSpec.SYSTEM, false,
                "sip:127.0.0.1:5080;transport=ws;lr", List.of(), top, SignallingSpec.Prack.REQUIRED, timer, false, 120));
        assertThat(plan.groups().get(0).answering()).isEqualTo(new AnsweringSpec(2_000, true, 200, null));
        assertThat(plan.groups().get(1).signalling()).isEqualTo(new SignallingSpec("TCP", SignallingSpec.TlsSpec.SYSTEM, true, null,
                List.of("127.0.0.2", "::1"), List.of(
                        new SignallingSpec.HeaderSpec("Diversion", "<sip:a@b>;reason=unconditional", List.of("INVITE")),
                        new SignallingSpec.HeaderSpec("User-Agent", null, List.of())), SignallingSpec.Prack.OFF, null, true, 600));
        assertThat(plan.groups().get(2).answering()).isEqualTo(new AnsweringSpec(0, false, 486, null));
        assertThat(plan.groups().get(3).answering()).isEqualTo(new AnsweringSpec(0, false, 302, "sip:y@127.0.0.1"));
        assertThat(plan.groups().get(4).signalling().transport()).as("as the called group listens").isEqualTo("TCP");
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void shouldTakeTransportFromUri() throws Exception {
        for (String[] each : new String[][] {{"sip:x@127.0.0.1", "UDP"}, {"sips:x@127.0.0.1", "TLS"}, {"sip:x@127.0.0.1;transport=TLS", "TLS"},
            {"sip:x@127.0.0.1;transport=wss", "WSS"}, {"sips:x@127.0.0.1;transport=ws", "WSS"}, {"sips:x@127.0.0.1;transport=tcp", "TLS"}}) {
            Plan plan = yaml("groups: [{ name: a, endpoints: 1, callee: { uri: \"" + each[0] + "\" } }]");
            assertThat(plan.groups().getFirst().signalling().transport()).as(each[0]).isEqualTo(each[1]);
        }
        assertThat(yaml("groups: [{ name: a, endpoints: 1, transport: auto, callee: { uri: \"sip:x@nowhere.invalid\" } }]")
                .groups().getFirst().signalling().transport()).isEqualTo("AUTO");
    }

    @Test
    void shouldWarnOfListenerWithoutCertificate() throws Exception {
        Plan plan = yaml("""
                groups:
                  - { name: a, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5061", transport: TLS }
                  - { name: b, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5062", transport: WSS, tls: { verify: false } }
                """);
        assertThat(plan.warnings()).containsExactly(
                "plan.yaml:2:93: groups[0].transport: no certificate is given: the worker makes one, and callers that check it refuse it",
                "plan.yaml:3:103: groups[1].tls.certificate: no certificate is given: the worker makes one, and callers that check it refuse it");
    }

    @Test
    void shouldReadSamePlanFromItsJson() throws Exception {
        Plan plan = yaml("""
                name: twice
                groups:
                  - &base
                    name: in
                    endpoints: 2
                    callee: receive-external
                    listen: 127.0.0.1:5060
                  - { <<: *base, name: also, listen: 127.0.0.1:5061 }
                thresholds: [asr >= 99, groups.in.mos.p5 > 4]
                """);
        Plan again = PlanReader.readJson("posted", plan.json().getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        assertThat(again).isEqualTo(plan);
        assertThat(plan.groups()).extracting(GroupSpec::name).containsExactly("in", "also");
        assertThat(plan.groups().get(1).endpoints()).isEqualTo(2);
    }

    @Test
    void shouldReadAccountsAndMediaBesidePlan(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("accounts.csv"), "alice,s3cret\r\nbob, with space,example.org\n\n");
        Files.write(folder.resolve("prompt.wav"), new byte[] {1, 2, 3});
        Path file = folder.resolve("my plan.yaml");
        Files.writeString(file, """
                registrars:
                  - { name: pbx, domain: 127.0.0.1, port: 5070, accounts: accounts.csv }
                groups:
                  - { name: a, endpoints: 2, registrar: pbx, callee: receive-external, media: { audio: prompt.wav } }
                """);
        Plan plan = PlanReader.read(file);
        assertThat(plan.name()).isEqualTo("my plan");
        assertThat(plan.groups().get(0).accounts()).containsExactly(
                new Assignment.Account("alice", "s3cret", null), new Assignment.Account("bob", " with space", "example.org"));
        assertThat(plan.files()).containsOnlyKeys("prompt.wav");
        assertThat(plan.assignment(7).files().get("prompt.wav")).containsExactly(1, 2, 3);
        assertThat(plan.assignment(7).runId()).isEqualTo(7);
    }

    @Test
    void shouldReadAccountsFromList() throws Exception {
        Plan plan = yaml("""
                registrars:
                  - name: pbx
                    domain: 10.0.0.5
                    accounts: [{ username: alice, password: "1234" }, { username: bob, password: x, realm: r }]
                groups:
                  - { name: a, endpoints: 2, registrar: pbx, callee: receive-external }
                """);
        assertThat(plan.groups().get(0).accounts()).containsExactly(
                new Assignment.Account("alice", "1234", null), new Assignment.Account("bob", "x", "r"));
    }

    @Test
    void shouldLetEndpointsRegisterAndNothingElse() throws Exception {
        Plan plan = yaml("""
                registrars: [{ name: pbx, accounts: builtin }]
                groups:
                  - { name: a, endpoints: 2, registrar: pbx, callee: none }
                """);
        assertThat(plan.registersOnly()).isTrue();
        assertThat(plan.calls(0)).isFalse();
    }

    @Test
    void shouldWantRegistrarForEndpointsWithoutCalls() {
        assertThatThrownBy(() -> yaml("groups:\n  - { name: a, endpoints: 2, callee: none }\n"))
                .isInstanceOf(PlanException.class).hasMessageContaining("plan.yaml:2:").hasMessageContaining("a registrar with `callee: none`");
    }

    @Test
    void shouldCallPublicAddressOnlyWhenPlanAllows() throws Exception {
        String plan = """
                groups:
                  - { name: a, endpoints: 1, callee: { uri: "sip:x@198.51.100.1" } }
                """;
        assertThat(yaml("allow: public\n" + plan).allowPublic()).isTrue();
        assertThat(yaml("allow: [198.51.100.1]\n" + plan).allowPublic()).isFalse();
    }

    @Test
    void shouldReadActions() throws Exception {
        GroupSpec group = yaml("""
                groups:
                  - name: walkers
                    endpoints: 1
                    callee: { uri: "sip:ivr@127.0.0.1" }
                    media: { deferred: true }
                    actions:
                      - at: 5s
                        do: { send-dtmf: "12#a", method: both, duration: 80ms, gap: 60ms }
                      - on: { dtmf-received: "1d" }
                        every: true
                        do:
                          - hold
                          - { resume: true, within: 4s }
                          - { re-invite: { codecs: [PCMA], direction: sendonly } }
                          - update
                          - activate-track
                          - { refer: "sip:bob@127.0.0.1", type: attended }
                          - { send-info: { body: "x=1", content-type: application/x } }
                          - { send-message: hello }
                          - pause-media
                          - resume-media
                          - { expect: { response: 4xx }, within: 3s }
                          - { expect: { silence: 2s, within: 9s } }
                          - { expect: speech }
                          - { wait: 2s }
                          - hang-up
                """).groups().get(0);
        assertThat(group.media().deferred()).containsExactly("audio");
        assertThat(group.actions()).hasSize(2);
        assertThat(group.actions().get(0)).isEqualTo(new ActionSpec(new Trigger(Event.AT, 5_000, null, 0), false,
                List.of(new Step(Kind.SEND_DTMF, "12#A", "BOTH", 80, 60, null, null, 0, null))));
        ActionSpec second = group.actions().get(1);
        assertThat(second.on()).isEqualTo(new Trigger(Event.DTMF_RECEIVED, 0, "1D", 0));
        assertThat(second.every()).isTrue();
        assertThat(second.steps()).containsExactly(
                new Step(Kind.HOLD, null, null, 0, 0, null, null, 0, null),
                new Step(Kind.RESUME, null, null, 0, 0, null, null, 4_000, null),
                new Step(Kind.RE_INVITE, "sendonly", null, 0, 0, List.of("PCMA"), null, 0, null),
                new Step(Kind.UPDATE, null, null, 0, 0, List.of(), null, 0, null),
                new Step(Kind.ACTIVATE_TRACK, "audio", null, 0, 0, null, null, 0, null),
                new Step(Kind.REFER, "sip:bob@127.0.0.1", "ATTENDED", 0, 0, null, null, 0, null),
                new Step(Kind.SEND_INFO, "x=1", null, 0, 0, null, null, 0, "application/x"),
                new Step(Kind.SEND_MESSAGE, "hello", null, 0, 0, null, null, 0, "text/plain"),
                new Step(Kind.PAUSE_MEDIA, null, null, 0, 0, null, null, 0, null),
                new Step(Kind.RESUME_MEDIA, null, null, 0, 0, null, null, 0, null),
                new Step(Kind.EXPECT, null, null, 0, 0, null, new Trigger(Event.RESPONSE, 0, null, 4), 3_000, null),
                new Step(Kind.EXPECT, null, null, 0, 0, null, new Trigger(Event.SILENCE, 2_000, null, 0), 9_000, null),
                new Step(Kind.EXPECT, null, null, 0, 0, null, new Trigger(Event.SPEECH, 0, null, 0), 0, null),
                new Step(Kind.WAIT, null, null, 2_000, 0, null, null, 0, null),
                new Step(Kind.HANG_UP, null, null, 0, 0, null, null, 0, null));
    }

    @Test
    void shouldReadActionsOfJson() throws Exception {
        String json = """
                {"groups": [{"name": "a", "endpoints": 1, "callee": {"uri": "sip:x@127.0.0.1"},
                  "actions": [{"at": "1s", "do": {"send-dtmf": 12}}, {"on": "media-started", "do": ["hold", {"hang-up": true}]}]}]}
                """;
        GroupSpec group = PlanReader.readJson("plan.json", json.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE).groups().get(0);
        assertThat(group.actions()).extracting(action -> action.steps().get(0).kind()).containsExactly(Kind.SEND_DTMF, Kind.HOLD);
        assertThat(group.actions().get(0).steps().get(0).text()).isEqualTo("12");
    }
}
