package busyhour.engine.run;

import busyhour.engine.io.TargetPolicy;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.Errno;
import busyhour.engine.shard.SignallingSockets;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Account;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.sip.TransportAddress;
import busyhour.sip.registrar.RegistrarProxy;
import busyhour.sip.registrar.RegistrarProxyContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * The worker's own registrar and proxy ({@code accounts: builtin}): a thread and a socket of its own on a free port, of loopback unless
 * other workers play parts of the run,
 * reached like any other, so that what endpoints measure crosses the network and its work is not theirs.
 *
 * <p>Its own thread. Allocates nothing after construction.
 */
final class BuiltinRegistrar implements Agent, IdleStrategy, DatagramHandler {

    private static final int LOOPBACK = 0x7F000001;
    private static final int MAX_SOCKETS = 2;
    private static final int RECEIVE_BUDGET = 64;
    private static final long IDLE_NS = 10_000_000L;

    private final EpollDatagramIo io = new EpollDatagramIo(MAX_SOCKETS);
    private final TransportAddress address = new TransportAddress();
    private final RegistrarProxy proxy;
    private long nowNs;

    /** On loopback. @throws RunFaultException when its socket cannot be opened. */
    BuiltinRegistrar(final Assignment assignment) throws RunFaultException {
        this(assignment, new TransportAddress().setIpv4(LOOPBACK, 0));
    }

    /**
     * At an address that the other workers of the run reach.
     *
     * @param host its port is not looked at.
     */
    BuiltinRegistrar(final Assignment assignment, final TransportAddress host) throws RunFaultException {
        final int socket = io.open(address.copyFrom(host).port(0), DatagramOptions.signalling(), 0);
        if (socket < 0) {
            io.close();
            throw new RunFaultException("the built-in registrar cannot open a socket: " + Errno.text(socket));
        }
        address.port(io.localPort(socket));
        final List<Account> accounts = accounts(assignment);
        proxy = new RegistrarProxy(
                new RegistrarProxyContext().address(address).maxAccounts(Math.max(1, accounts.size())).seed(assignment.runId()).conclude(),
                new SignallingSockets(io, new TargetPolicy(false, List.of())));
        accounts.forEach(account -> proxy.addAccount(account.username(), account.password()));
    }

    private static List<Account> accounts(final Assignment assignment) {
        final Set<Account> accounts = new HashSet<>();
        for (final GroupSpec group : assignment.groups()) {
            if (group.registrar() >= 0 && assignment.registrars().get(group.registrar()).builtin()) {
                accounts.addAll(group.accounts());
            }
        }
        return List.copyOf(accounts);
    }

    TransportAddress address() {
        return address;
    }

    @Override
    public int doWork() {
        nowNs = System.nanoTime();
        return io.poll(this, RECEIVE_BUDGET);
    }

    @Override
    public void onDatagram(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long arrivalEpochNs,
            final int tos) {
        proxy.onDatagram(socket, source, buffer, offset, length, nowNs);
    }

    @Override
    public void idle(final int workCount) {
        if (workCount == 0) {
            io.awaitReadable(IDLE_NS);
        }
    }

    @Override
    public void idle() {
        idle(0);
    }

    @Override
    public void reset() {
    }

    @Override
    public void onClose() {
        io.close();
    }

    @Override
    public String roleName() {
        return "registrar";
    }
}
