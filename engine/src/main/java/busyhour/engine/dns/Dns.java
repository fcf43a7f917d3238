package busyhour.engine.dns;

import java.net.InetAddress;
import java.util.List;

/** The records that RFC 3263 asks for. An empty list means that there are none; calls wait. */
public interface Dns {

    /** RFC 3403, as far as SIP uses it (RFC 3263 4.1): flag {@code s}. */
    record Naptr(int order, int preference, String flags, String service, String replacement) {
    }

    /** RFC 2782. A target of {@code .} says that the service is not there. */
    record Srv(int priority, int weight, int port, String target) {
    }

    /** @throws LocateException when nobody answered or the answer was a failure. */
    List<Naptr> naptr(String domain) throws LocateException;

    /** @throws LocateException when nobody answered or the answer was a failure. */
    List<Srv> srv(String name) throws LocateException;

    /** IPv4 addresses, then IPv6. @throws LocateException when nobody answered or the answer was a failure. */
    List<InetAddress> addresses(String host) throws LocateException;
}
