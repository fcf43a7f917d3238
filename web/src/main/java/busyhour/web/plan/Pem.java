package busyhour.web.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Textual encodings of certificates and keys (RFC 7468), with what older tools write around them. */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*([^-]*?)\\s*-----END \\1-----");
    private static final Pattern HEADERS = Pattern.compile("(?s)^(?:[A-Za-z-]+:[^\\n]*\\n\\s*)+");

    private Pem() {
    }

    /**
     * One block.
     *
     * @param label     between BEGIN and the hyphens.
     * @param encrypted whether its headers (RFC 1421) say so.
     * @param der       null when the text inside is not base64.
     */
    record Block(String label, boolean encrypted, byte[] der) {
        @Override
        public String toString() {
            return "Block[" + label + "]"; // a key never reaches a log
        }
    }

    static List<Block> blocks(byte[] content) {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(withoutHyphenedHeaders(new String(content, StandardCharsets.ISO_8859_1)));
        while (block.find()) {
            String inside = block.group(2);
            Matcher headers = HEADERS.matcher(inside);
            boolean hasHeaders = headers.find();
            boolean encrypted = hasHeaders && headers.group().contains("ENCRYPTED");
            blocks.add(new Block(block.group(1), encrypted, decode(hasHeaders ? inside.substring(headers.end()) : inside)));
        }
        return blocks;
    }

    /** {@code Proc-Type} and {@code DEK-Info} hold hyphens, which otherwise end a block. */
    private static String withoutHyphenedHeaders(String text) {
        return text.replace("Proc-Type:", "ProcType:").replaceAll("(?m)^DEK-Info:.*$", "");
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static byte[] write(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
    }
}
