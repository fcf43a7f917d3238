package busyhour.sip.ua;

import busyhour.sip.LocalPoints;
import busyhour.sip.TransportKind;
import busyhour.sip.digest.DigestRealms;
import busyhour.sip.digest.DigestUser;
import busyhour.sip.message.Ascii;
import busyhour.sip.store.BytePool;
import java.nio.charset.StandardCharsets;

/** One endpoint: the texts that its messages are made of, its credentials, its registration. Filled at set-up time. */
final class UserAgent {

    /** A registrar and a proxy before it. */
    static final int REGISTRAR_REALMS = 2;
    /** Two proxies and the server behind them. */
    static final int CALL_REALMS = 3;

    final int number;
    final UserAgentDescriptor descriptor;
    /** Where requests go out of a dialog. */
    final TargetList targets;
    /** Via up to the digits of the branch, for each transport; one without a socket has that of its {@link #usable}. */
    final byte[][] vias = new byte[TransportKind.COUNT][];
    /** Address of record as a name-addr: From, and To of REGISTER. */
    final byte[] local;
    /** URI of the address of record. */
    final byte[] address;
    /** Bits of the methods that we sent out of a dialog and that are not answered. */
    int asking;
    /** User part of the Contact. */
    final byte[] contactUser;
    /** URI of the Contact, for each transport as in {@link #vias}; those that must be {@code sips} (RFC 3261 8.1.1.8) too. */
    final byte[][] contactUris = new byte[TransportKind.COUNT][];
    final byte[][] secureContactUris = new byte[TransportKind.COUNT][];
    /** What goes into Route out of a dialog, or null. */
    final byte[] route;
    /** The same with the registrar's Service-Route behind it: a block of {@link PresetRoutes}. */
    int serviceRoute = BytePool.NONE;
    /** Host and port for Call-IDs. */
    final byte[] host;
    final byte[] registrar;
    /** {@link OptionTags} that it supports in calls. */
    final int tags;
    /** Values of Allow, and of Supported and Require in INVITE (null = no such line). */
    final byte[] allow;
    final byte[] supported;
    final byte[] required;
    /** Null: challenges cannot be answered. */
    final DigestUser credentials;
    /** Challenges to REGISTER and to other requests; null without credentials. */
    final DigestRealms registrarRealms;
    final DigestRealms realms;
    final Registration registration;
    private final byte[] usable = new byte[TransportKind.COUNT];
    private final int[] sockets = new int[TransportKind.COUNT];
    /** The call that came in last, to find the second copy of a forked INVITE. */
    Call lastIncoming;

    /** From of requests out of a dialog, without a tag. */
    byte[] from(final byte method) {
        final byte[] own = descriptor.policy().headers().from(method);
        return own == null ? local : own;
    }

    UserAgent(final int number, final UserAgentDescriptor descriptor, final String contactUser, final SipCore core) {
        this.number = number;
        this.descriptor = descriptor;
        targets = core.targets(descriptor.targets());
        final LocalPoints points = descriptor.points();
        final byte first = points.usable(targets.kind(0), points.first());
        for (byte kind = 0; kind < TransportKind.COUNT; kind++) {
            usable[kind] = points.usable(kind, first);
            sockets[kind] = points.socket(usable[kind]);
            render(kind, usable[kind], contactUser, core);
        }
        final String name = descriptor.displayName() == null
                ? "" : "\"" + descriptor.displayName().replace("\\", "\\\\").replace("\"", "\\\"") + "\" ";
        local = Ascii.bytes(name + "<sip:" + descriptor.user() + "@" + descriptor.domain() + ">");
        address = Ascii.bytes("sip:" + descriptor.user() + "@" + descriptor.domain());
        this.contactUser = Ascii.bytes(contactUser);
        host = core.text(points.sentBy(first));
        route = core.text(descriptor.policy().route());
        registrar = core.text(descriptor.registrar());
        final byte[] realm = core.text(descriptor.realm());
        registration = new Registration();
        final PrackPolicy prack = descriptor.policy().prack();
        tags = SipCore.TAGS & ~(prack == PrackPolicy.OFF ? OptionTags.RELIABLE : 0);
        allow = prack == PrackPolicy.OFF ? SipCore.ALLOW : SipCore.ALLOW_WITH_PRACK;
        supported = OptionTags.text(tags);
        required = prack == PrackPolicy.REQUIRED ? OptionTags.RELIABLE_TAG : null;
        if (descriptor.password() == null) {
            credentials = null;
            registrarRealms = null;
            realms = null;
        } else {
            credentials = new DigestUser(
                    descriptor.authUser() == null ? descriptor.user() : descriptor.authUser(), descriptor.password());
            registrarRealms = registrar == null ? null : new DigestRealms(REGISTRAR_REALMS, core.challenges, realm, core.challenge);
            realms = new DigestRealms(CALL_REALMS, core.challenges, realm, core.challenge);
        }
    }

    private void render(final byte kind, final byte real, final String user, final SipCore core) {
        for (byte earlier = 0; earlier < kind; earlier++) {
            if (usable[earlier] == real) { // mostly one transport is used for all: its texts are kept once
                vias[kind] = vias[earlier];
                contactUris[kind] = contactUris[earlier];
                secureContactUris[kind] = secureContactUris[earlier];
                return;
            }
        }
        final String sentBy = descriptor.points().sentBy(real);
        vias[kind] = core.text("SIP/2.0/" + TransportKind.name(real) + " " + sentBy + ";rport;branch=z9hG4bK");
        final String parameter = new String(TransportKind.uriParameter(real), StandardCharsets.US_ASCII);
        contactUris[kind] = Ascii.bytes("sip:" + user + "@" + sentBy + parameter);
        // RFC 3261 26.2.2: a sips URI says TLS by itself.
        secureContactUris[kind] = real == TransportKind.TLS ? Ascii.bytes("sips:" + user + "@" + sentBy)
                : real == TransportKind.WSS ? Ascii.bytes("sips:" + user + "@" + sentBy + parameter) : contactUris[kind];
    }

    /** The transport that is used where this one is asked for. */
    byte usable(final byte kind) {
        return usable[kind];
    }

    /** Socket of {@link #usable}. */
    int socket(final byte kind) {
        return sockets[kind];
    }
}
