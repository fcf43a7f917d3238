// Webhooks of a project: who is told of what, and whether it arrived.
import { get, send } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { count, when, words } from "/assets/format.js";
import { action, choice, entry, onSubmit, problemLine, text } from "/assets/forms.js";
import "/assets/health.js";
import { pathOf, project } from "/assets/shell.js";
import { PagedTable } from "/assets/table.js";

const root = `/projects/${project.slug}/webhooks`;
const EVENTS = [["probe.status_changed", "a probe's state changes"], ["run.started", "a run starts"], ["run.finished", "a run ends"], ["run.failed", "a run fails or cannot run"]];
const FORMATS = [["GENERIC", "JSON with all that is known"], ["SLACK", "Slack"], ["TEAMS", "Microsoft Teams (workflow)"], ["PAGERDUTY", "PagerDuty (Events API v2)"], ["OPSGENIE", "OpsGenie (Alert API)"]];
const ALERTS = ["PAGERDUTY", "OPSGENIE"];
const STATES = { DELIVERED: "good", FAILED: "bad", PENDING: "live" };
const probes = (await get(`/projects/${project.slug}/probes?perPage=200`)).data;
const problem = problemLine();
const told = el("section", { class: "card note-secret", id: "secret", role: "status", hidden: true });
const list = el("div", { id: "webhooks", class: "stack" });
const state = (delivery) => el("span", { class: `pill ${STATES[delivery.state]}` }, words(delivery.state));

function showSecret(webhook) {
  told.hidden = false;
  told.replaceChildren(el("h2", {}, `Secret of ${webhook.name}`), el("p", { class: "small" }, "Shown only now. The receiver checks with it that a delivery is ours: the header Busyhour-Signature holds t=SECONDS,v1=HMAC-SHA256 over “SECONDS.BODY”."),
    el("pre", { class: "code" }, webhook.secret), el("button", { type: "button", onclick: () => navigator.clipboard?.writeText(webhook.secret) }, "Copy"));
  told.scrollIntoView({ block: "nearest" });
}

function checks(name, title, choices, chosen) {
  const inputs = choices.map(([value, label]) => { const input = el("input", { type: "checkbox", value }); input.checked = chosen.includes(value); return [input, label]; });
  const group = el("fieldset", { class: "wide checks-of" }, el("legend", { class: "small muted" }, title), el("div", { class: "checks" }, ...inputs.map(([input, label]) => el("label", {}, input, label))));
  return { group, inputs: inputs.map(([input]) => input), value: () => inputs.map(([input]) => input).filter((input) => input.checked && !input.disabled).map((input) => input.value) };
}

function form(webhook, done) {
  const name = text(webhook?.name, { maxlength: "100" });
  const url = text(webhook?.url, { type: "url", placeholder: "https://…" });
  const format = choice(webhook?.format ?? "GENERIC", FORMATS);
  const key = text("", { type: "password", autocomplete: "new-password", placeholder: webhook?.hasKey ? "unchanged" : "" });
  const keyEntry = entry("key", "Key of the service", key, "stored sealed, never shown");
  const events = checks("events", "When", EVENTS, webhook?.events ?? ["probe.status_changed"]);
  const only = checks("probeIds", "Only of these probes (all when none is chosen)", probes.map((probe) => [probe.id, probe.name]), webhook?.probeIds ?? []);
  const problemHere = problemLine();
  const adapt = () => {
    const alerts = ALERTS.includes(format.value);
    keyEntry.hidden = !alerts;
    url.placeholder = alerts ? "the service's own" : "https://…";
    events.inputs.forEach((input) => { input.disabled = alerts && ["run.started", "run.finished"].includes(input.value); });
  };
  format.addEventListener("change", adapt);
  adapt();
  const node = el("form", { class: "form" }, entry("name", "Name", name), entry("format", "Body", format), entry("url", "Address", url, "https only; internal addresses are refused unless the platform allows them", true), keyEntry,
    events.group, probes.length > 0 ? only.group : null, el("div", { class: "wide buttons" }, el("button", { type: "submit", class: "primary" }, webhook ? "Save" : "Add webhook"), problemHere));
  onSubmit(node, problemHere, async () => {
    const body = { name: name.value, format: format.value, events: events.value(), probeIds: only.value() };
    if (url.value) body.url = url.value;
    if (key.value && ALERTS.includes(format.value)) body.key = key.value;
    await done(body);
  });
  return node;
}

