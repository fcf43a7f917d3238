package busyhour.web.plan;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Differentiated services code points, by name (RFC 2474, 2597, 3246, 5865, 8622) or as a number.
 *
 * @param audio of audio packets, 0 to 63.
 * @param video of video packets, 0 to 63.
 */
record Dscp(int audio, int video) {
    private static final String EXPECTED = "a name such as EF, AF41 or CS5, or a number from 0 to 63";
    private static final Map<String, Integer> NAMES = names();

    static Dscp read(Fields at, Dscp above) {
        Fields map = at.map("dscp", "a map such as { audio: EF, video: AF41 }");
        if (map == null) {
            return above;
        }
        Dscp read = new Dscp(value(map, "audio", above.audio), value(map, "video", above.video));
        map.refuseOthers(Set.of());
        return read;
    }

    private static int value(Fields map, String key, int above) {
        String text = map.text(key, EXPECTED);
        if (text == null) {
            return above;
        }
        Integer named = NAMES.get(text.toUpperCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        if (text.matches("\\d{1,2}") && Integer.parseInt(text) < 64) {
            return Integer.parseInt(text);
        }
        map.fault(key, EXPECTED + (text.matches("\\d+") ? "" : Spelling.hint(text, NAMES.keySet())));
        return above;
    }

    private static Map<String, Integer> names() {
        Map<String, Integer> names = new LinkedHashMap<>();
        names.put("EF", 46);
        names.put("VA", 44);
        names.put("LE", 1);
        names.put("BE", 0);
        names.put("DF", 0);
        for (int precedence = 0; precedence < 8; precedence++) {
            names.put("CS" + precedence, precedence * 8);
        }
        for (int queue = 1; queue <= 4; queue++) {
            for (int drop = 1; drop <= 3; drop++) {
                names.put("AF" + queue + drop, queue * 8 + drop * 2);
            }
        }
        return names;
    }
}
