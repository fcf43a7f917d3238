// What a probe is: the form to make one and to change it.
import { get, send } from "/assets/api.js";
import { el } from "/assets/dom.js";
import { area, choice, entry, onSubmit, problemLine, text } from "/assets/forms.js";
import { pathOf, project } from "/assets/shell.js";

const root = `/projects/${project.slug}/probes`;
const USUAL = ["mos.avg", "mos.p5", "jitter_ms.p95", "fraction_lost.p95", "rtt_ms.p95", "call_setup_time_ms.p95", "asr", "registration_time_ms.p95", "r_factor.avg", "ner"];
const START = [{ metric: "mos.avg", warning: 4.0, critical: 3.5 }, { metric: "jitter_ms.p95", warning: 30, critical: 80 }];
const INTERVALS = [1, 5, 15, 30, 60];
const numberOf = (input) => (input.value.trim() === "" ? null : Number(input.value));

function limitRow(limit, renumber) {
  const fields = { metric: text(limit.metric, { list: "statistics", placeholder: "mos.avg" }), warning: text(limit.warning, { inputmode: "decimal" }), critical: text(limit.critical, { inputmode: "decimal" }) };
  const row = el("div", { class: "limit" }, entry("metric", "Statistic", fields.metric), entry("warning", "Warning at", fields.warning), entry("critical", "Critical at", fields.critical),
    el("button", { type: "button", onclick: () => { row.remove(); renumber(); }, "aria-label": "Remove this limit" }, "Remove"));
  row.number = (i) => { for (const [key, input] of Object.entries(fields)) input.dataset.field = `limits[${i}].${key}`; };
  row.value = () => ({ metric: fields.metric.value, warning: numberOf(fields.warning), critical: numberOf(fields.critical) });
  return row;
}

// probe: null for a new one; done is told of what was stored.
export async function probeForm(probe, done) {
  const tests = (await get(`/projects/${project.slug}/tests?perPage=200`)).data;
  if (!probe && tests.length === 0) return el("p", { class: "muted" }, "A probe repeats a test: ", el("a", { href: pathOf("/tests") }, "write one first"), ", with at most 20 endpoints.");
  const name = text(probe?.name, { maxlength: "100", required: true });
  const test = choice(probe?.testId ?? tests[0]?.id, tests.map((one) => [one.id, one.name]));
  if (probe && !probe.testId) test.prepend(el("option", { value: "", selected: true }, "deleted: choose another one"));
  const interval = choice(String(probe?.intervalMinutes ?? 5), INTERVALS.map((minutes) => [String(minutes), minutes === 1 ? "every minute" : minutes === 60 ? "every hour" : `every ${minutes} minutes`]));
  const description = area(probe?.description ?? "", { rows: "2", maxlength: "1000" });
  const need = text(probe?.damping.need ?? 1, { type: "number", min: "1", max: "10" });
  const of = text(probe?.damping.of ?? 1, { type: "number", min: "1", max: "10" });
  const limits = el("div", { class: "limit-rows" });
  const renumber = () => [...limits.children].forEach((row, i) => row.number(i));
  const add = (limit) => { const row = limitRow(limit, renumber); limits.append(row); renumber(); return row; };
  (probe?.limits ?? START).forEach(add);
  const problem = problemLine();
  const form = el("form", { class: "form" },
    entry("name", "Name", name), entry("testId", "Test", test, "at most 20 endpoints"), entry("intervalMinutes", "Runs", interval), entry("description", "Description", description, null, true),
    el("fieldset", { class: "wide limits-of" }, el("legend", {}, "Limits"), el("p", { class: "muted small" }, "Any statistic that thresholds know. Beyond its warning the probe is degraded, beyond critical unhealthy; the worst decides. Thresholds of the test count as critical."),
      limits, el("button", { type: "button", onclick: () => add({ metric: "", warning: null, critical: null }).querySelector("input").focus() }, "Add a limit"),
      el("datalist", { id: "statistics" }, ...USUAL.map((one) => el("option", { value: one })))),
    entry("damping.need", "Changes when this many", need), entry("damping.of", "of the last executions agree", of, "1 of 1: each decides"),
    el("div", { class: "wide buttons" }, el("button", { type: "submit", class: "primary" }, probe ? "Save" : "Start watching"), problem));
  onSubmit(form, problem, async () => {
    const body = { name: name.value, description: description.value, intervalMinutes: Number(interval.value), limits: [...limits.children].map((row) => row.value()),
      damping: { need: Number(need.value), of: Number(of.value) } };
    if (test.value) body.testId = test.value;
    done((await send(probe ? "PATCH" : "POST", probe ? `${root}/${probe.id}` : root, body)).data);
  });
  return form;
}
