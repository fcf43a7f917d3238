package busyhour.web.export;

import java.io.IOException;
import java.io.OutputStream;

import busyhour.web.result.ExitCode;
import busyhour.web.store.Runs;
import com.fasterxml.jackson.databind.JsonNode;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The verdicts of a stored run as JUnit XML: a case for each threshold, besides "run completed" and "generator healthy". Stateless. */
final class StoredJUnit {

    private StoredJUnit() {
    }

    static void write(Runs.Run run, JsonNode result, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            int failures = (completed(run) == null ? 0 : 1) + (healthy(result) == null ? 0 : 1);
            for (JsonNode threshold : result.path("thresholds")) {
                failures += threshold.path("passed").asBoolean() ? 0 : 1;
            }
            String seconds = String.valueOf(result.at("/run/durationMs").asLong() / 1e3);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", run.name());
            xml.writeAttribute("tests", String.valueOf(result.path("thresholds").size() + 2));
            xml.writeAttribute("failures", String.valueOf(failures));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", "0");
            xml.writeAttribute("time", seconds);
            xml.writeAttribute("timestamp", String.valueOf(run.startedAt() == null ? run.createdAt() : run.startedAt()));
            testCase(xml, run, seconds, "run completed", completed(run));
            testCase(xml, run, seconds, "generator healthy", healthy(result));
            for (JsonNode threshold : result.path("thresholds")) {
                testCase(xml, run, seconds, threshold.path("threshold").asText(), threshold.path("passed").asBoolean() ? null
                        : threshold.path("value").isNumber() ? "was " + threshold.path("value").asText() : "not measured");
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Null when it did. */
    private static String completed(Runs.Run run) {
        ExitCode exitCode = ExitCode.of(run.exitCode() == null ? ExitCode.FAILED.code() : run.exitCode());
        return switch (exitCode) {
            case FAILED, INTERRUPTED, NO_ANSWER -> exitCode.words();
            default -> null;
        };
    }

    private static String healthy(JsonNode result) {
        return result.at("/engine/overloaded").asBoolean() ? ExitCode.OVERLOADED.words() : null;
    }

    private static void testCase(XMLStreamWriter xml, Runs.Run run, String seconds, String name, String failure) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", run.name());
        xml.writeAttribute("name", name);
        xml.writeAttribute("time", seconds);
        if (failure != null) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", name + ": " + failure);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
