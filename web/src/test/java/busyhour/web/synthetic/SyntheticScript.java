package busyhour.web.synthetic;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.message.ActionResultWriter;
import busyhour.ipc.message.CallEventWriter;
import busyhour.ipc.message.CallMediaWriter;
import busyhour.ipc.message.EndpointFileWriter;
import busyhour.ipc.message.EngineReportWriter;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.message.GroupStateWriter;
import busyhour.ipc.message.RunStateWriter;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.message.StateWriter;
import busyhour.ipc.message.TextWriter;
import busyhour.ipc.message.WorkerReportWriter;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.plan.ActionSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.run.SampleScope;

/**
 * What the endpoints of an assignment seem to measure: calls ramp up over a third of the time, every {@value #POOR}th stream is
 * poor, every {@value #BUSY}th call meets a busy callee. The same each time.
 */
final class SyntheticScript {

    private static final long NS = 1_000_000_000L;
    private static final int POOR = 17;
    private static final int BUSY = 13;
    private static final int TRACED = 40;

    private final Assignment assignment;
    private final ShardRing ring;
    private final int seconds;
    private final int ramp;
    private final Random random = new Random(5060);
    private final SampleWriter samples = new SampleWriter();
    private final GroupStateWriter groups = new GroupStateWriter();
    private final StateWriter states = new StateWriter();
    private final CallEventWriter calls = new CallEventWriter();
    private final TextWriter texts = new TextWriter();
    private final ActionResultWriter actions = new ActionResultWriter();
    private final RunStateWriter runStates = new RunStateWriter();
    private final EngineReportWriter engine = new EngineReportWriter();
    private final WorkerReportWriter worker = new WorkerReportWriter();
    private final BucketHistogram lateness = new BucketHistogram();
    private final SyntheticMessages messages;
    private int up;
    private final CallMediaWriter callMedia = new CallMediaWriter();
    private final EndpointFileWriter files = new EndpointFileWriter();
    private int lastSecond;

    SyntheticScript(Assignment assignment, ShardRing ring, int seconds) {
        this.assignment = assignment;
        this.ring = ring;
        this.seconds = seconds;
        this.ramp = Math.max(1, seconds / 3);
        this.messages = new SyntheticMessages(ring);
    }

