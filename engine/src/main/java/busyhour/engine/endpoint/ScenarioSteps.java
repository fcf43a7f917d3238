package busyhour.engine.endpoint;

import busyhour.codec.EncodedTrack;
import busyhour.engine.media.DigitMethod;
import busyhour.engine.media.MediaStreams;
import busyhour.engine.media.TrackSet;
import busyhour.engine.scenario.ScenarioProgram;
import busyhour.engine.scenario.StepDetail;
import busyhour.engine.scenario.StepFailure;
import busyhour.engine.scenario.StepPerformer;
import busyhour.sip.message.SipMethod;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.NegotiatedMedia;
import busyhour.sip.sdp.Direction;
import busyhour.sip.ua.UserAgents;

/**
 * Does with user agents and media what the steps of scenario actions ask for.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class ScenarioSteps implements StepPerformer {

    private final Endpoint[] endpoints;
    private final MediaStreams media;
    private final MidCallOffers offers;
    private final Transfers transfers;
    private final Transfers.CallEnd ends;
    private UserAgents userAgents;

    ScenarioSteps(
            final Endpoint[] endpoints, final MediaStreams media, final MidCallOffers offers, final Transfers transfers,
            final Transfers.CallEnd ends) {
        this.endpoints = endpoints;
        this.media = media;
        this.offers = offers;
        this.transfers = transfers;
        this.ends = ends;
    }

    void userAgents(final UserAgents agents) {
        userAgents = agents;
    }

    @Override
    public int perform(final int local, final ScenarioProgram program, final int number, final int part, final long nowNs) {
        final Endpoint endpoint = endpoints[local];
        final StepDetail step = program.step(number);
        if (endpoint.call == Endpoint.NO_CALL || endpoint.times.hangUpNs != CallTimes.NEVER) {
            return StepFailure.CALL_ENDED;
        }
        return switch (step.kind()) {
            case HANG_UP -> hangUp(endpoint, nowNs);
            case SEND_DTMF, PLAY, PAUSE_MEDIA, RESUME_MEDIA ->
                    media.audio(local).isRunning() ? inMedia(endpoint, step, part, nowNs) : StepFailure.NO_MEDIA;
            default -> endpoint.times.isAnswered() ? inDialog(endpoint, step, nowNs) : StepFailure.NOT_IN_A_CALL;
        };
    }

    private int hangUp(final Endpoint endpoint, final long nowNs) {
        ends.hangUp(endpoint, nowNs);
        return UNDER_WAY; // done when the call is
    }

    private int inMedia(final Endpoint endpoint, final StepDetail step, final int part, final long nowNs) {
        switch (step.kind()) {
            case SEND_DTMF -> {
                return sendDigits(endpoint, step, part, nowNs);
            }
            case PLAY -> {
                return play(endpoint, step);
            }
            case PAUSE_MEDIA -> media.pause(endpoint.local(), true, nowNs);
            default -> media.pause(endpoint.local(), false, nowNs);
        }
        return DONE;
    }

    private int sendDigits(final Endpoint endpoint, final StepDetail step, final int part, final long nowNs) {
        final int local = endpoint.local();
        final boolean asEvents = (step.methods() & StepDetail.RTP) != 0;
        final boolean asTones = (step.methods() & StepDetail.INBAND) != 0;
        if (asEvents && endpoint.media.audio().sendTelephoneEvent() < 0) {
            return StepFailure.NO_TELEPHONE_EVENTS;
        }
        if ((asEvents || asTones) && !Direction.sends(endpoint.media.audio().direction())) {
            return StepFailure.NO_MEDIA;
        }
        if ((step.methods() & StepDetail.INFO) != 0) {
            if (!userAgents.request(endpoint.call, SipMethod.INFO, step.contentType(), step.body(part), 0, step.body(part).capacity(), nowNs)) {
                return REFUSED;
            }
            media.audio(local).onInfoDigitSent();
        }
        final byte method = asTones ? DigitMethod.INBAND : DigitMethod.RTP;
        if ((asEvents || asTones)
                && !media.audio(local).sendDigits(step.digits(part), method, step.durationMs(), step.gapMs())) {
            return StepFailure.NO_MEDIA;
        }
        return UNDER_WAY;
    }

    private int play(final Endpoint endpoint, final StepDetail step) {
        final TrackSet tracks = step.track(CodecTable.row(endpoint.media.audio().codec()).planName());
        if (tracks == null) {
            return StepFailure.NO_COMMON_CODEC;
        }
        final NegotiatedMedia terms = endpoint.media.audio();
        final EncodedTrack track = tracks.track(terms.ptimeMs(), terms.sendComfortNoise() >= 0);
        return media.audio(endpoint.local()).play(track) ? UNDER_WAY : StepFailure.NO_MEDIA;
    }

    private int inDialog(final Endpoint endpoint, final StepDetail step, final long nowNs) {
        final int wanted = endpoint.wantedDirection;
        return switch (step.kind()) {
            case HOLD -> offers.change(endpoint, SipMethod.INVITE, wanted, endpoint.wantedVideo, true, null, nowNs);
            case RESUME -> offers.change(endpoint, SipMethod.INVITE, wanted, endpoint.wantedVideo, false, null, nowNs);
            case ACTIVATE_TRACK -> activate(endpoint, step, nowNs);
            case RE_INVITE -> change(endpoint, SipMethod.INVITE, step, nowNs);
            case UPDATE -> step.codecs() == null && step.direction() == StepDetail.ANY_DIRECTION
                    ? offers.refresh(endpoint, nowNs) : change(endpoint, SipMethod.UPDATE, step, nowNs);
            case SEND_INFO -> request(endpoint, SipMethod.INFO, step, nowNs);
            case SEND_MESSAGE -> request(endpoint, SipMethod.MESSAGE, step, nowNs);
            case REFER -> transfers.transfer(endpoint, step, nowNs);
            default -> DONE;
        };
    }

    private int change(final Endpoint endpoint, final byte method, final StepDetail step, final long nowNs) {
        final boolean named = step.direction() != StepDetail.ANY_DIRECTION;
        return offers.change(endpoint, method, named ? step.direction() : endpoint.wantedDirection,
                named ? step.direction() : endpoint.wantedVideo, !named && endpoint.heldByUs, step.codecs(), nowNs);
    }

    /** A stream that was offered inactive begins; video that the peer never took cannot. */
    private int activate(final Endpoint endpoint, final StepDetail step, final long nowNs) {
        final boolean video = PlannedMedia.VIDEO.equals(step.text());
        if (video && !endpoint.media.hasVideo()) {
            return StepFailure.NO_MEDIA;
        }
        return offers.change(endpoint, SipMethod.INVITE, video ? endpoint.wantedDirection : Direction.SENDRECV,
                video ? Direction.SENDRECV : endpoint.wantedVideo, endpoint.heldByUs, null, nowNs);
    }

    private int request(final Endpoint endpoint, final byte method, final StepDetail step, final long nowNs) {
        return userAgents.request(endpoint.call, method, step.contentType(), step.body(0), 0, step.body(0).capacity(), nowNs)
                ? UNDER_WAY : REFUSED;
    }
}
