package busyhour.sip.ua;

import busyhour.sip.LocalPoints;
import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;

/**
 * One SIP endpoint, as given to {@link UserAgents#add}. Set-up time; every text is ASCII as in a SIP URI.
 *
 * @param user          user part of the address of record, also of the Contact.
 * @param domain        host part of the address of record ({@code host} or {@code host:port}, IPv6 in brackets).
 * @param displayName   shown in From, or null.
 * @param authUser      user name of the credentials, or null: {@code user}.
 * @param password      of the credentials, or null: challenges are then a failure.
 * @param realm         the only realm that the credentials are for, or null: any.
 * @param points        signalling sockets, and what Via and Contact name. With one for UDP and one for TCP, requests of over
 *                      1,300 octets go over TCP (RFC 3261 18.1.1).
 * @param targets       where requests go out of a dialog (with an outbound proxy in the policy: its addresses),
 *                      and in one whose target is no address that is known.
 * @param registrar     Request-URI of REGISTER ({@code sip:domain}), or null: this endpoint never registers.
 * @param expiresS      seconds to register for.
 * @param keepAliveS    seconds between two keep-alives over UDP (RFC 5626) while registered, 0 = none.
 * @param sessionTimer  session timer to ask for, or null: none.
 * @param policy        how it speaks beyond that.
 */
public record UserAgentDescriptor(
        String user,
        String domain,
        String displayName,
        String authUser,
        String password,
        String realm,
        LocalPoints points,
        SipTargets targets,
        String registrar,
        int expiresS,
        int keepAliveS,
        SessionTimerPolicy sessionTimer,
        UserAgentPolicy policy) {

    /** Checks. */
    public UserAgentDescriptor {
        if (user == null || user.isEmpty() || domain == null || domain.isEmpty()) {
            throw new IllegalArgumentException("user '" + user + "' and domain '" + domain + "' must be given");
        }
        if (policy == null) {
            throw new IllegalArgumentException("policy: none given");
        }
        if (points == null || points.first() < 0 || targets == null) {
            throw new IllegalArgumentException("a socket, its contact and a target must be given");
        }
        if (expiresS < 1) {
            throw new IllegalArgumentException("expiry " + expiresS + " s, at least 1 s");
        }
        if (keepAliveS < 0) {
            throw new IllegalArgumentException("keep-alive each " + keepAliveS + " s");
        }
    }

    /** One UDP socket, one target, no session timer, the plain policy. */
    public UserAgentDescriptor(
            final String user,
            final String domain,
            final String displayName,
            final String authUser,
            final String password,
            final String realm,
            final TransportAddress contact,
            final int socket,
            final TransportAddress nextHop,
            final String registrar,
            final int expiresS) {
        this(user, domain, displayName, authUser, password, realm, LocalPoints.of(TransportKind.UDP, socket, contact),
                SipTargets.of(TransportKind.UDP, nextHop), registrar, expiresS, 0, null, UserAgentPolicy.PLAIN);
    }

    /** The same endpoint through other sockets, to other targets. */
    public UserAgentDescriptor through(final LocalPoints otherPoints, final SipTargets otherTargets) {
        return new UserAgentDescriptor(user, domain, displayName, authUser, password, realm, otherPoints, otherTargets,
                registrar, expiresS, keepAliveS, sessionTimer, policy);
    }

    /** The same endpoint with keep-alives, 0 = none. */
    public UserAgentDescriptor withKeepAliveS(final int seconds) {
        return new UserAgentDescriptor(user, domain, displayName, authUser, password, realm, points, targets,
                registrar, expiresS, seconds, sessionTimer, policy);
    }

    /** The same endpoint with another session timer, null = none. */
    public UserAgentDescriptor withSessionTimer(final SessionTimerPolicy timer) {
        return new UserAgentDescriptor(user, domain, displayName, authUser, password, realm, points, targets,
                registrar, expiresS, keepAliveS, timer, policy);
    }

    /** The same endpoint with another policy. */
    public UserAgentDescriptor withPolicy(final UserAgentPolicy value) {
        return new UserAgentDescriptor(user, domain, displayName, authUser, password, realm, points, targets,
                registrar, expiresS, keepAliveS, sessionTimer, value);
    }

    @Override
    public String toString() {
        return "UserAgentDescriptor[" + user + "@" + domain + "]"; // a password never reaches a log
    }
}
