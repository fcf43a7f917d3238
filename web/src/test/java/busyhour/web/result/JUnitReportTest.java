package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.run.RunStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class JUnitReportTest {

    private static Element suite(Records records) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JUnitReport.write(records.aggregates.result(), out);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(out.toByteArray())).getDocumentElement();
    }

    @Test
    void shouldHaveCaseForEachThresholdAndTwoMore() throws Exception {
        Records records = Records.of("mos.avg >= 4.0", "mos.avg > 4.4");
        records.status(RunStatus.RUNNING, 0);
        records.answeredCall(2, 0, 0, 1, 3 * Records.S);
        records.second(2, 1, "mos", 4.4);
        Element suite = suite(records);
        assertThat(suite.getAttribute("name")).isEqualTo("two and two");
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(names(suite)).containsExactly("run completed", "generator healthy", "mos.avg >= 4.0", "mos.avg > 4.4");
        assertThat(((Element) suite.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .isEqualTo("mos.avg > 4.4: was 4.4");
    }

    @Test
    void shouldFailCompletionAndHealth() throws Exception {
        Records records = Records.of("mos.avg >= 4.0");
        records.engine(0, 0, 0.1, 0, 1, 1, 5);
        Element suite = suite(records);
        assertThat(suite.getAttribute("failures")).isEqualTo("3");
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(3);
        assertThat(((Element) suite.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .isEqualTo("run completed: no call was answered");
        assertThat(((Element) suite.getElementsByTagName("failure").item(1)).getAttribute("message"))
                .contains("generator healthy", "5 datagrams dropped by the kernel", "net.core.rmem_max");
    }

    private static List<String> names(Element suite) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < suite.getElementsByTagName("testcase").getLength(); i++) {
            names.add(((Element) suite.getElementsByTagName("testcase").item(i)).getAttribute("name"));
        }
        return names;
    }
}
