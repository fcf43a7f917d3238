package busyhour.engine.endpoint;

import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;

/** Puts what the signalling of an endpoint measured into a sample. Stateless. */
final class CallSampler {

    static final Slot RECEIVED_AUDIO_CODEC = MetricCatalogue.instance().require("audio_codec", Media.AUDIO, Direction.RECV);
    static final Slot SENT_AUDIO_CODEC = MetricCatalogue.instance().require("audio_codec", Media.AUDIO, Direction.SEND);
    static final Slot RECEIVED_VIDEO_CODEC = MetricCatalogue.instance().require("video_codec", Media.VIDEO, Direction.RECV);
    static final Slot SENT_VIDEO_CODEC = MetricCatalogue.instance().require("video_codec", Media.VIDEO, Direction.SEND);
    static final Slot RECEIVED_DTMF_METHOD = MetricCatalogue.instance().require("dtmf_method", Media.AUDIO, Direction.RECV);
    static final Slot SENT_DTMF_METHOD = MetricCatalogue.instance().require("dtmf_method", Media.AUDIO, Direction.SEND);
    static final Slot FINAL_REASON_PHRASE = call("final_reason_phrase");
    static final Slot CALL_RESULT = call("call_result");

    private static final Slot REGISTRATION_TIME_MS = call("registration_time_ms");
    private static final Slot REGISTRATION_STATUS_CODE = call("registration_status_code");
    private static final Slot REGISTRATION_ATTEMPTS = call("registration_attempts");
    private static final Slot AUTH_CHALLENGES = call("auth_challenges");
    private static final Slot TIME_TO_TRYING_MS = call("time_to_trying_ms");
    private static final Slot TIME_TO_RINGING_MS = call("time_to_ringing_ms");
    private static final Slot POST_DIAL_DELAY_MS = call("post_dial_delay_ms");
    private static final Slot CALL_SETUP_TIME_MS = call("call_setup_time_ms");
    private static final Slot RING_TIME_MS = call("ring_time_ms");
    private static final Slot ANSWER_TO_ACK_MS = call("answer_to_ack_ms");
    private static final Slot TIME_TO_FIRST_MEDIA_MS = call("time_to_first_media_ms");
    private static final Slot CALL_DURATION_MS = call("call_duration_ms");
    private static final Slot DISCONNECT_DELAY_MS = call("disconnect_delay_ms");
    private static final Slot CANCEL_DELAY_MS = call("cancel_delay_ms");
    private static final Slot FINAL_STATUS_CODE = call("final_status_code");
    private static final Slot PROVISIONAL_RESPONSES = call("provisional_responses");
    private static final Slot SIP_MESSAGES_SENT = call("sip_messages_sent");
    private static final Slot SIP_MESSAGES_RECEIVED = call("sip_messages_received");
    private static final Slot SIP_RETRANSMISSIONS_SENT = call("sip_retransmissions_sent");
    private static final Slot SIP_RETRANSMISSIONS_RECEIVED = call("sip_retransmissions_received");
    private static final Slot SIP_PARSE_ERRORS = call("sip_parse_errors");
    private static final Slot REINVITES_SENT = call("reinvites_sent");
    private static final Slot REINVITES_RECEIVED = call("reinvites_received");
    private static final Slot SESSION_TIMER_REFRESHES = call("session_timer_refreshes");
    private static final Slot REDIRECTS_FOLLOWED = call("redirects_followed");
    private static final Slot RELIABLE_PROVISIONALS = call("reliable_provisionals");
    private static final Slot HOLD_COUNT = call("hold_count");
    private static final Slot TOTAL_HOLD_DURATION_MS = call("total_hold_duration_ms");
    private static final Slot TRANSFERS = call("transfers");
    private static final Slot SCENARIO_ACTIONS_EXECUTED = call("scenario_actions_executed");
    private static final Slot SCENARIO_ACTIONS_FAILED = call("scenario_actions_failed");

