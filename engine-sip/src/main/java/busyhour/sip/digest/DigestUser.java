package busyhour.sip.digest;

import java.nio.charset.StandardCharsets;

/** A name and its password, UTF-8 (RFC 7616 4). Immutable. The password appears in no text. */
public final class DigestUser {

    private final byte[] username;
    private final byte[] quotedUsername;
    private final byte[] password;

    /** @throws IllegalArgumentException when the name is empty or holds control characters. */
    public DigestUser(final String username, final String password) {
        if (username.isEmpty() || username.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("username: empty or with control characters");
        }
        this.username = username.getBytes(StandardCharsets.UTF_8);
        this.quotedUsername = username.replace("\\", "\\\\").replace("\"", "\\\"").getBytes(StandardCharsets.UTF_8);
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    /** @return the name's octets, shared: do not write into them. */
    public byte[] username() {
        return username;
    }

    byte[] quotedUsername() {
        return quotedUsername;
    }

    byte[] password() {
        return password;
    }

    @Override
    public String toString() {
        return new String(username, StandardCharsets.UTF_8);
    }
}
