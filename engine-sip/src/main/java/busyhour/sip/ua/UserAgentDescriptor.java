package busyhour.sip.ua;

import busyhour.sip.TransportAddress;

/**
 * One SIP endpoint, as given to {@link UserAgents#add}. Set-up time; every text is ASCII as in a SIP URI.
 *
 * @param user        user part of the address of record, also of the Contact.
 * @param domain      host part of the address of record ({@code host} or {@code host:port}, IPv6 in brackets).
 * @param displayName shown in From, or null.
 * @param authUser    user name of the credentials, or null: {@code user}.
 * @param password    of the credentials, or null: challenges are then a failure.
 * @param realm       the only realm that the credentials are for, or null: any.
 * @param contact     address and port of Via and Contact.
 * @param socket      number of the signalling socket.
 * @param nextHop     where requests go out of a dialog, and in one whose target is no address literal.
 * @param registrar   Request-URI of REGISTER ({@code sip:domain}), or null: this endpoint never registers.
 * @param expiresS    seconds to register for.
 * @param sessionTimer session timer to ask for, or null: none.
 * @param policy      how it speaks beyond that.
 */
public record UserAgentDescriptor(
        String user,
        String domain,
        String displayName,
        String authUser,
        String password,
        String realm,
        TransportAddress contact,
        int socket,
        TransportAddress nextHop,
        String registrar,
        int expiresS,
        SessionTimerPolicy sessionTimer,
        UserAgentPolicy policy) {

    /** Checks and copies the addresses. */
    public UserAgentDescriptor {
        if (user == null || user.isEmpty() || domain == null || domain.isEmpty()) {
            throw new IllegalArgumentException("user '" + user + "' and domain '" + domain + "' must be given");
        }
        if (policy == null) {
            throw new IllegalArgumentException("policy: none given");
        }
        if (contact == null || nextHop == null) {
            throw new IllegalArgumentException("contact " + contact + " and next hop " + nextHop + " must be given");
        }
        if (expiresS < 1) {
            throw new IllegalArgumentException("expiry " + expiresS + " s, at least 1 s");
        }
        contact = new TransportAddress().copyFrom(contact);
        nextHop = new TransportAddress().copyFrom(nextHop);
    }

    /** An endpoint that asks for no session timer and has the plain policy. */
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
        this(user, domain, displayName, authUser, password, realm, contact, socket, nextHop, registrar, expiresS, null, UserAgentPolicy.PLAIN);
    }

    /** The same endpoint with another session timer, null = none. */
    public UserAgentDescriptor withSessionTimer(final SessionTimerPolicy timer) {
        return new UserAgentDescriptor(
                user, domain, displayName, authUser, password, realm, contact, socket, nextHop, registrar, expiresS, timer, policy);
    }

    /** The same endpoint with another policy. */
    public UserAgentDescriptor withPolicy(final UserAgentPolicy value) {
        return new UserAgentDescriptor(
                user, domain, displayName, authUser, password, realm, contact, socket, nextHop, registrar, expiresS, sessionTimer, value);
    }
}
