package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.ParameterCursor;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;

/**
 * Session timers (RFC 4028): what our requests ask for and our answers grant, when to refresh, and BYE when nobody did.
 *
 * <pre>
 *   2xx -----------------> interval / 2 -------------> interval - min(32 s, interval / 3)
 *   onAnswered, onAnswerSent   who refreshes: OutgoingOffers   both: onSessionExpired, BYE
 * </pre>
 */
final class SessionTimers {

    private static final long NS_PER_S = 1_000_000_000L;
    private static final long MAX_S = 0xFFFF_FFFFL;
    private static final long LAST_S = 32;
    /** When what is under way keeps a refresh from being sent, or it was refused. */
    private static final long AGAIN_NS = 2 * NS_PER_S;
    private static final byte[] REFRESHER = Ascii.bytes("refresher");
    private static final byte[] TIMER = Ascii.bytes("timer");
    private static final byte[] UAC = Ascii.bytes("uac");
    private static final byte[] UAS = Ascii.bytes("uas");
    private static final byte[] BY_UAC = Ascii.bytes(";refresher=uac");
    private static final byte[] BY_UAS = Ascii.bytes(";refresher=uas");

    private final SipCore core;
    private final int firstTimer;
    private final ParameterCursor parameters = new ParameterCursor();
    private byte readRefresher;

    /** @param firstTimer number of the first call's owner in the core's dialog wheel. */
    SessionTimers(final SipCore core, final int firstTimer) {
        this.core = core;
        this.firstTimer = firstTimer;
    }

    /** Headers of a request that opens, changes or refreshes the session. */
    void writeRequest(final SipWriter out, final Call call) {
        final SessionTimer timer = call.session.timer;
        final SessionTimerPolicy policy = call.agent.descriptor.sessionTimer();
        if (timer.askedS == 0 && policy != null) {
            timer.askedS = policy.expiresS();
            timer.minSeS = Math.max(timer.minSeS, policy.minSeS());
        }
        final long seconds = timer.intervalS > 0 ? Math.max(timer.intervalS, timer.minSeS) : timer.askedS;
        if (seconds == 0) {
            return;
        }
        out.name(SipHeader.SESSION_EXPIRES).uint(seconds);
        if (timer.intervalS > 0) {
            out.append(timer.weRefresh ? BY_UAC : BY_UAS);
        } else if (policy != null && policy.refresher() != SessionTimerPolicy.ANY) {
            out.append(policy.refresher() == SessionTimerPolicy.UAC ? BY_UAC : BY_UAS);
        }
        out.endLine();
        if (timer.minSeS > 0) {
            out.header(SipHeader.MIN_SE, timer.minSeS);
        }
    }

    /** Least interval that this endpoint takes. */
    static long leastS(final UserAgent agent) {
        final SessionTimerPolicy policy = agent.descriptor.sessionTimer();
        return policy == null ? SessionTimerPolicy.LEAST_S : policy.minSeS();
    }

    /** Whether a request is to be refused with 422: its interval is too short, and it knows what that means (RFC 4028 9). */
    boolean isTooSmall(final UserAgent agent, final SipMessage request) {
        final long seconds = seconds(request, SipHeader.SESSION_EXPIRES);
        return seconds >= 0 && seconds < leastS(agent) && supportsTimer(request);
    }

    /** Remembers what a request asks for, until its answer is written. */
    void onRequest(final Call call, final SipMessage request) {
        final SessionTimer timer = call.session.timer;
        timer.requestedS = Math.max(0, seconds(request, SipHeader.SESSION_EXPIRES));
        timer.requestedRefresher = timer.requestedS > 0 ? readRefresher : SessionTimerPolicy.ANY;
        timer.requestedMinS = Math.max(SessionTimerPolicy.LEAST_S, seconds(request, SipHeader.MIN_SE));
        timer.requesterSupports = supportsTimer(request);
    }

    /** Decides and writes the headers of a 2xx (RFC 4028 9, table 2). */
    void writeAnswer(final SipWriter out, final Call call) {
        final SessionTimer timer = call.session.timer;
        final SessionTimerPolicy policy = call.agent.descriptor.sessionTimer();
        timer.decidedS = 0;
        if (timer.requestedS > 0) {
            timer.decidedS = policy == null || policy.expiresS() >= timer.requestedS
                    ? timer.requestedS : Math.max(policy.expiresS(), timer.requestedMinS);
            timer.decidedS = Math.min(timer.decidedS, timer.requestedS);
        } else if (timer.intervalS > 0 && timer.weRefresh) {
            timer.decidedS = timer.intervalS;
        } else if (timer.intervalS == 0 && policy != null) {
            timer.decidedS = Math.max(policy.expiresS(), timer.requestedMinS);
        }
        if (timer.decidedS == 0) {
            return;
        }
        timer.decidedWeRefresh = !timer.requesterSupports || isOurs(timer, policy);
        out.name(SipHeader.SESSION_EXPIRES).uint(timer.decidedS).append(timer.decidedWeRefresh ? BY_UAS : BY_UAC).endLine();
        if (!timer.decidedWeRefresh) {
            out.header(SipHeader.REQUIRE, TIMER);
        }
    }

