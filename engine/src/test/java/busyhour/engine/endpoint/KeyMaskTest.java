package busyhour.engine.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMaskTest {

    private final KeyMask mask = new KeyMask();

    private String masked(final String text) {
        final UnsafeBuffer message = new UnsafeBuffer((".." + text).getBytes(StandardCharsets.ISO_8859_1));
        final DirectBuffer shown = mask.of(message, 2, text.length());
        assertThat(message.getStringWithoutLengthAscii(2, text.length())).as("the message itself is left alone").isEqualTo(text);
        return shown.getStringWithoutLengthAscii(shown == message ? 2 : 0, text.length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNf+/==|2^20|1:4#a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:********|2^20|1:4",
        "inline:ab inline:cd;inline:ef#inline:** inline:**;inline:**", "INLINE:secret#INLINE:******", "inline:#inline:",
        "ininline:x#ininline:*", "inlinline:y FEC_ORDER=1#inlinline:* FEC_ORDER=1"})
    void shouldHideKeysOnly(final String text, final String expected) {
        assertThat(masked(text)).isEqualTo(expected);
    }

    @Test
    void shouldHideEachKeyOfAMessage() {
        final String sdp = "m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AEAD_AES_128_GCM inline:AAAA\r\na=crypto:2 X inline:BBBB\r\na=sendrecv\r\n";
        assertThat(masked(sdp)).isEqualTo(sdp.replace("AAAA", "****").replace("BBBB", "****"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "i", "inline", "a=sendrecv\r\n", "in line:x", "xnline:x"})
    void shouldPassOnWhatHasNoKey(final String text) {
        final UnsafeBuffer message = new UnsafeBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(mask.of(message, 0, text.length())).isSameAs(message);
    }
}
