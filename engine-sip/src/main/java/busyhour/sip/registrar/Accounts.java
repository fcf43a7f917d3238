package busyhour.sip.registrar;

import busyhour.sip.digest.DigestUser;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import busyhour.sip.store.KeyTable;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** Accounts by user part, each with its password and its bindings. */
final class Accounts {

    /** Contacts of one account; a further one takes the place of the one that would expire first. */
    static final int MAX_BINDINGS = 4;

    /** Octets of the Path values of one binding. */
    static final int MAX_PATH = 1_024;
    private static final int USUAL_PATH = 256;
    private static final int USUAL_URI = 64;

    /** Paths of bindings that came through proxies. */
    final BytePool paths;
    /** Of all contacts: there is always room for each that an account may have. */
    final BytePool uris;
    private final KeyTable byUser;
    private final DigestUser[] users;
    private final Binding[][] bindings;
    private int count;

    Accounts(final int capacity, final long seed) {
        byUser = new KeyTable(capacity, seed);
        paths = new BytePool(new int[] {USUAL_PATH, MAX_PATH}, new int[] {capacity, capacity / 8 + 16});
        uris = new BytePool(new int[] {USUAL_URI, Binding.MAX_URI}, new int[] {capacity, MAX_BINDINGS * capacity});
        users = new DigestUser[capacity];
        bindings = new Binding[capacity][];
    }

    /** Adds an account; set-up time. */
    int add(final String user, final String password) {
        if (count == users.length) {
            throw new IllegalStateException("more than " + count + " accounts");
        }
        final DigestUser credentials = new DigestUser(user, password);
        final DirectBuffer text = new org.agrona.concurrent.UnsafeBuffer(credentials.username());
        if (find(text, 0, text.capacity()) != KeyTable.UNKNOWN) {
            throw new IllegalStateException("account '" + user + "' is there already");
        }
        byUser.begin(0).add(text, 0, text.capacity()).put(count);
        users[count] = credentials;
        bindings[count] = new Binding[] {new Binding()};
        return count++;
    }

    /** The account with this user part, or {@link KeyTable#UNKNOWN}. */
    int find(final DirectBuffer text, final int offset, final int length) {
        return byUser.begin(0).add(text, offset, length).find();
    }

    DigestUser user(final int account) {
        return users[account];
    }

    Binding[] bindings(final int account) {
        return bindings[account];
    }

    /** Where calls for the account go: the highest q, then the latest; null without a live binding. */
    Binding best(final int account, final long nowNs) {
        Binding best = null;
        for (final Binding binding : bindings[account]) {
            if (binding.isLive(nowNs) && (best == null || binding.qPermille > best.qPermille
                    || binding.qPermille == best.qPermille && binding.updatedAtNs > best.updatedAtNs)) {
                best = binding;
            }
        }
        return best;
    }

    /**
     * The binding with this URI, or a free one, or the one that expires first. Hardly any account ever has more than one: further ones are
     * made when they are wanted for the first time.
     */
    Binding place(final int account, final DirectBuffer text, final int offset, final int length, final long nowNs) {
        Binding place = null;
        for (final Binding binding : bindings[account]) {
            if (binding.isLive(nowNs)) {
                if (is(binding, text, offset, length)) {
                    return binding;
                }
                if (place == null || place.isLive(nowNs) && binding.expiresAtNs < place.expiresAtNs) {
                    place = binding;
                }
            } else if (place == null || place.isLive(nowNs)) {
                place = binding;
            }
        }
        return place.isLive(nowNs) && bindings[account].length < MAX_BINDINGS ? another(account) : place;
    }

    private Binding another(final int account) {
        final Binding[] before = bindings[account];
        final Binding binding = new Binding();
        bindings[account] = Arrays.copyOf(before, before.length + 1);
        bindings[account][before.length] = binding;
        return binding;
    }

    /** Whether it binds this URI; for one that is live. */
    boolean is(final Binding binding, final DirectBuffer text, final int offset, final int length) {
        final long uri = uri(binding);
        return Ascii.equals(text, offset, length, uris.buffer(binding.uri), Span.offset(uri), Span.length(uri));
    }

    /** Where its URI lies in the block's buffer. */
    long uri(final Binding binding) {
        return Span.of(uris.offset(binding.uri), uris.length(binding.uri));
    }

    /** Removes a binding. */
    void clear(final Binding binding) {
        uris.giveBack(binding.uri);
        binding.uri = BytePool.NONE;
        paths.giveBack(binding.path);
        binding.path = BytePool.NONE;
    }

    int count() {
        return count;
    }

    /** Accounts that have a live binding. */
    int registered(final long nowNs) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += best(i, nowNs) == null ? 0 : 1;
        }
        return sum;
    }
}
