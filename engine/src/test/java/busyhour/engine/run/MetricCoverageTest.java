package busyhour.engine.run;

import static busyhour.engine.run.Scripts.at;
import static busyhour.engine.run.Scripts.dtmf;
import static busyhour.engine.run.Scripts.pause;
import static busyhour.engine.run.Scripts.refer;
import static busyhour.engine.run.Scripts.step;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.Impairment;
import busyhour.engine.media.PlanAudio;
import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.Assignment.RegistrarSpec;
import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.AudioSpec;
import busyhour.ipc.plan.MediaSpec.DecodingSpec;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.sip.TransportAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every slot of the catalogue gets a value in runs with audio and video in both directions that do what the catalogue is about: a
 * network that loses, doubles, reorders and delays; registration; digits, hold, transfer.
 */
class MetricCoverageTest {

    /** Counters that stay at 0 in these runs, each with its cause. */
    private static final Map<String, String> NOTHING_TO_COUNT = Map.ofEntries(
            Map.entry("dtls_rehandshakes", "no peer begins a handshake anew"),
            Map.entry("fir_sent", "the peer takes PLI, which is asked for first"),
            Map.entry("fir_received", "the peer sends PLI"),
            Map.entry("jb_overflows", "no burst is larger than the buffer"),
            Map.entry("malformed_packets", "the peer is sane"),
            Map.entry("resolution_changes", "encoded video has one size"),
            Map.entry("send_errors", "the network takes every packet"),
            Map.entry("sequence_number_jumps", "nobody loses a thousand packets in a row"),
            Map.entry("sequence_number_resets", "no peer begins anew in a call"),
            Map.entry("session_timer_refreshes", "calls are shorter than a session interval"),
            Map.entry("sip_parse_errors", "the peer is sane"),
            Map.entry("sip_retransmissions_received", "signalling loses nothing"),
            Map.entry("sli_sent", "what looks at frames without decoding them knows no slices"),
            Map.entry("sli_received", "the peer is one of us"),
            Map.entry("socket_drops", "sockets in memory hold everything"),
            Map.entry("srtp_decrypt_failures", "nobody forges packets"),
            Map.entry("timestamp_jumps", "the peer's clock is steady"),
            Map.entry("unexpected_payload_type", "the peer keeps to what was agreed on"),
            Map.entry("unexpected_source", "nobody else sends"),
            Map.entry("video_decoder_errors", "the stream that is decoded loses nothing"));

    private final Set<String> measured = new TreeSet<>();
    private final Map<String, Double> highest = new HashMap<>();

    @Test
    void shouldLeaveNoSlotWithoutAValue() throws Exception {
        collect(impaired().record);
        collect(bad().record);
        collect(registered().record);
        collect(cancelled().record);
        collect(redirected().record);
        collect(encrypted().record);
        collect(decoded());

        final Set<String> missing = new TreeSet<>();
        final Set<String> counted = new TreeSet<>();
        final Set<String> counters = new TreeSet<>();
        for (final Slot slot : MetricCatalogue.instance().slots()) {
            if (!measured.contains(slot.resultKey())) {
                missing.add(slot.resultKey());
            }
            if (slot.metric().kind() == Kind.COUNTER) {
                counters.add(slot.metric().key());
                if (highest.getOrDefault(slot.resultKey(), 0.0) > 0) {
                    counted.add(slot.metric().key());
                }
            }
        }
        assertThat(missing).as("slots without a value").isEmpty();
        counters.removeAll(counted);
        assertThat(counters).as("counters at 0").isSubsetOf(NOTHING_TO_COUNT.keySet());
        assertThat(NOTHING_TO_COUNT).hasSizeLessThanOrEqualTo(25);
    }

    private void collect(final RecordedRun run) {
        run.counters.forEach((key, values) -> highest.merge(key, values.values().stream().mapToDouble(Double::doubleValue).max().orElse(0), Math::max));
        measured.addAll(run.gauges.keySet());
        measured.addAll(run.counters.keySet());
        measured.addAll(run.oneShots.keySet());
        measured.addAll(run.texts.keySet());
    }

    private static SimRun speaking(final Assignment plan) throws Exception {
        return new SimRun(plan, new PlanAudio(plan.files()));
    }

    /** Opus and H.264 over a network that loses, doubles, reorders and delays. */
    private static SimRun impaired() throws Exception {
        final MediaSpec media = VideoCalls.withVideo("H264").withAudio(AudioSpec.PLAIN.withCodecs("OPUS")).withRtcp(new RtcpSpec(1_000, true, true));
        final SimRun run = speaking(VideoCalls.pair(30_000, media, media, List.of(
                at(2_000, dtmf("12", "RTP"), dtmf("3", "INFO")), at(6_000, step(ActionSpec.Kind.HOLD), pause(1_000), step(ActionSpec.Kind.RESUME)))));
        run.network.impair(new Impairment(7, 0.05, 0.01, 0.02, 40 * SimRun.MS, 20 * SimRun.MS));
        return run.play();
    }

