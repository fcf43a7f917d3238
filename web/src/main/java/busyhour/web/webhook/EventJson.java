package busyhour.web.webhook;

import java.time.Duration;
import java.time.Instant;

import busyhour.web.access.Accounts.Project;
import busyhour.web.http.Answer;
import busyhour.web.probe.Execution;
import busyhour.web.probe.ProbeChange;
import busyhour.web.result.ExitCode;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Events in our own form. Keys are in snake case, as receivers of hosted testers know them. */
final class EventJson {

    private EventJson() {
    }

    private static ObjectNode of(WebhookEvent event, Project project, Instant at) {
        return Answer.JSON.createObjectNode().put("event", event.word()).put("timestamp", at.toString())
                .put("project_id", PublicId.text(project.id())).put("project_name", project.name());
    }

    static ObjectNode of(ProbeChange change, Project project) {
        ObjectNode json = of(WebhookEvent.PROBE_STATUS_CHANGED, project, change.at());
        json.put("probe_id", PublicId.text(change.probe().id())).put("probe_name", change.probe().name());
        json.put("previous_status", change.before().name()).put("status", change.now().name()).put("reason", change.reason());
        Execution execution = change.execution();
        json.put("run_id", execution == null || execution.runId() == null ? null : PublicId.text(execution.runId()));
        ObjectNode metrics = json.putObject("metrics");
        if (execution != null) {
            execution.measured().forEach(one -> metrics.putObject(one.metric()).put("value", one.value()).put("status", one.health().name()));
        }
        return json;
    }

    static ObjectNode of(WebhookEvent event, Runs.Run run, Project project) {
        ObjectNode json = of(event, project, Instant.now());
        json.put("run_id", PublicId.text(run.id())).put("run_name", run.name()).put("test_id", run.testId() == null ? null : PublicId.text(run.testId()));
        json.put("status", run.status()).put("reason", run.reason()).put("endpoints", run.planned());
        json.put("exit_code", run.exitCode()).put("passed", run.exitCode() == null ? null : Boolean.valueOf(run.exitCode() == 0));
        json.put("verdict", run.exitCode() == null ? null : ExitCode.of(run.exitCode()).words());
        json.put("trigger", run.trigger()).put("started_by", run.startedBy());
        json.set("labels", Answer.JSON.valueToTree(run.labels()));
        json.put("duration_ms", run.startedAt() == null || run.endedAt() == null ? null
                : Long.valueOf(Duration.between(run.startedAt(), run.endedAt()).toMillis()));
        return json;
    }

    static ObjectNode test(Project project, String by) {
        return of(WebhookEvent.TEST, project, Instant.now()).put("reason", "asked for by " + by);
    }
}
