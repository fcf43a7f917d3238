package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Routes of requests out of a dialog: the endpoint's outbound proxies, then what its registrar said in Service-Route (RFC 3608
 * 6.1). The latter are kept as long as the registration stands. One thread.
 */
final class PresetRoutes {

    /** Longer route sets of a registrar are passed over. */
    private static final int MAX_LENGTH = 1_024;
    private static final int USUAL_LENGTH = 256;

    private final BytePool kept;
    private final HeaderValues values = new HeaderValues();
    private final SipWriter writer = new SipWriter();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[MAX_LENGTH]);
    private final UnsafeBuffer own = new UnsafeBuffer(0, 0);
    private long refused;

    PresetRoutes(final int endpoints) {
        kept = new BytePool(new int[] {USUAL_LENGTH, MAX_LENGTH}, new int[] {endpoints, endpoints / 8 + 16});
    }

    /** Writes the endpoint's Route line, if it has routes. */
    SipWriter write(final SipWriter out, final UserAgent agent) {
        final int block = agent.serviceRoute;
        if (block >= 0) {
            return out.name(SipHeader.ROUTE).append(kept.buffer(block), kept.offset(block), kept.length(block)).endLine();
        }
        return agent.route == null ? out : out.header(SipHeader.ROUTE, agent.route);
    }

    /** Gives them to a dialog whose first request is to be sent; false when no block is free. */
    boolean apply(final Dialog dialog, final UserAgent agent) {
        final int block = agent.serviceRoute;
        if (block >= 0) {
            return dialog.preset(kept.buffer(block), kept.offset(block), kept.length(block));
        }
        if (agent.route == null) {
            return true;
        }
        own.wrap(agent.route);
        return dialog.preset(own, 0, agent.route.length);
    }

    /** Takes over the routes in a 2xx to REGISTER, in place of those of an earlier one. */
    void onRegistered(final UserAgent agent, final SipMessage response) {
        final int before = agent.serviceRoute;
        if (before < 0 && !response.hasHeader(SipHeader.SERVICE_ROUTE)) {
            return;
        }
        forget(agent);
        writer.wrap(scratch, 0, MAX_LENGTH);
        if (agent.route != null) {
            writer.append(agent.route);
        }
        int count = 0;
        values.reset(response, SipHeader.SERVICE_ROUTE);
        while (values.next()) {
            final long value = values.value();
            if (count++ == 0 && agent.route != null && startsWith(response, value, agent.route)) {
                // The registrar names our outbound proxy itself.
                continue;
            }
            if (writer.length() > 0) {
                writer.octet((byte) ',');
            }
            writer.append(response.buffer(), Span.offset(value), Span.length(value));
        }
        if (count > 0) {
            final int length = writer.finish();
            agent.serviceRoute = length < 0 ? BytePool.NONE : kept.store(scratch, 0, length);
            refused += agent.serviceRoute < 0 ? 1 : 0;
        }
    }

    private static boolean startsWith(final SipMessage response, final long value, final byte[] route) {
        if (Span.length(value) > route.length) {
            return false;
        }
        for (int i = 0; i < Span.length(value); i++) {
            if (response.buffer().getByte(Span.offset(value) + i) != route[i]) {
                return false;
            }
        }
        return true;
    }

    /** The registration is over. */
    void forget(final UserAgent agent) {
        kept.giveBack(agent.serviceRoute);
        agent.serviceRoute = BytePool.NONE;
    }

    /** Service-Routes that were too long to be kept. */
    long refused() {
        return refused;
    }
}