    private static boolean isOurs(final SessionTimer timer, final SessionTimerPolicy policy) {
        if (timer.requestedRefresher != SessionTimerPolicy.ANY) {
            return timer.requestedRefresher == SessionTimerPolicy.UAS;
        }
        return timer.intervalS > 0 ? timer.weRefresh : policy != null && policy.refresher() == SessionTimerPolicy.UAS;
    }

    /** The 2xx that {@link #writeAnswer} was written into is out. */
    void onAnswerSent(final Call call, final long nowNs) {
        final SessionTimer timer = call.session.timer;
        set(call, timer.decidedS, timer.decidedWeRefresh, nowNs);
    }

    /** A 2xx to a request of ours with {@link #writeRequest}. */
    void onAnswered(final Call call, final SipMessage response, final long nowNs) {
        final long seconds = seconds(response, SipHeader.SESSION_EXPIRES);
        set(call, Math.max(0, seconds), readRefresher != SessionTimerPolicy.UAS, nowNs);
    }

    /** A 422: whether it names a longer interval, to ask for now (RFC 4028 7.4). */
    boolean onTooSmall(final Call call, final SipMessage response) {
        final SessionTimer timer = call.session.timer;
        final long seconds = seconds(response, SipHeader.MIN_SE);
        if (seconds <= timer.minSeS || seconds <= Math.max(timer.askedS, timer.intervalS)) {
            return false;
        }
        timer.minSeS = seconds;
        timer.askedS = Math.max(timer.askedS, seconds);
        return true;
    }

    private void set(final Call call, final long seconds, final boolean weRefresh, final long nowNs) {
        final SessionTimer timer = call.session.timer;
        timer.intervalS = seconds;
        timer.weRefresh = weRefresh;
        if (seconds == 0) {
            timer.refreshAtNs = Call.NEVER;
            timer.expireAtNs = Call.NEVER;
            core.dialogWheel.cancel(firstTimer + call.index);
            return;
        }
        timer.refreshAtNs = weRefresh ? nowNs + seconds * NS_PER_S / 2 : Call.NEVER;
        timer.expireAtNs = nowNs + (seconds - Math.min(LAST_S, seconds / 3)) * NS_PER_S;
        arm(call, nowNs);
    }

    private void arm(final Call call, final long nowNs) {
        final SessionTimer timer = call.session.timer;
        core.dialogWheel.schedule(firstTimer + call.index, Math.min(timer.refreshAtNs, timer.expireAtNs), nowNs);
    }

    /** A refresh could not be sent or was refused: another one soon. */
    void refreshAgain(final Call call, final long nowNs) {
        final SessionTimer timer = call.session.timer;
        if (timer.expireAtNs != Call.NEVER && timer.weRefresh) {
            timer.refreshAtNs = nowNs + AGAIN_NS;
            arm(call, nowNs);
        }
    }

    /** Whether the session has expired; else the call's refresh is due if it is ours. */
    boolean isExpired(final Call call, final long nowNs) {
        return nowNs >= call.session.timer.expireAtNs;
    }

    /** Whether a refresh is due; it counts as begun. */
    boolean takeRefresh(final Call call, final long nowNs) {
        final SessionTimer timer = call.session.timer;
        final boolean due = nowNs >= timer.refreshAtNs;
        if (due) {
            timer.refreshAtNs = Call.NEVER;
        }
        if (timer.expireAtNs != Call.NEVER) {
            arm(call, nowNs);
        }
        return due;
    }

    void drop(final Call call) {
        core.dialogWheel.cancel(firstTimer + call.index);
        call.session.timer.clear();
    }

    /** Seconds in the header, -1 when there are none; sets the refresher that it names. */
    private long seconds(final SipMessage message, final byte header) {
        readRefresher = SessionTimerPolicy.ANY;
        final long value = message.value(header);
        if (!Span.isPresent(value)) {
            return -1;
        }
        int end = Span.offset(value);
        while (end < Span.end(value) && Ascii.isDigit(message.buffer().getByte(end))) {
            end++;
        }
        parameters.wrap(message.buffer(), end, Span.end(value));
        while (parameters.next() > 0) {
            if (parameters.nameIs(REFRESHER)) {
                readRefresher = Ascii.equalsIgnoreCase(message.buffer(), parameters.value(), UAC) ? SessionTimerPolicy.UAC
                        : Ascii.equalsIgnoreCase(message.buffer(), parameters.value(), UAS) ? SessionTimerPolicy.UAS
                        : SessionTimerPolicy.ANY;
            }
        }
        return Ascii.number(message.buffer(), Span.offset(value), end, MAX_S);
    }

    private boolean supportsTimer(final SipMessage message) {
        return ((core.tags.of(message, SipHeader.SUPPORTED) | core.tags.of(message, SipHeader.REQUIRE)) & OptionTags.TIMER) != 0;
    }
}
