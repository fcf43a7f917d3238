package busyhour.engine.run;

import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import java.util.List;

/**
 * Where the requests of a group's endpoints go and leave.
 *
 * @param targets   of each endpoint, in the order of the group; one for all when there is one only. Equal lists are one object.
 * @param locals    that the endpoints use in turn, ports 0 or the one to listen at.
 * @param tlsServer name that certificates are checked against, null = the address that is connected to.
 */
record GroupPath(List<SipTargets> targets, List<TransportAddress> locals, String tlsServer) {
}
