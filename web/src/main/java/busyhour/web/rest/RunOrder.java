package busyhour.web.rest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import busyhour.web.http.Body;
import busyhour.web.plan.Labels;
import io.javalin.http.Context;

/**
 * What somebody says who wants a run; all of it may be left out.
 *
 * @param mayWait whether it is QUEUED until there is room.
 * @param labels  those of the plan and those of this run.
 */
record RunOrder(boolean mayWait, List<String> labels) {

    static RunOrder of(Context context, List<String> labelsOfPlan) {
        if (context.bodyAsBytes().length == 0) {
            return new RunOrder(false, labelsOfPlan);
        }
        Body body = Body.of(context);
        boolean mayWait = body.flag("wait", false);
        Set<String> labels = new LinkedHashSet<>(labelsOfPlan);
        for (String label : body.words("labels", Labels.MAX, 63)) {
            if (!Labels.isLabel(label)) {
                body.fault("labels", "'" + label + "'", Labels.FORM);
            }
            labels.add(label);
        }
        if (labels.size() > Labels.MAX) {
            body.fault("labels", labels.size() + " labels", "at most " + Labels.MAX + " with those of the plan");
        }
        body.done();
        return new RunOrder(mayWait, List.copyOf(labels));
    }
}
