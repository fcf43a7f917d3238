package busyhour.sip.message;

import busyhour.sip.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The torture messages of RFC 4475 and RFC 5118: 25 and 6 of them lie beside the project, octet for octet, the other 24
 * and 6 are in the test resources {@code torture/}, written from the text of the RFCs in the markup of RFC 4475 2.1 to 2.3
 * ({@code <allOneLine>}, {@code <hex>}, {@code <repeat count=n>}). Together all 49 and 12 messages, none is missing.
 * <p>
 * Of {@code longreq} the RFC's order of the spellings of Via is kept, and {@code ipv4-mapped-ipv6} states the length of
 * its body with CRLF (the RFC counted otherwise); every other stated length agrees with the body.
 */
public final class TortureMessages {

    public static final String RFC4475 = "rfc4475";
    public static final String RFC5118 = "rfc5118";

    private static final Pattern ALL_ONE_LINE = Pattern.compile("<allOneLine>\n(.*?)\n</allOneLine>", Pattern.DOTALL);
    private static final Pattern REPEAT = Pattern.compile("<repeat count=([0-9]+)>([^<]*)</repeat>");
    private static final Pattern HEX = Pattern.compile("<hex>([0-9A-F]*)</hex>");

    private TortureMessages() {
    }

    /** Verdicts by name, of the messages that were rebuilt. */
    public static JsonNode rebuiltVerdicts(final String rfc) {
        try (InputStream in = open(rfc + "/verdicts.json")) {
            return new ObjectMapper().readTree(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Octets by name, of the messages that were rebuilt. */
    public static Map<String, byte[]> rebuilt(final String rfc) {
        final Map<String, byte[]> messages = new TreeMap<>();
        rebuiltVerdicts(rfc).fieldNames().forEachRemaining(name -> messages.put(name, octets(rfc, name)));
        return messages;
    }

    /** Verdicts by name, of the messages beside the project; the test is skipped aloud where they are absent. */
    public static JsonNode givenVerdicts(final String rfc) {
        return Vectors.json("01-sip/" + rfc, "verdicts.json");
    }

    /** Octets by name, of the messages beside the project. */
    public static Map<String, byte[]> given(final String rfc) {
        final Map<String, byte[]> messages = new TreeMap<>();
        final String suffix = rfc.equals(RFC4475) ? ".dat" : ".sip";
        givenVerdicts(rfc).fieldNames().forEachRemaining(
                name -> messages.put(name, Vectors.read(Vectors.folder("01-sip/" + rfc).resolve(name + suffix))));
        return messages;
    }

    private static byte[] octets(final String rfc, final String name) {
        try (InputStream in = open(rfc + "/" + name + ".txt")) {
            return decode(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(final String path) throws IOException {
        final InputStream in = TortureMessages.class.getResourceAsStream("/busyhour/sip/torture/" + path);
        if (in == null) {
            throw new IOException("no test resource torture/" + path);
        }
        return in;
    }

    /** The markup of RFC 4475 section 2 as octets. */
    static byte[] decode(final String markup) {
        final String joined = ALL_ONE_LINE.matcher(markup).replaceAll(line -> Matcher.quoteReplacement(line.group(1).replace("\n", "")));
        final String repeated = REPEAT.matcher(joined).replaceAll(
                part -> Matcher.quoteReplacement(part.group(2).repeat(Integer.parseInt(part.group(1)))));
        final String text = repeated.replace("\n", "\r\n");
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        final Matcher hex = HEX.matcher(text);
        int at = 0;
        while (hex.find()) {
            octets.writeBytes(text.substring(at, hex.start()).getBytes(StandardCharsets.UTF_8));
            octets.writeBytes(HexFormat.of().parseHex(hex.group(1)));
            at = hex.end();
        }
        octets.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
        return octets.toByteArray();
    }
}
