package busyhour.engine.endpoint;

import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.sdp.CodecTable;
import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.KeySource;
import busyhour.sip.sdp.LocalDescription;
import busyhour.sip.sdp.NegotiatedSession;

/**
 * One SIP endpoint: what it is, where it is and how it went. Changed by its shard's thread only.
 */
public final class Endpoint {

    /** No call is in progress. */
    static final int NO_CALL = -1;
    private static final int NO_CODEC = -1;

    private final int id;
    private final int local;
    private final int index;
    private final Group group;
    private final String target;
    private final int[] codecs;

    final CallTimes times = new CallTimes();
    EndpointPhase phase = EndpointPhase.INITIALIZING;
    EndpointOutcome outcome;
    /** Handle of the call in progress. */
    int call = NO_CALL;
    /** Calls begun before the one in progress or to come. */
    int callNumber;
    /** No further call is begun. */
    boolean finished;
    /** Is, or was, ready to call or be called. */
    boolean ready;
    boolean registered;
    /** What we say of ourselves in offer and answer. */
    final LocalDescription description = new LocalDescription();
    /** What offer and answer agreed on for the call in progress. */
    final NegotiatedSession media;
    /** What its calls count in mid-call. */
    final CallCounters counters = new CallCounters();
    /** A call beside its own, in a transfer. */
    final SecondCall second = new SecondCall();
    /** Direction that we want while nobody holds: one of {@link Direction}. */
    int wantedDirection;
    /** The same for video. */
    int wantedVideo;
    boolean heldByUs;
    boolean heldByPeer;
    /** An offer of ours in mid-call waits for its answer: ... */
    boolean offering;
    /** ... this is what it wants. */
    int offeredDirection;
    int offeredVideo;
    boolean offeredHold;
    /** Status code that refuses the peer's offer and still has to go out, 0 = none. */
    int refusal;
    /** Row of {@link CodecTable} that was recorded last. */
    int codecInUse;
    int videoInUse;
    byte lastDigit;
    byte lastDigitMethod;
    long lastDigitNs;
    /** Its media stream runs. */
    boolean mediaOn;
    /** Our offer to the call that came in has no answer so far. */
    boolean answerAwaited;
    /** We ended the call in progress, not the peer. */
    boolean hungUpByUs;
    /** Last final response of the call in progress or the last one. */
    int lastStatusCode;
    int registrationStatusCode;
    long registerNs;
    /** When the running second of its media ends. */
    long secondNs;
    /** When the callers of the group were started; the base of {@code for}. */
    long startedNs;
    /** When the pause after its last call is, or was, over. */
    long restedNs;

    int registrationAttempts;
    int authChallenges;
    int provisionalResponses;
    int sipMessagesSent;
    int sipMessagesReceived;
    int sipRetransmissionsSent;
    int sipRetransmissionsReceived;
    int sipParseErrors;
    int tracedMessages;

    /**
     * @param id     number in the run.
     * @param local  number in the shard, also that of its user agent and media stream.
     * @param index  place in the group.
     * @param target URI to call, null for one that answers.
     */
    public Endpoint(final int id, final int local, final int index, final Group group, final String target) {
        this.id = id;
        this.local = local;
        this.index = index;
        this.group = group;
        this.target = target;
        media = new NegotiatedSession(group.spec().media().security().policy() != SecuritySpec.Policy.NONE);
        codecs = PlannedMedia.audioCodecs(group.spec().media());
        PlannedMedia.describe(group.spec().media(), description);
    }

    /**
     * Set-up: what SRTP takes, as the plan wants it.
     *
     * @param keys        draws master keys for SDES.
     * @param fingerprint SHA-256 of the endpoint's certificate, null without DTLS.
     */
    public void secure(final KeySource keys, final byte[] fingerprint) {
        PlannedMedia.secure(group.spec().media().security(), description, keys, fingerprint);
    }

    public int id() {
        return id;
    }

    public int local() {
        return local;
    }

    public int index() {
        return index;
    }

    public Group group() {
        return group;
    }

    public String target() {
        return target;
    }

    /** Rows of {@link CodecTable} in order of preference. */
    int[] codecs() {
        return codecs;
    }

    public EndpointPhase phase() {
        return phase;
    }

    public EndpointOutcome outcome() {
        return outcome;
    }

    /** Number of the call in progress or the last one, -1 before the first. */
    public int currentCall() {
        return call == NO_CALL ? callNumber - 1 : callNumber;
    }

    /** Sockets are open: the session that offer or answer will describe. @param videoPort 0 without video. */
    void beginSession(final int audioPort, final int videoPort) {
        description.beginSession(id * 1_000_000L + callNumber + 1);
        group.describeAddress(index, description.address());
        wantedDirection = wantedAtFirst(PlannedMedia.AUDIO);
        wantedVideo = wantedAtFirst(PlannedMedia.VIDEO);
        description.audio().rtpPort(audioPort).direction(wantedDirection).codecs(codecs);
        description.video().rtpPort(videoPort).direction(wantedVideo).enabled(videoPort > 0);
        heldByUs = false;
        heldByPeer = false;
        offering = false;
        refusal = 0;
        lastDigit = 0;
    }

    /** A call beside the endpoint's own, on the same socket and without media: somebody is asked before a transfer. */
    void describeConsultation(final LocalDescription consultation) {
        consultation.beginSession(description.sessionId() + 1);
        consultation.address().copyFrom(description.address());
        consultation.audio().likeness(description.audio()).codecs(codecs).direction(Direction.INACTIVE).rtpPort(description.audio().rtpPort());
    }

    /** Row of {@link CodecTable} that is played: the one agreed on, or, when that is only received and nothing is sent, the first that could be. */
    int playedCodec() {
        final int agreed = media.audio().codec();
        for (int i = 0; !CodecTable.isSent(agreed) && i < codecs.length; i++) {
            if (CodecTable.isSent(codecs[i])) {
                return codecs[i];
            }
        }
        return agreed;
    }

    private int wantedAtFirst(final String stream) {
        return group.spec().media().deferred().contains(stream) ? Direction.INACTIVE : Direction.SENDRECV;
    }

    /** A call begins, or is going to. */
    void begin(final long intendedNs) {
        times.clear(intendedNs);
        media.reset();
        codecInUse = NO_CODEC;
        videoInUse = NO_CODEC;
        lastStatusCode = 0;
        hungUpByUs = false;
        mediaOn = false;
        answerAwaited = false;
    }

    void onMessage(final boolean sent, final boolean retransmission, final boolean malformed) {
        if (sent) {
            sipMessagesSent++;
            sipRetransmissionsSent += retransmission ? 1 : 0;
        } else {
            sipMessagesReceived++;
            sipRetransmissionsReceived += retransmission ? 1 : 0;
            sipParseErrors += malformed ? 1 : 0;
        }
    }

    /** Its registration ended while it had a call: it can neither call nor be called again. */
    boolean lostRegistration() {
        return group.registers() && !registered;
    }

    boolean isClosed() {
        return phase == EndpointPhase.CLOSED;
    }
}
