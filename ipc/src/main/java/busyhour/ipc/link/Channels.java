package busyhour.ipc.link;

import io.aeron.ChannelUriStringBuilder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The Aeron channels of both sides. */
final class Channels {
    /** Records, and what workers say of themselves. */
    static final int DATA_STREAM = 1001;
    /** What the platform says. */
    static final int CONTROL_STREAM = 1002;
    /** A worker that is slower than this holds the others' commands back no longer. */
    private static final String MIN_FLOW_CONTROL = "min,t:2s";

    private Channels() {
    }

    /** A worker publishes to the platform's data port. */
    static String workerData(final LinkContext context) {
        return udp(context).endpoint(address(context.host(), context.dataPort())).build();
    }

    /** A worker subscribes at the platform's control port; its own port is any. */
    static String workerControl(final LinkContext context) {
        return udp(context).endpoint(anyLocal(context.host())).controlEndpoint(address(context.host(), context.controlPort()))
                .controlMode("dynamic").termLength((Integer) null).build();
    }

    /** The platform listens on its data port. */
    static String platformData(final LinkContext context) {
        return udp(context).endpoint(address(context.host(), context.dataPort())).termLength((Integer) null).build();
    }

    /** The platform publishes to every worker that has subscribed. */
    static String platformControl(final LinkContext context) {
        return udp(context).controlEndpoint(address(context.host(), context.controlPort())).controlMode("dynamic")
                .flowControl(MIN_FLOW_CONTROL).build();
    }

    /** The port in an address as Aeron tells where it is bound. */
    static int port(final List<String> localSocketAddresses) {
        if (localSocketAddresses.isEmpty()) {
            throw new IllegalStateException("the media driver tells no bound address");
        }
        final String address = localSocketAddresses.get(0);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static ChannelUriStringBuilder udp(final LinkContext context) {
        return new ChannelUriStringBuilder().media("udp").mtu(context.mtuBytes()).termLength(context.termBytes());
    }

    private static String address(final String host, final int port) {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String anyLocal(final String host) {
        try {
            return InetAddress.getByName(host) instanceof Inet6Address ? "[::]:0" : "0.0.0.0:0";
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException("host is " + host + ", which has no address", e);
        }
    }
}
