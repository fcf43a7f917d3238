package busyhour.web.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a receiver knows that a delivery is ours and new: {@code Busyhour-Signature: t=SECONDS,v1=HEX}, where HEX is HMAC-SHA256 (RFC 2104)
 * with the webhook's secret over the seconds since 1970, a full stop, and the body as it was sent. Stateless, any thread.
 */
final class Signature {

    static final String HEADER = "Busyhour-Signature";

    private Signature() {
    }

    static String of(String secret, long timestampS, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestampS + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + timestampS + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
