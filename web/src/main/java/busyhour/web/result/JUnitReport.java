package busyhour.web.result;

import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The verdicts as JUnit XML: a case for each threshold, besides "run completed", "generator healthy" and, where the plan has it, "find-max". Any thread. */
public final class JUnitReport {
    private JUnitReport() {
    }

    /** Writes the document; the stream stays open. */
    public static void write(RunResult result, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            new Writer(xml, result).write();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static final class Writer {
        private final XMLStreamWriter xml;
        private final RunResult result;
        private final double seconds;

        Writer(XMLStreamWriter xml, RunResult result) {
            this.xml = xml;
            this.result = result;
            this.seconds = result.run().durationMs() / 1e3;
        }

        void write() throws XMLStreamException {
            long failures = result.thresholds().stream().filter(verdict -> !verdict.passed()).count()
                    + (completed() == null ? 0 : 1) + (healthy() == null ? 0 : 1) + (found() == null ? 0 : 1);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", result.run().name());
            xml.writeAttribute("tests", String.valueOf(result.thresholds().size() + (result.findMax() == null ? 2 : 3)));
            xml.writeAttribute("failures", String.valueOf(failures));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", "0");
            xml.writeAttribute("time", String.valueOf(seconds));
            xml.writeAttribute("timestamp", result.run().startedAt().toString());
            testCase("run completed", completed());
            testCase("generator healthy", healthy());
            if (result.findMax() != null) {
                testCase("find-max of " + result.findMax().groupName(), found());
            }
            for (RunResult.Verdict verdict : result.thresholds()) {
                testCase(verdict.threshold().text(), verdict.passed() ? null
                        : Double.isNaN(verdict.value()) ? "not measured" : "was " + Numbers.plain(verdict.value()));
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.writeCharacters("\n");
        }

        /** Null when it did. */
        private String completed() {
            ExitCode exitCode = ExitCode.of(result.run().exitCode());
            return switch (exitCode) {
                case FAILED, INTERRUPTED, NO_ANSWER -> exitCode.words();
                default -> result.calls().answered() == 0 ? ExitCode.NO_ANSWER.words() : null;
            };
        }

        /** Null when it is. */
        private String healthy() {
            return !result.generatorWasLimit() ? null : ExitCode.OVERLOADED.words() + ": " + result.engine().health().limits().stream()
                    .map(limit -> limit.words() + ", " + limit.advice()).collect(Collectors.joining("; "));
        }

        /** Null when a level held and was confirmed. */
        private String found() {
            return result.findMax() == null || result.findMax().confirmed() ? null : result.findMax().words();
        }

        private void testCase(String name, String failure) throws XMLStreamException {
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", result.run().name());
            xml.writeAttribute("name", name);
            xml.writeAttribute("time", String.valueOf(seconds));
            if (failure != null) {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", name + ": " + failure);
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
    }
}