    /** A network so bad that pictures are lost, and an action that cannot be done: there is no session to transfer to. */
    private static SimRun bad() throws Exception {
        final MediaSpec media = VideoCalls.withVideo("H264");
        final SimRun run = new SimRun(VideoCalls.pair(6_000, media, media, List.of(at(1_000, refer("sip:nobody@127.0.0.1:5999", "BLIND")))));
        run.network.impair(new Impairment(42, 0.6, 0, 0, 10 * SimRun.MS, 0));
        return run.play();
    }

    /** G.711 with comfort noise, registered with digest, transferred. */
    private static SimRun registered() throws Exception {
        final MediaSpec media = Assignments.PCMU.withAudio(AudioSpec.PLAIN.withCodecs("PCMU").withComfortNoise(true));
        final List<ActionSpec> transfer = List.of(at(5_000, refer("sip:target1@127.0.0.1:5059", "BLIND")));
        final GroupSpec target = group("target", 0, new Assignment.Callee(Assignment.Callee.Kind.RECEIVE, -1, null));
        final GroupSpec callee = group("callee", 1, new Assignment.Callee(Assignment.Callee.Kind.RECEIVE, -1, null)).withActions(transfer)
                .withAnswering(new AnsweringSpec(500, true, 200, null));
        final GroupSpec caller = group("caller", 2, new Assignment.Callee(Assignment.Callee.Kind.GROUP, 1, null));
        final Assignment plan = Assignments.assignment(List.of(new RegistrarSpec("builtin", true, null, 0, "UDP")),
                target.withMedia(media), callee.withMedia(media), caller.withMedia(media));
        return speaking(plan).withRegistrar().play();
    }

    private static GroupSpec group(final String name, final int first, final Assignment.Callee callee) {
        return Assignments.group(name, first, 1, 0, Assignments.accounts(name, 1), callee, null, 10_000, new Assignment.Ramp(0, 0));
    }

    /** A callee that rings for ever, after a word of the server's. */
    private static SimRun cancelled() throws Exception {
        final SimRun run = new SimRun(Assignments.assignment(List.of(), Assignments.callersOf("sip:ring@127.0.0.1:5059", 1, 1_000)));
        run.register();
        run.startCalls();
        run.run(50);
        answer(run, "INVITE", 100);
        answer(run, "INVITE", 180);
        run.stop();
        run.run(50);
        answer(run, "CANCEL", 200);
        answer(run, "INVITE", 487);
        return run;
    }

    private static void answer(final SimRun run, final String method, final int status) {
        final String request = RawSip.last(run.outsideReceived, method);
        run.sendFromOutside(RawSip.response(request, status, "", false), new TransportAddress().setIpv4(0x7F000001, run.sockets.localPort(0)));
        run.run(50);
    }

    /** The callee is elsewhere. */
    private static SimRun redirected() throws Exception {
        final GroupSpec elsewhere = Assignments.receivers(0, 1, "127.0.0.1:5071", 1_000);
        final GroupSpec here = Assignments.receivers(1, 1, "127.0.0.1:5070", 1_000)
                .withAnswering(new AnsweringSpec(0, false, 302, "sip:1@127.0.0.1:5071"));
        final GroupSpec callers = Assignments.group("callers", 2, 1, -1, List.of(), new Assignment.Callee(Assignment.Callee.Kind.GROUP, 1, null), null,
                1_000, new Assignment.Ramp(0, 0));
        return new SimRun(Assignments.assignment(List.of(), elsewhere, here, callers)).play();
    }

    /** Keys in SDP for both streams, over a network that doubles packets. */
    private static SimRun encrypted() throws Exception {
        final MediaSpec media = VideoCalls.withVideo("VP8").withSecurity(SecuritySpec.of(SecuritySpec.Policy.REQUIRED, SecuritySpec.Keying.SDES));
        final SimRun run = new SimRun(VideoCalls.pair(3_000, media));
        run.network.impair(new Impairment(3, 0, 0.05, 0, 10 * SimRun.MS, 0));
        return run.play();
    }

    /** Both streams decoded beside the shard, which takes a thread of its own. */
    private static RecordedRun decoded() throws Exception {
        final MediaSpec media = VideoCalls.withVideo("H264").withAudio(AudioSpec.PLAIN.withCodecs("OPUS")).withDecoding(new DecodingSpec(1, false, 0));
        final Assignment plain = Assignments.direct(1, 3_000, new Assignment.Ramp(0, 0));
        return RecordedRun.play(Assignments.assignment(List.of(), plain.groups().get(0).withMedia(media), plain.groups().get(1).withMedia(media)),
                EngineSettings.defaults());
    }
}