function attempts(delivery) {
  const last = delivery.attempts.at(-1);
  return last ? `${last.status ?? ""} ${last.error ?? `in ${count(last.tookMs)} ms`}`.trim() : "–";
}

function log(webhook) {
  const parent = el("div", {});
  const table = new PagedTable(parent, [
    { title: "Time", cell: (one) => when(one.createdAt) }, { title: "Event", cell: (one) => one.event }, { title: "State", cell: state },
    { title: "Tries", right: true, cell: (one) => count(one.attempts.length) }, { title: "Last try", cell: attempts },
    { title: "Next", cell: (one) => (one.nextAt ? when(one.nextAt) : "") },
    { title: "", cell: (one) => (one.state === "PENDING" ? "" : action("Send again", problem, async () => { await send("POST", `${root}/${webhook.id}/deliveries/${one.id}/retry`); await table.show(); })) },
  ], (page) => get(`${root}/${webhook.id}/deliveries?page=${page}&perPage=10`), "Nothing sent yet.");
  const details = el("details", {}, el("summary", { class: "small" }, "Log"), parent);
  details.addEventListener("toggle", () => { if (details.open) table.show(); });
  return details;
}

function card(webhook) {
  const last = webhook.lastDelivery;
  const editing = el("details", {}, el("summary", { class: "small" }, "Change"), form(webhook, async (body) => { await send("PATCH", `${root}/${webhook.id}`, body); await show(); }));
  return el("article", { class: "card", "data-webhook": webhook.name },
    el("div", { class: "section-head" }, el("h2", {}, webhook.name), el("span", {}, webhook.paused ? el("span", { class: "pill" }, "paused") : last ? state(last) : el("span", { class: "pill" }, "nothing sent yet"))),
    el("p", { class: "small" }, el("span", { class: "mono wrap" }, webhook.url), ` · ${words(webhook.format)} · ${webhook.events.join(", ")}${webhook.probeIds ? ` · ${webhook.probeIds.length} probe${webhook.probeIds.length === 1 ? "" : "s"}` : ""}`),
    last ? el("p", { class: "small muted last" }, `Last: ${last.event}, ${when(last.createdAt)}, ${attempts(last)}`) : null,
    el("div", { class: "buttons" }, action("Send a test", problem, async () => { await send("POST", `${root}/${webhook.id}/test`); await show(); }),
      action(webhook.paused ? "Resume" : "Pause", problem, async () => { await send("PATCH", `${root}/${webhook.id}`, { paused: !webhook.paused }); await show(); }),
      action("New secret", problem, async () => {
        if (!confirm(`Sign deliveries of ${webhook.name} with another secret from now on?`)) return;
        showSecret((await send("POST", `${root}/${webhook.id}/secret`)).data);
      }),
      action("Delete", problem, async () => {
        if (!confirm(`Delete the webhook ${webhook.name} with its log?`)) return;
        await send("DELETE", `${root}/${webhook.id}`);
        await show();
      }, { class: "danger" })), log(webhook), editing);
}

const adding = el("details", { class: "card", id: "add" }, el("summary", {}, "Add a webhook"));

async function show() {
  const all = (await get(root)).data;
  list.replaceChildren(...(all.length > 0 ? all.map(card) : [el("p", { class: "card empty" }, "No webhook yet. Add one to be told in a chat, by a pager or in a system of your own when a probe's state changes.")]));
  return all;
}

function fill() {
  adding.replaceChildren(adding.firstElementChild, form(null, async (body) => {
    showSecret((await send("POST", root, body)).data);
    adding.open = false;
    fill();
    await show();
  }));
}

byId("main").append(el("p", { class: "crumbs small" }, el("a", { href: pathOf("/probes") }, "Probes")), el("h1", {}, "Webhooks"), problem, told, list, adding);
fill();
if ((await show()).length === 0) adding.open = true;