    static void must(BooleanSupplier write) {
        for (int i = 0; i < 5_000; i++) {
            if (write.getAsBoolean()) {
                return;
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        throw new IllegalStateException("the ring stays full");
    }

    void begin() {
        long epochNs = System.currentTimeMillis() * 1_000_000;
        must(() -> runStates.tryWrite(ring, 0, epochNs, RunStatus.RUNNING, null));
        must(() -> runStates.tryWrite(ring, Map.of("version", "synthetic", "host", "test")));
        for (int endpoint = 0; endpoint < endpoints(); endpoint++) {
            if (!isMine(endpoint)) {
                continue;
            }
            state(0, endpoint, -1, EndpointPhase.REGISTERED, null, 200);
            if (isTraced(endpoint)) {
                messages.register(endpoint);
            }
            samples.begin(endpoint, 0, SampleScope.CALL);
            samples.set(slot("registration_time_ms", Media.ANY, Direction.CALL), 3 + random.nextDouble() * 2);
            must(() -> samples.tryWrite(ring));
        }
    }

    private int endpoints() {
        return assignment.groups().stream().mapToInt(GroupSpec::endpoints).sum();
    }

    /** Whether this worker plays it. */
    private boolean isMine(int endpoint) {
        for (int i = 0; i < assignment.groups().size(); i++) {
            int place = endpoint - assignment.groups().get(i).firstEndpoint();
            if (place >= assignment.firstPlace(i) && place < assignment.firstPlace(i) + assignment.endpoints(i)) {
                return true;
            }
        }
        return false;
    }

    /** All groups of this worker came so far. */
    void groups(GroupState.Step step) {
        for (int i = 0; i < assignment.groups().size(); i++) {
            int group = i;
            if (assignment.endpoints(i) > 0) {
                must(() -> groups.tryWrite(ring, 0, group, step, null));
            }
        }
        if (step == GroupState.Step.PREPARED && assignment.hasRegistrar()) {
            must(() -> groups.tryWrite(ring, 0, GroupState.REGISTRAR, step, "127.0.0.1:5060"));
        }
    }

    private boolean isCaller(int endpoint) {
        for (GroupSpec group : assignment.groups()) {
            if (endpoint >= group.firstEndpoint() && endpoint < group.firstEndpoint() + group.endpoints()) {
                return group.callee().kind() != Callee.Kind.RECEIVE;
            }
        }
        return false;
    }

    private boolean isTraced(int endpoint) {
        return endpoint % (endpoints() / 2) < TRACED;
    }

    /** In which second the call of this endpoint (or of its caller) is set up. */
    private int start(int endpoint) {
        int half = endpoints() / 2;
        return half == 0 ? 0 : endpoint % half * ramp / half;
    }

    private boolean isBusy(int endpoint) {
        return endpoint % (endpoints() / 2) % BUSY == BUSY - 1;
    }

    void second(int second) {
        lastSecond = second;
        for (int endpoint = 0; endpoint < endpoints(); endpoint++) {
            if (!isMine(endpoint)) {
                continue;
            }
            if (start(endpoint) == second) {
                setUp(endpoint, second);
            } else if (start(endpoint) < second && !isBusy(endpoint)) {
                media(endpoint, second);
            }
        }
        for (int i = 0; i < 50 * Math.max(1, up); i++) {
            lateness.record((long) (20_000 + 60_000 * Math.abs(random.nextGaussian())));
        }
        engine.begin(0, second, -1).time(NS, NS / 5 + up * 20_000L, NS / 4, 400_000).packets(50L * up, 50L * up, 0, 0).sip(up, up)
                .faults(0, 0).load(assignment.endpoints(), up);
        must(() -> engine.tryWrite(ring, lateness));
        lateness.reset();
        must(() -> worker.shard(NS / 200, NS / 500).tryWrite(ring, second, NS / 3, 1_500_000, 50 << 20, 2_000_000, 1 << 20, 0));
    }

    private void setUp(int endpoint, int second) {
        long atNs = second * NS + endpoint * 1_000_000L % NS;
        boolean caller = isCaller(endpoint);
        double setupMs = 22 + random.nextDouble() * 18 + (endpoint % POOR == 0 ? 140 : 0);
        long answeredNs = atNs + (long) (setupMs * 1e6);
        state(atNs, endpoint, 0, EndpointPhase.CALLING, null, 0);
        if (isTraced(endpoint) && caller) {
            messages.call(endpoint, atNs, answeredNs, isBusy(endpoint));
        }
        if (caller) {
            event(atNs, atNs, endpoint, CallEventKind.OFFERED, null, 0);
            event(atNs, atNs, endpoint, CallEventKind.STARTED, null, 0);
        }
        if (isBusy(endpoint)) {
            if (caller) {
                event(answeredNs, atNs, endpoint, CallEventKind.ENDED, CallResult.BUSY, 486);
                state(answeredNs, endpoint, 0, EndpointPhase.CLOSED, EndpointOutcome.CALL_FAILED, 486);
            }
            return;
        }
        if (caller) {
            event(answeredNs - 5_000_000, atNs, endpoint, CallEventKind.RINGING, null, 180);
            event(answeredNs, atNs, endpoint, CallEventKind.ANSWERED, null, 200);
            samples.begin(endpoint, second, SampleScope.CALL, 0)
                    .set(slot("call_setup_time_ms", Media.ANY, Direction.CALL), setupMs)
                    .set(slot("post_dial_delay_ms", Media.ANY, Direction.CALL), setupMs - 5)
                    .set(slot("final_status_code", Media.ANY, Direction.CALL), 200);
            must(() -> samples.tryWrite(ring));
        }
        state(answeredNs, endpoint, 0, EndpointPhase.INCALL, null, 200);
        if (caller) {
            must(() -> texts.tryWrite(ring, endpoint, second, 0, slot("final_reason_phrase", Media.ANY, Direction.CALL), "OK"));
        }
        must(() -> texts.tryWrite(ring, endpoint, second, 0, slot("audio_codec", Media.AUDIO, Direction.RECV), "PCMU"));
        must(() -> texts.tryWrite(ring, endpoint, second, 0, slot("audio_codec", Media.AUDIO, Direction.SEND), "PCMU"));
        if (hasVideo(endpoint)) {
            must(() -> texts.tryWrite(ring, endpoint, second, 0, slot("video_codec", Media.VIDEO, Direction.SEND), "H264"));
        }
        up++;
    }

    private void media(int endpoint, int second) {
        boolean poor = endpoint % POOR == 0;
        double wobble = Math.sin(second / 4.0 + endpoint);
        double loss = poor ? Math.max(0, 3 + 2 * wobble) : 0;
        int age = second - start(endpoint);
        samples.begin(endpoint, second, SampleScope.SECOND, 0)
                .set(slot("mos", Media.AUDIO, Direction.RECV), poor ? 3.4 + 0.3 * wobble : 4.38 + 0.02 * wobble)
                .set(slot("r_factor", Media.AUDIO, Direction.RECV), poor ? 68 : 92.5)
                .set(slot("jitter_ms", Media.AUDIO, Direction.RECV), poor ? 24 + 6 * wobble : 0.3 + 0.1 * random.nextDouble())
                .set(slot("fraction_lost", Media.AUDIO, Direction.RECV), loss)
                .set(slot("packets_lost", Media.AUDIO, Direction.RECV), poor ? age : 0)
                .set(slot("rtt_ms", Media.AUDIO, Direction.RECV), 0.4 + random.nextDouble() * 0.2)
                .set(slot("jb_current_delay_ms", Media.AUDIO, Direction.RECV), poor ? 60 : 40)
                .set(slot("packets_received", Media.AUDIO, Direction.RECV), age * 50 - (poor ? age : 0))
                .set(slot("packets_recv_rate_ps", Media.AUDIO, Direction.RECV), poor ? 48.5 : 50)
                .set(slot("packets_sent", Media.AUDIO, Direction.SEND), age * 50)
                .set(slot("packets_sent_rate_ps", Media.AUDIO, Direction.SEND), 50)
                .set(slot("rtt_ms", Media.AUDIO, Direction.SEND), 0.5);
        if (hasVideo(endpoint)) {
            video(poor, wobble, age);
        }
        must(() -> samples.tryWrite(ring));
    }

    private boolean hasVideo(int endpoint) {
        return assignment.groups().stream().anyMatch(group -> group.media().video() != null
                && endpoint >= group.firstEndpoint() && endpoint < group.firstEndpoint() + group.endpoints());
    }

    private void video(boolean poor, double wobble, int age) {
        samples.set(slot("frame_rate_received", Media.VIDEO, Direction.RECV), poor ? 24 + 3 * wobble : 30)
                .set(slot("frame_rate_sent", Media.VIDEO, Direction.SEND), 30)
                .set(slot("video_bitrate_bps", Media.VIDEO, Direction.RECV), (poor ? 1_100_000 : 1_480_000) + 30_000 * wobble)
                .set(slot("resolution_mpix", Media.VIDEO, Direction.RECV), 0.9216)
                .set(slot("freeze_count", Media.VIDEO, Direction.RECV), poor ? age / 3 : 0)
                .set(slot("freeze_duration_ms", Media.VIDEO, Direction.RECV), poor ? Math.max(0, 300 * wobble) : 0)
                .set(slot("frames_received", Media.VIDEO, Direction.RECV), 30 * age)
                .set(slot("packets_lost", Media.VIDEO, Direction.RECV), poor ? 3 * age : 0)
                .set(slot("jitter_ms", Media.VIDEO, Direction.RECV), poor ? 12 : 1.1);
    }

    /** The callers are done, and what is left comes to its end. */
    void stopping(int second) {
        must(() -> runStates.tryWrite(ring, second * NS, System.currentTimeMillis() * 1_000_000 - second * NS, RunStatus.STOPPING, null));
    }

    void end() {
        long atNs = (lastSecond + 1) * NS;
        for (int endpoint = 0; endpoint < endpoints(); endpoint++) {
            if (!isMine(endpoint)) {
                continue;
            }
            if (start(endpoint) > lastSecond || isBusy(endpoint)) {
                if (!(isBusy(endpoint) && isCaller(endpoint))) {
                    state(atNs, endpoint, -1, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, 0);
                }
                continue;
            }
            if (isCaller(endpoint)) {
                if (isTraced(endpoint)) {
                    messages.bye(endpoint, atNs);
                }
                if (endpoint == endpoints() / 2 + 1) {
                    messages.longTrace(endpoint, atNs);
                }
                if (endpoint == endpoints() / 2) {
                    recording(endpoint);
                }
                if (endpoint == endpoints() / 2 + 2) {
                    must(() -> actions.tryWrite(ring, atNs, caller(2), 0, 0, 0, ActionSpec.Kind.SEND_DTMF, 0, null));
                    must(() -> actions.tryWrite(ring, atNs, caller(2), 0, 1, 0, ActionSpec.Kind.EXPECT, 0, "no digit within 5 s"));
                    must(() -> actions.tryWrite(ring, atNs, caller(2), 0, 2, 1, ActionSpec.Kind.RE_INVITE, 488, "the peer refused the offer"));
                }
                event(atNs, start(endpoint) * NS, endpoint, CallEventKind.ENDED, CallResult.ANSWERED, 200);
            }
            callMedia(endpoint, atNs);
            state(atNs, endpoint, 0, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, 0);
        }
        must(() -> runStates.tryWrite(ring, atNs, System.currentTimeMillis() * 1_000_000 - atNs, RunStatus.COMPLETED, null));
    }

    private void callMedia(int endpoint, long atNs) {
        boolean poor = endpoint % POOR == 0;
        samples.begin(endpoint, lastSecond, SampleScope.CALL, 0).set(slot("mos", Media.AUDIO, Direction.RECV), poor ? 3.3 : 4.38);
        must(() -> samples.tryWrite(ring));
        must(() -> callMedia.begin().speech(0.45, 180 + endpoint).security("sdes AES_CM_128_HMAC_SHA1_80", "sdes AES_CM_128_HMAC_SHA1_80")
                .tryWrite(ring, atNs, endpoint, 0, true));
    }

    private void recording(int endpoint) {
        byte[] wav = new byte[40_000];
        System.arraycopy("RIFF....WAVE".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, wav, 0, 12);
        for (int[] at = {0}; at[0] < wav.length;) {
            must(() -> {
                int taken = files.tryWrite(ring, endpoint, 0, "call-0.wav", wav, at[0]);
                at[0] += taken;
                return taken > 0;
            });
        }
    }

    private int caller(int index) {
        return endpoints() / 2 + index;
    }

    private void state(long timeNs, int endpoint, int call, EndpointPhase phase, EndpointOutcome outcome, int code) {
        must(() -> states.tryWrite(ring, timeNs, endpoint, call, phase, outcome, code, null));
    }

    private void event(long timeNs, long intendedNs, int endpoint, CallEventKind kind, CallResult result, int code) {
        must(() -> calls.tryWrite(ring, timeNs, intendedNs, endpoint, 0, kind, true, true, result, code));
    }

    private static Slot slot(String key, Media media, Direction direction) {
        return MetricCatalogue.instance().require(key, media, direction);
    }

    /** For those who ask what was meant: one line. */
    @Override
    public String toString() {
        return "synthetic " + List.of(endpoints(), seconds);
    }
}
