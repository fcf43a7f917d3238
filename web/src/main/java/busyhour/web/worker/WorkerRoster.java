package busyhour.web.worker;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import busyhour.web.store.PublicId;

/** Workers that may come, are there, or were. Any thread. */
public final class WorkerRoster {

    private static final int MAX_WORKERS = 1_000;

    private static final String MAC = "HmacSHA256";

    private final LongSupplier nowMs;
    private final SecretKeySpec key;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    /** By organisation and worker; told before the worker comes. */
    private final Map<String, Integer> capacities = new LinkedHashMap<>();

    /** @param key of the tickets; the same over restarts, so that workers come back by themselves. */
    public WorkerRoster(LongSupplier nowMs, String key) {
        this.nowMs = nowMs;
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), MAC);
    }

    private String ticket(String worker, String organisation) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return organisation + "." + HexFormat.of().formatHex(mac.doFinal((organisation + "." + worker).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static final class Seat {
        private final long organisationId;
        private String host;
        private boolean online;
        private long heardAtMs;
        private long lostAtMs;

        private Seat(long organisationId) {
            this.organisationId = organisationId;
        }
    }

    /**
     * @param capacity  endpoints that it says it takes, null = not known.
     * @param heardAtMs wall clock, 0 = never.
     */
    public record Entry(String name, String host, Integer capacity, boolean online, long heardAtMs) {
    }

    /**
     * With what a worker of that organisation may come.
     *
     * @param capacity endpoints that it says it takes, null = not known.
     */
    public synchronized String ticket(String worker, long organisationId, Integer capacity) {
        if (capacities.size() >= MAX_WORKERS) {
            capacities.remove(capacities.keySet().iterator().next());
        }
        capacities.put(organisationId + "." + worker, capacity);
        return ticket(worker, PublicId.text(organisationId));
    }

    /** Whether a ticket is a worker's. A name belongs to the organisation that used it first, while it is known. */
    public synchronized boolean admits(String worker, String ticket) {
        String organisation = ticket.substring(0, Math.max(0, ticket.indexOf('.')));
        OptionalLong id = PublicId.parse(organisation);
        if (id.isEmpty() || !MessageDigest.isEqual(ticket.getBytes(StandardCharsets.UTF_8),
                ticket(worker, organisation).getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        if (seats.size() >= MAX_WORKERS) {
            seats.values().removeIf(other -> !other.online);
        }
        return seats.computeIfAbsent(worker, name -> new Seat(id.getAsLong())).organisationId == id.getAsLong();
    }

    public synchronized void connected(String worker, String host) {
        Seat seat = seats.get(worker);
        if (seat != null) {
            seat.online = true;
            seat.host = host;
            seat.heardAtMs = nowMs.getAsLong();
        }
    }

    public synchronized void heard(String worker) {
        Seat seat = seats.get(worker);
        if (seat != null) {
            seat.heardAtMs = nowMs.getAsLong();
        }
    }

    public synchronized void lost(String worker) {
        Seat seat = seats.get(worker);
        if (seat != null) {
            seat.online = false;
            seat.lostAtMs = nowMs.getAsLong();
        }
    }

    /** How long a worker has been away, 0 while it is there. */
    public synchronized long awayMs(String worker) {
        Seat seat = seats.get(worker);
        return seat == null || seat.online || seat.lostAtMs == 0 ? 0 : nowMs.getAsLong() - seat.lostAtMs;
    }

    public synchronized boolean belongsTo(String worker, long organisationId) {
        Seat seat = seats.get(worker);
        return seat != null && seat.organisationId == organisationId;
    }

    /** By name. */
    public synchronized List<Entry> of(long organisationId) {
        return seats.entrySet().stream().filter(seat -> seat.getValue().organisationId == organisationId)
                .map(seat -> new Entry(seat.getKey(), seat.getValue().host, capacities.get(organisationId + "." + seat.getKey()), seat.getValue().online, seat.getValue().heardAtMs))
                .sorted(Comparator.comparing(Entry::name)).toList();
    }
}
