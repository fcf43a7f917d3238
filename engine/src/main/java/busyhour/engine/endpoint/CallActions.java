package busyhour.engine.endpoint;

import busyhour.engine.media.MediaEvents;
import busyhour.engine.media.MediaStreams;
import busyhour.engine.scenario.Resource;
import busyhour.engine.scenario.ScenarioProgram;
import busyhour.engine.scenario.Scenarios;
import busyhour.engine.scenario.StepFailure;
import busyhour.engine.scenario.StepListener;
import busyhour.engine.scenario.StepPerformer;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.sip.info.DtmfRelay;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.ua.UserAgents;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The scenario of a shard's endpoints between signalling and media: tells it what happens in the calls, counts and records
 * what becomes of its steps.
 *
 * <pre>
 *   UserAgents --> EndpointCalls --+--> MidCallOffers, Transfers --+
 *   MediaStreams ------------------+------------------------------+--> Scenarios --> ScenarioSteps --> UserAgents, MediaStreams
 * </pre>
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class CallActions implements StepListener, MediaEvents {

    /** The same digit by another method within this time is the same key: peers that send both. */
    private static final long SAME_KEY_NS = 400_000_000L;

    final Scenarios scenarios;
    final MidCallOffers offers;
    final Transfers transfers;
    private final Endpoint[] endpoints;
    private final MediaStreams media;
    private final EndpointRecords records;
    private final EndpointLife life;
    private final ScenarioSteps steps;
    private final Transfers.CallEnd ends;
    private final DtmfRelay relay = new DtmfRelay();

    CallActions(
            final Endpoint[] endpoints, final MediaStreams media, final SessionDescriptions descriptions, final EndpointRecords records,
            final EndpointLife life, final Transfers.CallEnd ends) {
        this.endpoints = endpoints;
        this.media = media;
        this.records = records;
        this.life = life;
        this.ends = ends;
        offers = new MidCallOffers(endpoints, life, descriptions);
        transfers = new Transfers(endpoints, ends, descriptions, offers);
        steps = new ScenarioSteps(endpoints, media, offers, transfers, ends);
        scenarios = new Scenarios(Arrays.stream(endpoints).map(endpoint -> endpoint.group().scenario()).toArray(ScenarioProgram[]::new),
                steps, this);
        media.events(this);
        for (final Endpoint endpoint : endpoints) {
            if (endpoint.group().scenario().awaitsDigits()) {
                media.alwaysDetectTones(endpoint.local());
            }
            if (endpoint.group().scenario().awaitsSpeech()) {
                media.hearAtOnce(endpoint.local());
            }
        }
    }

    void userAgents(final UserAgents agents) {
        offers.bind(agents, scenarios);
        transfers.bind(agents, scenarios);
        steps.userAgents(agents);
    }

    int poll(final long nowNs, final int limit) {
        return scenarios.poll(nowNs, limit) + offers.poll(nowNs) + transfers.poll(nowNs);
    }

    long nextDeadlineNs() {
        return Math.min(scenarios.nextDeadlineNs(), Math.min(offers.nextDeadlineNs(), transfers.nextDeadlineNs()));
    }

    /** The call is over, or we or the peer are ending it. */
    void onCallOver(final Endpoint endpoint, final long nowNs) {
        endpoint.counters.held(false, nowNs);
        scenarios.onCallOver(endpoint.local(), !endpoint.hungUpByUs, nowNs);
        transfers.end(endpoint, nowNs);
    }

    @Override
    public void onStep(final int local, final int action, final int step, final int failure, final int status, final long nowNs) {
        final Endpoint endpoint = endpoints[local];
        endpoint.counters.actionsExecuted++;
        endpoint.counters.actionsFailed += failure == StepPerformer.DONE ? 0 : 1;
        if (failure != StepPerformer.DONE) {
            life.outcome(endpoint, EndpointOutcome.COMPLETED_WITH_WARNINGS, "a scenario action failed", nowNs);
        }
        records.action(endpoint, action, step, failure == StepPerformer.DONE ? null : StepFailure.text(failure), status, nowNs);
    }

    /** A request came in the call; it is answered. */
    void onRequest(final Endpoint endpoint, final SipMessage request, final long nowNs) {
        if (request.method() == SipMethod.INFO) {
            if (relay.parse(request)) {
                media.audio(endpoint.local()).onInfoDigit(relay.digit(), relay.durationMs(), nowNs);
            }
            scenarios.onInfo(endpoint.local(), nowNs);
        }
    }

    /** Our request in the call is through. @param status 0 = nobody answered. */
    void onRequestAnswered(final Endpoint endpoint, final byte method, final int status, final long nowNs) {
        final int local = endpoint.local();
        if (status != 0) {
            scenarios.onResponse(local, status, nowNs);
        }
        final boolean done = status >= 200 && status < 300;
        switch (method) {
            case SipMethod.INFO, SipMethod.MESSAGE -> {
                final int resource = method == SipMethod.INFO ? Resource.INFO : Resource.MESSAGE;
                if (done) {
                    scenarios.onDone(local, resource, nowNs);
                } else {
                    scenarios.onFailed(local, resource, status == 0 ? StepFailure.NO_ANSWER : StepFailure.REQUEST_REFUSED, status, nowNs);
                }
            }
            case SipMethod.REFER -> {
                if (!done) {
                    transfers.onRefused(endpoint, status == 0 ? StepFailure.NO_ANSWER : StepFailure.TRANSFER_REFUSED, status, nowNs);
                }
            }
            default -> {
                return; // nobody waits for it
            }
        }
    }

    @Override
    public void onMediaStarted(final int local, final long nowNs) {
        scenarios.onMediaStarted(local, nowNs);
    }

    @Override
    public void onDigit(final int local, final byte digit, final int durationMs, final byte method, final long nowNs) {
        final Endpoint endpoint = endpoints[local];
        final boolean sameKey = endpoint.lastDigit == digit && endpoint.lastDigitMethod != method
                && nowNs - endpoint.lastDigitNs < SAME_KEY_NS;
        endpoint.lastDigit = sameKey ? 0 : digit;
        endpoint.lastDigitMethod = method;
        endpoint.lastDigitNs = nowNs;
        if (!sameKey) {
            scenarios.onDigit(local, digit, nowNs);
        }
    }

    @Override
    public void onSilence(final int local, final long sinceNs, final long nowNs) {
        scenarios.onSilence(local, sinceNs, nowNs);
    }

    @Override
    public void onSpeech(final int local, final long nowNs) {
        scenarios.onSpeech(local, nowNs);
    }

    /** A call whose media cannot be secured as agreed is none. */
    @Override
    public void onSecurityFailed(final int local, final DirectBuffer reason, final int offset, final int length, final long nowNs) {
        life.transportFault().begin(reason, offset, length);
        life.outcome(endpoints[local], EndpointOutcome.NEGOTIATION_FAILED, null, nowNs);
        life.transportFault().end();
        ends.hangUp(endpoints[local], nowNs);
    }

    @Override
    public void onDigitsSent(final int local, final long nowNs) {
        scenarios.onDone(local, Resource.DIGITS, nowNs);
    }

    @Override
    public void onPlayed(final int local, final long nowNs) {
        scenarios.onDone(local, Resource.PLAYBACK, nowNs);
    }
}
