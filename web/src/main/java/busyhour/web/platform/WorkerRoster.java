package busyhour.web.platform;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Workers that may come, are there, or were. Any thread. */
final class WorkerRoster {

    private static final int MAX_WORKERS = 1_000;

    private final LongSupplier nowMs;
    private final Map<String, Seat> seats = new LinkedHashMap<>();

    WorkerRoster(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    private static final class Seat {
        private final long organisationId;
        private String ticket;
        private String host;
        private boolean online;
        private long heardAtMs;
        private long lostAtMs;

        private Seat(long organisationId) {
            this.organisationId = organisationId;
        }
    }

    /** @param heardAtMs wall clock, 0 = never. */
    record Entry(String name, String host, boolean online, long heardAtMs) {
    }

    /** A worker may come with this ticket. A name belongs to the organisation that used it first, while it is known. */
    synchronized void expect(String worker, String ticket, long organisationId) {
        Seat seat = seats.get(worker);
        if (seat != null && seat.organisationId != organisationId) {
            throw new IllegalStateException("the name " + worker + " is taken");
        }
        if (seat == null) {
            if (seats.size() >= MAX_WORKERS) {
                seats.values().removeIf(other -> !other.online);
            }
            seat = new Seat(organisationId);
            seats.put(worker, seat);
        }
        seat.ticket = ticket;
    }

    synchronized boolean admits(String worker, String ticket) {
        Seat seat = seats.get(worker);
        return seat != null && seat.ticket.equals(ticket);
    }

    synchronized void connected(String worker, String host) {
        Seat seat = seats.get(worker);
        if (seat != null) {
            seat.online = true;
            seat.host = host;
            seat.heardAtMs = nowMs.getAsLong();
        }
    }

    synchronized void heard(String worker) {
        Seat seat = seats.get(worker);
        if (seat != null) {
            seat.heardAtMs = nowMs.getAsLong();
        }
    }

    synchronized void lost(String worker) {
        Seat seat = seats.get(worker);
        if (seat != null) {
            seat.online = false;
            seat.lostAtMs = nowMs.getAsLong();
        }
    }

    /** How long a worker has been away, 0 while it is there. */
    synchronized long awayMs(String worker) {
        Seat seat = seats.get(worker);
        return seat == null || seat.online || seat.lostAtMs == 0 ? 0 : nowMs.getAsLong() - seat.lostAtMs;
    }

    synchronized boolean belongsTo(String worker, long organisationId) {
        Seat seat = seats.get(worker);
        return seat != null && seat.organisationId == organisationId;
    }

    /** By name. */
    synchronized List<Entry> of(long organisationId) {
        return seats.entrySet().stream().filter(seat -> seat.getValue().organisationId == organisationId)
                .map(seat -> new Entry(seat.getKey(), seat.getValue().host, seat.getValue().online, seat.getValue().heardAtMs))
                .sorted(Comparator.comparing(Entry::name)).toList();
    }
}
