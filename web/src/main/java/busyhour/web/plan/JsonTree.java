package busyhour.web.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text as a tree, and a tree as JSON text. */
final class JsonTree {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(YamlTree.MAX_DEPTH).maxNumberLength(64).build())
            .build();

    private final JsonParser parser;
    private final Faults faults;

    private JsonTree(JsonParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /** Null when the text is not JSON: then a fault was added. */
    static PlanNode parse(String text, Faults faults) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new PlanNode.Scalar(1, 1, PlanNode.Kind.NULL, "");
            }
            PlanNode root = new JsonTree(parser, faults).value(first);
            if (parser.nextToken() != null) {
                JsonLocation at = parser.currentTokenLocation();
                faults.add(at.getLineNr(), at.getColumnNr(), "plan", "text after the plan's end", "one JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            faults.add(at == null ? 1 : Math.max(1, at.getLineNr()), at == null ? 1 : Math.max(1, at.getColumnNr()),
                    "plan", "text that is not JSON (" + e.getOriginalMessage() + ")", "a JSON object");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from a string", e);
        }
        return null;
    }

    private PlanNode value(JsonToken token) throws IOException {
        JsonLocation at = parser.currentTokenLocation();
        int line = at.getLineNr();
        int column = at.getColumnNr();
        return switch (token) {
            case START_OBJECT -> object(line, column);
            case START_ARRAY -> array(line, column);
            case VALUE_NULL -> new PlanNode.Scalar(line, column, PlanNode.Kind.NULL, "");
            case VALUE_TRUE, VALUE_FALSE -> new PlanNode.Scalar(line, column, PlanNode.Kind.BOOLEAN, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new PlanNode.Scalar(line, column, PlanNode.Kind.NUMBER, parser.getText());
            default -> new PlanNode.Scalar(line, column, PlanNode.Kind.TEXT, parser.getText());
        };
    }

    private PlanNode object(int line, int column) throws IOException {
        Map<String, PlanNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            JsonLocation at = parser.currentTokenLocation();
            String key = parser.currentName();
            PlanNode value = value(parser.nextToken());
            if (entries.putIfAbsent(key, new PlanNode.Entry(at.getLineNr(), at.getColumnNr(), value)) != null) {
                faults.add(at.getLineNr(), at.getColumnNr(), path(), "this key a second time", "each key once");
            }
        }
        return new PlanNode.Mapping(line, column, entries);
    }

    /** Where the parser stands, as {@code groups[1].codecs}; its own form is {@code /groups/1/codecs}. */
    private String path() {
        return parser.getParsingContext().pathAsPointer().toString()
                .replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.').replaceFirst("^\\.", "");
    }

    private PlanNode array(int line, int column) throws IOException {
        List<PlanNode> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return new PlanNode.Sequence(line, column, items);
    }

    /** The tree as a JSON document. */
    static String write(PlanNode root) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(root, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string", e);
        }
        return text.toString();
    }

    private static void write(PlanNode node, JsonGenerator json) throws IOException {
        switch (node) {
            case PlanNode.Scalar scalar -> {
                switch (scalar.kind()) {
                    case NULL -> json.writeNull();
                    case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(scalar.text()));
                    case NUMBER -> json.writeNumber(scalar.text());
                    case TEXT -> json.writeString(scalar.text());
                }
            }
            case PlanNode.Sequence sequence -> {
                json.writeStartArray();
                for (PlanNode item : sequence.items()) {
                    write(item, json);
                }
                json.writeEndArray();
            }
            case PlanNode.Mapping mapping -> {
                json.writeStartObject();
                for (Map.Entry<String, PlanNode.Entry> entry : mapping.entries().entrySet()) {
                    json.writeFieldName(entry.getKey());
                    write(entry.getValue().value(), json);
                }
                json.writeEndObject();
            }
        }
    }
}
