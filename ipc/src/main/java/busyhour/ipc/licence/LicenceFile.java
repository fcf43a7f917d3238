package busyhour.ipc.licence;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A licence with its signature, as text that may be mailed, shown and pasted: line ends and blanks around a line do not matter.
 *
 * <pre>
 *   Busyhour licence 1
 *   id: 5f0c…               issued: 2026-01-31T00:00:00Z
 *   tier: professional      expires: 2027-01-31T00:00:00Z
 *   worker: 1m7yp3y4mc0k2   key: 0123456789abcdef             which key signed it
 *   holder: Example Ltd     signature: base64                 over all lines before {@code key}
 * </pre>
 */
record LicenceFile(Licence licence, String key, byte[] signature) {

    private static final int MAX_CHARACTERS = 4_096;
    private static final List<String> NAMES = List.of("id", "tier", "worker", "holder", "issued", "expires", "key", "signature");

    static LicenceFile parse(final String text) throws LicenceException {
        if (text.length() > MAX_CHARACTERS) {
            throw new LicenceException("found " + text.length() + " characters, expected a licence of at most " + MAX_CHARACTERS);
        }
        final List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty() || !lines.getFirst().equals(Licence.TITLE)) {
            throw new LicenceException("found no licence, expected the line '" + Licence.TITLE + "' first");
        }
        final Map<String, String> fields = new LinkedHashMap<>();
        for (final String line : lines.subList(1, lines.size())) {
            final int colon = line.indexOf(':');
            final String name = colon < 0 ? line : line.substring(0, colon);
            if (!NAMES.contains(name) || fields.put(name, colon < 0 ? "" : line.substring(colon + 1).strip()) != null) {
                throw new LicenceException("found the line '" + shortened(line) + "', expected each of " + String.join(", ", NAMES) + " once");
            }
        }
        for (final String name : NAMES) {
            if (!fields.containsKey(name)) {
                throw new LicenceException(name + ": found nothing, expected a line of it");
            }
        }
        return read(fields);
    }

    private static LicenceFile read(final Map<String, String> fields) throws LicenceException {
        final LicenceTier tier = LicenceTier.of(fields.get("tier")).orElseThrow(() -> new LicenceException(
                "tier: found '" + shortened(fields.get("tier")) + "', expected one of " + LicenceTier.words()));
        try {
            final Licence licence = new Licence(fields.get("id"), tier, fields.get("worker"), fields.get("holder"),
                    instant(fields, "issued"), instant(fields, "expires"));
            return new LicenceFile(licence, fields.get("key"), Base64.getDecoder().decode(fields.get("signature")));
        } catch (final IllegalArgumentException e) {
            throw new LicenceException("the licence cannot be read: " + e.getMessage(), e);
        }
    }

    private static Instant instant(final Map<String, String> fields, final String name) throws LicenceException {
        try {
            return Instant.parse(fields.get(name));
        } catch (final DateTimeParseException e) {
            throw new LicenceException(name + ": found '" + shortened(fields.get(name)) + "', expected a time such as 2027-01-31T00:00:00Z", e);
        }
    }

    private static String shortened(final String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    String text() {
        return licence.text() + "key: " + key + "\nsignature: " + Base64.getEncoder().encodeToString(signature) + "\n";
    }
}
