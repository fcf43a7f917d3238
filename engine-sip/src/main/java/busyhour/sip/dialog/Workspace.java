package busyhour.sip.dialog;

import busyhour.sip.HostNames;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.NameAddr;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.SipWriter;
import org.agrona.concurrent.UnsafeBuffer;

/** What the dialogs of one shard share to work with; nothing is kept in it between two calls. */
public final class Workspace {

    static final int CAPACITY = 4_096;

    final UnsafeBuffer scratch = new UnsafeBuffer(new byte[CAPACITY]);
    final SipWriter writer = new SipWriter();
    final SipUri uri = new SipUri();
    final NameAddr address = new NameAddr();
    final HeaderValues values = new HeaderValues();
    final long[] spans = new long[RouteSet.MAX_ROUTES];
    final HopResolver hops;

    public Workspace(final HostNames names) {
        hops = new HopResolver(names);
    }
}