    private static Slot call(final String key) {
        return MetricCatalogue.instance().require(key, Media.ANY, Direction.CALL);
    }

    /** @param timeMs first REGISTER to final response, NaN when none came. */
    void registration(final Endpoint endpoint, final double timeMs, final SampleWriter sample, final long nowNs) {
        sample.set(REGISTRATION_TIME_MS, timeMs);
        sample.set(REGISTRATION_STATUS_CODE, endpoint.registrationStatusCode == 0 ? Double.NaN : endpoint.registrationStatusCode);
        counters(endpoint, sample, nowNs);
    }

    void oneShots(final Endpoint endpoint, final SampleWriter sample) {
        final CallTimes times = endpoint.times;
        if (endpoint.group().isCaller()) {
            sample.set(TIME_TO_TRYING_MS, times.timeToTryingMs());
            sample.set(TIME_TO_RINGING_MS, times.timeToRingingMs());
            sample.set(POST_DIAL_DELAY_MS, times.postDialDelayMs());
            sample.set(CALL_SETUP_TIME_MS, times.callSetupTimeMs());
            sample.set(RING_TIME_MS, times.ringTimeMs());
            sample.set(CANCEL_DELAY_MS, times.cancelDelayMs());
            sample.set(FINAL_STATUS_CODE, endpoint.lastStatusCode == 0 ? Double.NaN : endpoint.lastStatusCode);
        } else {
            sample.set(ANSWER_TO_ACK_MS, times.answerToAckMs());
        }
        sample.set(TIME_TO_FIRST_MEDIA_MS, times.timeToFirstMediaMs());
        sample.set(CALL_DURATION_MS, times.callDurationMs());
        if (endpoint.hungUpByUs) {
            sample.set(DISCONNECT_DELAY_MS, times.disconnectDelayMs());
        }
    }

    void counters(final Endpoint endpoint, final SampleWriter sample, final long nowNs) {
        if (endpoint.group().registers()) {
            sample.set(REGISTRATION_ATTEMPTS, endpoint.registrationAttempts);
        }
        sample.set(AUTH_CHALLENGES, endpoint.authChallenges);
        if (endpoint.group().isCaller()) {
            sample.set(PROVISIONAL_RESPONSES, endpoint.provisionalResponses);
        }
        sample.set(SIP_MESSAGES_SENT, endpoint.sipMessagesSent);
        sample.set(SIP_MESSAGES_RECEIVED, endpoint.sipMessagesReceived);
        sample.set(SIP_RETRANSMISSIONS_SENT, endpoint.sipRetransmissionsSent);
        sample.set(SIP_RETRANSMISSIONS_RECEIVED, endpoint.sipRetransmissionsReceived);
        sample.set(SIP_PARSE_ERRORS, endpoint.sipParseErrors);
        inCall(endpoint.counters, sample, nowNs);
        if (endpoint.group().scenario().actions() > 0) {
            sample.set(SCENARIO_ACTIONS_EXECUTED, endpoint.counters.actionsExecuted);
            sample.set(SCENARIO_ACTIONS_FAILED, endpoint.counters.actionsFailed);
        }
    }

    private static void inCall(final CallCounters counters, final SampleWriter sample, final long nowNs) {
        sample.set(REINVITES_SENT, counters.reinvitesSent);
        sample.set(REINVITES_RECEIVED, counters.reinvitesReceived);
        sample.set(REDIRECTS_FOLLOWED, counters.redirectsFollowed);
        sample.set(RELIABLE_PROVISIONALS, counters.reliableProvisionals);
        sample.set(SESSION_TIMER_REFRESHES, counters.sessionTimerRefreshes);
        sample.set(HOLD_COUNT, counters.holds);
        sample.set(TOTAL_HOLD_DURATION_MS, counters.totalHoldMs(nowNs));
        sample.set(TRANSFERS, counters.transfers);
    }
}
