package busyhour.sip.ua;

import busyhour.sip.SimNetwork;
import busyhour.sip.TransportAddress;
import busyhour.sip.registrar.RegistrarProxy;
import busyhour.sip.registrar.RegistrarProxyContext;
import org.agrona.DirectBuffer;

/** The built-in registrar on the simulated network. */
final class SimRegistrar implements SimNetwork.Node {

    final TransportAddress address;
    final RegistrarProxy proxy;

    SimRegistrar(final SimNetwork network, final String host, final int port, final RegistrarProxyContext context) {
        this(network, host, port, "example.net", context);
    }

    SimRegistrar(
            final SimNetwork network, final String host, final int port, final String domain, final RegistrarProxyContext context) {
        address = SimParty.address(host, port);
        proxy = new RegistrarProxy(
                context.address(address).domain(domain).maxAccounts(64).seed(99).conclude(), network.transport(address));
        network.attach(address, 0, this);
    }

    @Override
    public void onDatagram(
            final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        proxy.onDatagram(socket, source, buffer, offset, length, nowNs);
    }

    @Override
    public int pollTimers(final long nowNs, final int limit) {
        return 0;
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }
}
