package busyhour.sip.ua;

import busyhour.sip.HostNames;
import busyhour.sip.store.BytePool;
import busyhour.sip.transaction.TransactionRoom;
import busyhour.sip.transaction.TransactionTimes;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of {@link UserAgents}: fluent setters, then {@link #conclude()}, which lists every fault at once.
 *
 * <p>Transactions are kept for 32 s after their end (RFC 3261 Timers D, H, J; RFC 6026 L, M): a shard with {@code c}
 * calls per second needs about {@code 33 * c} of each of the four kinds (INVITE or not, client or server).
 * When there are fewer, those that have waited longest make room, which is counted. One of each kind takes about 1.3 KB of heap
 * and 1 KB of direct memory.
 */
public final class UserAgentsContext {

    /** Octets of a challenge: realm, nonce, opaque. */
    private static final int USUAL_CHALLENGE = 128;
    private static final int MAX_CHALLENGE = 384;
    private static final int ONE_EACH = -1;
    private static final int MAX_LONG_BLOCKS = Integer.MAX_VALUE / 4_096;

    private int maxUserAgents = 4_096;
    private int maxCalls = 8_192;
    private TransactionRoom transactions = TransactionRoom.ofEach(32_768);
    private int maxClientRequests = ONE_EACH;
    private int maxEarlyDialogs = ONE_EACH;
    private long seed = 1;
    private boolean longDescriptions;
    private String userAgent = "Busyhour";
    private TransactionTimes times = TransactionTimes.RFC3261;
    private HostNames hostNames = HostNames.NONE;

    /** Endpoints at most, default 4,096. */
    public UserAgentsContext maxUserAgents(final int value) {
        maxUserAgents = value;
        return this;
    }

    /** Calls at one time at most, default 8,192. */
    public UserAgentsContext maxCalls(final int value) {
        maxCalls = value;
        return this;
    }

    /** Transactions of each of the four kinds at one time at most, default 32,768. */
    public UserAgentsContext maxTransactions(final int value) {
        return maxTransactions(TransactionRoom.ofEach(value));
    }

    /** Transactions at one time at most, by kind. */
    public UserAgentsContext maxTransactions(final TransactionRoom value) {
        transactions = value;
        return this;
    }

    /** Requests besides REGISTER, INVITE, UPDATE and BYE that wait for their answer at one time at most, default: one for each call and endpoint. */
    public UserAgentsContext maxClientRequests(final int value) {
        maxClientRequests = value;
        return this;
    }

    /** Legs of our INVITEs with reliable provisional responses (RFC 3262) at one time at most, default: one for each call. */
    public UserAgentsContext maxEarlyDialogs(final int value) {
        maxEarlyDialogs = value;
        return this;
    }

    int maxClientRequests() {
        return maxClientRequests == ONE_EACH ? maxCalls + maxUserAgents : maxClientRequests;
    }

    int maxEarlyDialogs() {
        return maxEarlyDialogs == ONE_EACH ? maxCalls : maxEarlyDialogs;
    }

    /** Seed of tags, branches, Call-IDs and cnonces: another one for each shard and run. */
    public UserAgentsContext seed(final long value) {
        seed = value;
        return this;
    }

    /** Whether session descriptions are longer than a kilobyte, as those with video or keys are: more long messages can be kept. */
    public UserAgentsContext longDescriptions(final boolean value) {
        longDescriptions = value;
        return this;
    }

    /** Value of the User-Agent and Server headers. */
    public UserAgentsContext userAgent(final String value) {
        userAgent = value;
        return this;
    }

    /** T1, T2 and T4. */
    public UserAgentsContext times(final TransactionTimes value) {
        times = value;
        return this;
    }

    /** Addresses of names that peers write; default: none is known. */
    public UserAgentsContext hostNames(final HostNames value) {
        hostNames = value;
        return this;
    }

    /**
     * Checks all settings.
     *
     * @throws IllegalStateException naming every fault.
     */
    public UserAgentsContext conclude() {
        final List<String> faults = new ArrayList<>();
        check(faults, "maxUserAgents", maxUserAgents, 1 << 20);
        check(faults, "maxCalls", maxCalls, 1 << 20);
        check(faults, "maxTransactions", transactions.least() < 1 ? transactions.least() : transactions.most(), 1 << 22);
        check(faults, "maxClientRequests", maxClientRequests(), 1 << 21);
        check(faults, "maxEarlyDialogs", maxEarlyDialogs(), 1 << 20);
        if (userAgent == null || !userAgent.chars().allMatch(c -> c >= ' ' && c < 127)) {
            faults.add("userAgent '" + userAgent + "': printable ASCII expected");
        }
        if (times == null) {
            faults.add("times: none given");
        }
        if (hostNames == null) {
            faults.add("hostNames: none given");
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
        return this;
    }

    /**
     * Blocks for everything that is kept: dialogs and descriptions of all calls, and a message for a quarter of the
     * transactions of each kind (most of those that wait for their end keep none).
     */
    BytePool newPool() {
        final int calls = maxCalls;
        final int most = transactions.most();
        final int messages = most / 2 + 2 * calls + 64;
        final int few = calls / 4 + 256;
        return new BytePool(
                new int[] {64, 256, 512, 1_024, 2_048, 4_096, 8_192},
                new int[] {
                    4 * calls, 4 * calls, most + 4 * calls, messages, longDescriptions ? messages : few,
                    longDescriptions ? Math.min(messages, MAX_LONG_BLOCKS) : 64, 64});
    }

    /** A block for each realm that an endpoint may be challenged by; most are challenged by two, in few octets. */
    BytePool newChallengePool() {
        final int realms = (UserAgent.REGISTRAR_REALMS + UserAgent.CALL_REALMS) * maxUserAgents;
        return new BytePool(new int[] {USUAL_CHALLENGE, MAX_CHALLENGE}, new int[] {2 * maxUserAgents, realms});
    }

    private static void check(final List<String> faults, final String name, final int value, final int max) {
        if (value < 1 || value > max) {
            faults.add(name + " " + value + ": 1.." + max + " expected");
        }
    }

    public int maxUserAgents() {
        return maxUserAgents;
    }

    public int maxCalls() {
        return maxCalls;
    }

    public TransactionRoom transactions() {
        return transactions;
    }

    public long seed() {
        return seed;
    }

    public String userAgent() {
        return userAgent;
    }

    public TransactionTimes times() {
        return times;
    }

    HostNames hostNames() {
        return hostNames;
    }
}
