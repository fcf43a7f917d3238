package busyhour.web.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What workers come with. Any thread. */
final class WorkerTokens {

    private static final String MAC = "HmacSHA256";

    private final Jdbi jdbi;
    private final SecretKeySpec ticketKey;

    WorkerTokens(Jdbi jdbi, String ticketKey) {
        this.jdbi = jdbi;
        this.ticketKey = new SecretKeySpec(ticketKey.getBytes(StandardCharsets.US_ASCII), MAC);
    }

    /**
     * A token.
     *
     * @param shared lets in any number of workers by the names that they give themselves.
     */
    record Token(long id, long organisationId, String name, boolean shared, boolean revoked) {
    }

    Optional<Token> bySecret(String secret) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT id, organisation_id, name, shared, revoked_at IS NOT NULL FROM worker_tokens WHERE hash = :hash")
                .bind("hash", Secrets.hash(secret))
                .map((row, context) -> new Token(row.getLong(1), row.getLong(2), row.getString(3), row.getBoolean(4), row.getBoolean(5)))
                .findOne());
    }

    /**
     * The row of a worker that comes with a shared token under a name of its own: made when it comes first. Its id follows from token and
     * name, so that a worker whose row was deleted comes back with its journals known.
     *
     * @return empty when the name belongs to another token's worker.
     */
    Optional<Long> rowOf(Token token, String name) {
        long id = idOf(token.id, name);
        return jdbi.inTransaction(handle -> {
            handle.execute("INSERT INTO workers (id, organisation_id, token_id, name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    id, token.organisationId, token.id, name);
            return belongs(handle, id, token) ? Optional.of(id) : Optional.empty();
        });
    }

    private static boolean belongs(Handle handle, long id, Token token) {
        return handle.createQuery("SELECT count(*) FROM workers WHERE id = :id AND token_id = :token")
                .bind("id", id).bind("token", token.id).mapTo(Long.class).one() == 1;
    }

    private static long idOf(long token, String name) {
        return ByteBuffer.wrap(Secrets.hash(token + "." + name)).getLong() & Long.MAX_VALUE | 1;
    }

    String ticket(String linkName) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(ticketKey);
            return HexFormat.of().formatHex(mac.doFinal(linkName.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    boolean isTicket(String linkName, String ticket) {
        return MessageDigest.isEqual(ticket.getBytes(StandardCharsets.UTF_8), ticket(linkName).getBytes(StandardCharsets.UTF_8));
    }
}
