package busyhour.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordsTest {

    /** Of the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32}. */
    private static final String REFERENCE = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void shouldOpenWithThePasswordOnly() {
        String hash = Passwords.hash("correct horse");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(Passwords.hash("correct horse"));
        assertThat(Passwords.verify("correct horse", hash)).isTrue();
        assertThat(Passwords.verify("Correct horse", hash)).isFalse();
        assertThat(Passwords.verify("", null)).as("nobody has no password").isFalse();
    }

    @Test
    void shouldAgreeWithTheReferenceImplementation() {
        assertThat(Passwords.verify("password", REFERENCE)).isTrue();
        assertThat(Passwords.verify("passwore", REFERENCE)).isFalse();
        assertThatThrownBy(() -> Passwords.verify("password", "$2a$10$x")).isInstanceOf(IllegalStateException.class);
    }
}
