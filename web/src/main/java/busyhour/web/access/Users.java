package busyhour.web.access;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import busyhour.web.store.Database;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** People, their passwords, and the organisations that they are members of. Any thread. */
public final class Users {

    public static final int MIN_PASSWORD = 8;
    public static final int MAX_PASSWORD = 200;

    private final Jdbi jdbi;
    private final Sessions sessions;

    public Users(Database database, Sessions sessions) {
        this.jdbi = database.jdbi();
        this.sessions = sessions;
    }

    /** @param lastSeenAt null when never. */
    public record User(long id, String email, String name, Instant createdAt, Instant lastSeenAt) {
    }

    /** An organisation of a person. */
    public record Membership(long organisationId, String name, Role role) {
    }

    /** Empty when there is nobody of that email and password, or they belong to no organisation any more. */
    public Optional<Principal> signIn(String email, String password) {
        Optional<Credential> found = credential(email);
        if (!Passwords.verify(password, found.map(Credential::hash).orElse(null))) {
            return Optional.empty();
        }
        long user = found.orElseThrow().user();
        return memberships(user).stream().findFirst().flatMap(first -> principal(first.organisationId(), user));
    }

    /** The person of that email and password. */
    Optional<User> verified(String email, String password) {
        Optional<Credential> found = credential(email);
        return Passwords.verify(password, found.map(Credential::hash).orElse(null)) ? found.flatMap(credential -> byId(credential.user())) : Optional.empty();
    }

    private record Credential(long user, String hash) {
    }

    private Optional<Credential> credential(String email) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, password FROM users WHERE lower(email) = :email")
                .bind("email", normal(email)).map((row, context) -> new Credential(row.getLong(1), row.getString(2))).findOne());
    }

    static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    public Optional<User> byEmail(String email) {
        return credential(email).flatMap(credential -> byId(credential.user()));
    }

    public Optional<User> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, email, name, created_at, last_seen_at FROM users WHERE id = :id").bind("id", id)
                .map((row, context) -> new User(row.getLong(1), row.getString(2), row.getString(3), row.getTimestamp(4).toInstant(),
                        row.getTimestamp(5) == null ? null : row.getTimestamp(5).toInstant())).findOne());
    }

    boolean exists(String email) {
        return credential(email).isPresent();
    }

    /** Whether anybody can sign in with a password. */
    public boolean any() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT EXISTS (SELECT FROM members)").mapTo(Boolean.class).one());
    }

    static long add(Handle handle, String email, String name, String password) {
        long id = Secrets.newId();
        handle.execute("INSERT INTO users (id, email, name, password) VALUES (?, ?, ?, ?)", id, email.strip(), name.strip(), Passwords.hash(password));
        return id;
    }

    public void rename(long id, String name) {
        jdbi.useHandle(handle -> handle.execute("UPDATE users SET name = ? WHERE id = ?", name, id));
    }

    /** Ends all other sessions. False when the old password is another one. @param session the asker's own, or null. */
    public boolean changePassword(long id, String old, String password, String session) {
        String hash = jdbi.withHandle(handle -> handle.createQuery("SELECT password FROM users WHERE id = :id").bind("id", id).mapTo(String.class).one());
        if (!Passwords.verify(old, hash)) {
            return false;
        }
        jdbi.useHandle(handle -> handle.execute("UPDATE users SET password = ? WHERE id = ?", Passwords.hash(password), id));
        sessions.closeOf(id, null, session);
        return true;
    }

    /** The longest first. */
    public List<Membership> memberships(long user) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT o.id, o.name, m.role FROM members m JOIN organisations o ON o.id = m.organisation_id"
                + " WHERE m.user_id = :user ORDER BY m.created_at, o.id").bind("user", user)
                .map((row, context) -> new Membership(row.getLong(1), row.getString(2), Role.valueOf(row.getString(3)))).list());
    }

    /** A person in one of their organisations. */
    public Optional<Principal> principal(long organisationId, long user) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + PrincipalQuery.MEMBER_COLUMNS + " FROM members m JOIN users u ON u.id = m.user_id"
                + " WHERE m.organisation_id = :org AND m.user_id = :user").bind("org", organisationId).bind("user", user)
                .map((row, context) -> PrincipalQuery.member(row)).findOne());
    }
}
