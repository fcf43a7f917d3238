package busyhour.web.plan;

import busyhour.ipc.plan.ActionSpec.Kind;
import busyhour.ipc.plan.ActionSpec.Step;
import busyhour.ipc.plan.ActionSpec.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One step of an action: a map in which one key names what is done and the others say how
 * ({@code { send-dtmf: "12#", method: info }}). What is said of it may also stand in a map of its own
 * ({@code { send-dtmf: { digits: "12#", method: info } }}), and a step that needs nothing may be a word alone ({@code hold}).
 */
final class StepReader {
    private static final List<String> WORDS = Arrays.stream(Kind.values()).map(Kind::word).toList();
    private static final Pattern DIGITS = Pattern.compile("[0-9A-Da-d*#]{1,64}");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:;[\\x20-\\x7e]*)?");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.!~*'()&=+$,;?/%-]+");
    private static final long MAX_MS = 3_600_000;
    private static final int MAX_BODY = 1_000;

    private final MediaFiles media;
    private final AddressRules addresses;
    private final List<String> codecs;

    /** @param codecs of the group, of which a re-INVITE may name some. */
    StepReader(MediaFiles media, AddressRules addresses, List<String> codecs) {
        this.media = media;
        this.addresses = addresses;
        this.codecs = codecs;
    }

    /** Null when it is no step: then a fault was added. */
    Step read(PlanNode value, String path, Faults faults) {
        if (value instanceof PlanNode.Scalar scalar) {
            if (!WORDS.contains(scalar.text())) {
                faults.add(value, path, "a step such as { send-dtmf: \"1\" }, or one of " + String.join(", ", WORDS)
                        + Spelling.hint(scalar.text(), WORDS));
                return null;
            }
            Kind kind = kind(scalar.text());
            if (mainKey(kind) != null && kind != Kind.ACTIVATE_TRACK) {
                faults.add(value, path, "a map that says more, such as { " + scalar.text() + ": " + example(kind) + " }");
                return null;
            }
            return step(kind, new Fields(new PlanNode.Mapping(value.line(), value.column(), java.util.Map.of()), path, faults), "");
        }
        if (!(value instanceof PlanNode.Mapping mapping)) {
            faults.add(value, path, "a step such as { send-dtmf: \"1\" }");
            return null;
        }
        List<String> named = mapping.entries().keySet().stream().filter(WORDS::contains).toList();
        if (named.size() != 1) {
            refuse(mapping, named, path, faults);
            return null;
        }
        return named(mapping, named.get(0), path, faults);
    }

    private static void refuse(PlanNode.Mapping mapping, List<String> named, String path, Faults faults) {
        if (!named.isEmpty()) {
            faults.add(mapping, path, String.join(" and ", named) + " in one step", "one of them; a list of steps runs one after the other");
        } else if (mapping.entries().isEmpty()) {
            faults.add(mapping, path, "an empty map", "a step such as { send-dtmf: \"1\" }");
        } else {
            String first = mapping.entries().keySet().iterator().next();
            PlanNode.Entry entry = mapping.entries().get(first);
            faults.add(entry.keyLine(), entry.keyColumn(), path + "." + first, "an unknown action",
                    "one of " + String.join(", ", WORDS) + Spelling.hint(first, WORDS));
        }
    }

    private Step named(PlanNode.Mapping mapping, String word, String path, Faults faults) {
        Kind kind = kind(word);
        Fields beside = new Fields(mapping, path, faults);
        PlanNode value = beside.find(word);
        if (value instanceof PlanNode.Mapping inner && kind != Kind.EXPECT) {
            beside.refuseOthers(Set.of());
            return step(kind, new Fields(inner, path + "." + word, faults), mainKey(kind));
        }
        boolean flag = value instanceof PlanNode.Scalar scalar && scalar.text().equals("true");
        if (value != null && mainKey(kind) == null && !flag) {
            beside.fault(word, "nothing more, or a map that says how");
        }
        return step(kind, beside, word);
    }

    private static Kind kind(String word) {
        return Kind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Name of what stands right behind the action's name; null when nothing does. */
    private static String mainKey(Kind kind) {
        return switch (kind) {
            case SEND_DTMF -> "digits";
            case ACTIVATE_TRACK -> "track";
            case REFER -> "to";
            case SEND_INFO, SEND_MESSAGE -> "body";
            case PLAY -> "file";
            case EXPECT -> "condition";
            case WAIT -> "duration";
            default -> null;
        };
    }

    private static String example(Kind kind) {
        return switch (kind) {
            case SEND_DTMF -> "\"12#\"";
            case REFER -> "\"sip:bob@10.0.0.5\"";
            case PLAY -> "prompt.wav";
            case EXPECT -> "dtmf-received, within: 5s";
            case WAIT -> "2s";
            default -> "\"text\"";
        };
    }

    private Step step(Kind kind, Fields at, String main) {
        Step step = switch (kind) {
            case SEND_DTMF -> sendDtmf(at, main);
            case RE_INVITE, UPDATE -> offer(kind, at);
            case ACTIVATE_TRACK -> new Step(kind, main.isEmpty() ? "audio" : track(at, main), null, 0, 0, null, null, within(at), null);
            case REFER -> refer(at, main);
            case SEND_INFO, SEND_MESSAGE -> new Step(kind, body(at, main), null, 0, 0, null, null, within(at), contentType(at));
            case PLAY -> new Step(kind, file(at, main), null, 0, 0, null, null, 0, null);
            case EXPECT -> expect(at, main);
            case WAIT -> new Step(kind, null, null, duration(at, main), 0, null, null, 0, null);
            case PAUSE_MEDIA, RESUME_MEDIA, HANG_UP -> new Step(kind, null, null, 0, 0, null, null, 0, null);
            default -> new Step(kind, null, null, 0, 0, null, null, within(at), null);
        };
        at.refuseOthers(Set.of());
        return step;
    }

    private static long within(Fields at) {
        return at.durationMs("within", 1, MAX_MS, 0);
    }

    private static Step sendDtmf(Fields at, String main) {
        String digits = at.requiredText(main, "digits 0-9 A-D * #");
        if (digits != null && !DIGITS.matcher(digits).matches()) {
            at.fault(main, "1 to 64 digits of 0-9 A-D * # in quotes");
        }
        String method = at.choice("method", "rtp", "rtp", "info", "inband", "both");
        return new Step(Kind.SEND_DTMF, digits == null ? "" : digits.toUpperCase(Locale.ROOT), method.toUpperCase(Locale.ROOT),
                at.durationMs("duration", 50, 1_000, 100), at.durationMs("gap", 10, 10_000, 100),
                null, null, within(at), null);
    }

    private Step offer(Kind kind, Fields at) {
        String direction = at.choice("direction", null, "sendrecv", "sendonly", "recvonly", "inactive");
        List<String> wanted = at.has("codecs") ? Codecs.read(at, List.of()) : List.of();
        for (int i = 0; i < wanted.size(); i++) {
            if (!codecs.contains(wanted.get(i))) {
                at.fault("codecs", wanted.get(i), "codecs of the group: " + String.join(", ", codecs));
            }
        }
        return new Step(kind, direction, null, 0, 0, wanted, null, within(at), null);
    }

    private static String track(Fields at, String main) {
        return at.choice(main, "audio", "audio", "video");
    }

    private Step refer(Fields at, String main) {
        String expected = "a sip: URI, or a user of the group's own registrar";
        String to = at.requiredText(main, expected);
        String type = at.choice("type", "blind", "blind", "attended");
        if (to != null && !USER.matcher(to).matches()) {
            SipUri uri = SipUri.parse(to);
            if (uri == null) {
                at.fault(main, expected);
            } else if (type.equals("attended")) {
                addresses.check(at, main, uri.host());
            }
        }
        return new Step(Kind.REFER, to, type.toUpperCase(Locale.ROOT), 0, 0, null, null, within(at), null);
    }

    private static String body(Fields at, String main) {
        String body = at.requiredText(main, "text");
        if (body != null && body.length() > MAX_BODY) {
            at.fault(main, body.length() + " characters", "at most " + MAX_BODY);
        }
        return body;
    }

    private static String contentType(Fields at) {
        String type = at.text("content-type", "a media type such as text/plain");
        if (type != null && !MEDIA_TYPE.matcher(type).matches()) {
            at.fault("content-type", "a media type such as text/plain");
        }
        return type == null ? "text/plain" : type;
    }

    private String file(Fields at, String main) {
        String file = at.requiredText(main, "the name of an audio file");
        if (file != null) {
            media.add(at, main, file, MediaCheck.Stream.AUDIO);
        }
        return file;
    }

    private static long duration(Fields at, String main) {
        if (!at.has(main)) {
            at.fault(main, "a duration such as 2s");
        }
        return at.durationMs(main, 1, MAX_MS, 1_000);
    }

    private static Step expect(Fields at, String main) {
        Trigger condition = ConditionReader.read(at, main, "within");
        long withinMs = within(at);
        if (at.find(main) instanceof PlanNode.Mapping inner && inner.entries().containsKey("within")) {
            withinMs = within(new Fields(inner, at.pathOf(main), at.faults()));
        }
        return new Step(Kind.EXPECT, null, null, 0, 0, null, condition, withinMs, null);
    }
}
