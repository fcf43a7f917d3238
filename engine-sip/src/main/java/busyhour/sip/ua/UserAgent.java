package busyhour.sip.ua;

import busyhour.sip.digest.DigestSession;
import busyhour.sip.digest.DigestUser;
import busyhour.sip.message.Ascii;

/** One endpoint: the texts that its messages are made of, its credentials, its registration. Filled at set-up time. */
final class UserAgent {

    /** Octets of a challenge (realm, nonce, opaque) that is kept. */
    private static final int CHALLENGE_BYTES = 384;

    final int number;
    final UserAgentDescriptor descriptor;
    /** Via up to the digits of the branch. */
    final byte[] via;
    /** Address of record as a name-addr: From, and To of REGISTER. */
    final byte[] local;
    /** User part of the Contact. */
    final byte[] contactUser;
    /** URI of the Contact. */
    final byte[] contactUri;
    /** Host and port for Call-IDs. */
    final byte[] host;
    final byte[] registrar;
    /** The only realm to answer challenges of, or null. */
    final byte[] realm;
    /** Null: challenges cannot be answered. */
    final DigestUser credentials;
    /** Challenges to REGISTER, to other requests by a server (401) and by a proxy (407). */
    final DigestSession registrarSession;
    final DigestSession serverSession;
    final DigestSession proxySession;
    final Registration registration;
    /** The call that came in last, to find the second copy of a forked INVITE. */
    Call lastIncoming;

    /** From of requests out of a dialog, without a tag. */
    byte[] from(final byte method) {
        final byte[] own = descriptor.policy().headers().from(method);
        return own == null ? local : own;
    }

    UserAgent(final int number, final UserAgentDescriptor descriptor, final String contactUser) {
        this.number = number;
        this.descriptor = descriptor;
        final String at = descriptor.contact().toString();
        via = Ascii.bytes("SIP/2.0/UDP " + at + ";rport;branch=z9hG4bK");
        final String name = descriptor.displayName() == null
                ? "" : "\"" + descriptor.displayName().replace("\\", "\\\\").replace("\"", "\\\"") + "\" ";
        local = Ascii.bytes(name + "<sip:" + descriptor.user() + "@" + descriptor.domain() + ">");
        this.contactUser = Ascii.bytes(contactUser);
        contactUri = Ascii.bytes("sip:" + contactUser + "@" + at);
        host = Ascii.bytes(at);
        registrar = descriptor.registrar() == null ? null : Ascii.bytes(descriptor.registrar());
        realm = descriptor.realm() == null ? null : Ascii.bytes(descriptor.realm());
        registration = new Registration();
        if (descriptor.password() == null) {
            credentials = null;
            registrarSession = null;
            serverSession = null;
            proxySession = null;
        } else {
            credentials = new DigestUser(
                    descriptor.authUser() == null ? descriptor.user() : descriptor.authUser(), descriptor.password());
            registrarSession = registrar == null ? null : new DigestSession(CHALLENGE_BYTES);
            serverSession = new DigestSession(CHALLENGE_BYTES);
            proxySession = new DigestSession(CHALLENGE_BYTES);
        }
    }
}
