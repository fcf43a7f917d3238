// One probe: its state, what was measured, and how it came to that.
import { get, send } from "/assets/api.js";
import { LineChart, connect } from "/assets/charts.js";
import { byId, el, setText } from "/assets/dom.js";
import { clock, when, words } from "/assets/format.js";
import { action, choice, problemLine } from "/assets/forms.js";
import { bars, percent, pill, toneOf } from "/assets/health.js";
import { probeForm } from "/assets/probeform.js";
import { pathOf, project } from "/assets/shell.js";
import { PagedTable } from "/assets/table.js";

const REFRESH_MS = 4000;
const id = location.pathname.split("/")[4];
const path = `/projects/${project.slug}/probes/${id}`;
const main = byId("main");
let probe = (await get(path)).data;

const problem = problemLine();
const state = el("div", { class: "run-state", id: "state", role: "status" });
const why = el("p", { class: "muted", id: "why" });
const actions = el("div", { class: "buttons" });
const uptime = el("section", { class: "card", id: "uptime" });
const days = choice("1", [["1", "a day"], ["7", "a week"], ["30", "30 days"], ["90", "90 days"]], { "aria-label": "Time shown" });
const charts = el("div", { class: "charts", id: "charts" });
const history = el("section", { class: "card flush", id: "executions" });
const settings = el("details", { class: "card", id: "settings" }, el("summary", {}, "Settings"));
const title = el("h1", {}, probe.name);

async function fill() {
  settings.replaceChildren(settings.firstElementChild, await probeForm(probe, async (changed) => { probe = changed; settings.open = false; await show(); }));
}

function buttons() {
  actions.replaceChildren(action("Run now", problem, async () => { await send("POST", `${path}/run`); await show(); }, { class: "primary" }),
    action(probe.paused ? "Resume" : "Pause", problem, async () => { await send("PATCH", path, { paused: !probe.paused }); await show(); }),
    action("Delete", problem, async () => {
      if (!confirm(`Delete the probe ${probe.name} with its history?`)) return;
      await send("DELETE", path);
      location.href = pathOf("/probes");
    }, { class: "danger" }));
}

function head() {
  setText(title, probe.name);
  const running = probe.lastExecution && !probe.lastExecution.endedAt;
  state.replaceChildren(pill(probe.state, probe.paused), el("span", { class: "muted small" }, `since ${when(probe.stateSince)}`), ...(running ? [el("span", { class: "pill live" }, "running")] : []));
  setText(why, probe.reason ?? (probe.state === "HEALTHY" ? "All limits are kept." : ""));
}

async function showUptime() {
  const known = (await get(`${path}/uptime?days=90`)).data;
  uptime.replaceChildren(el("div", { class: "section-head" }, el("h2", {}, "Last 90 days"), el("span", { class: "big" }, percent(known.percent))), bars(known));
}

const drawn = new Map();
const at = (seconds) => new Date(seconds * 1000).toLocaleString(undefined, days.value === "1" ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" });

async function showCharts() {
  const series = (await get(`${path}/series?days=${days.value}`)).data;
  for (const [metric, chart] of drawn) if (!probe.limits.some((limit) => limit.metric === metric)) { chart.remove(); drawn.delete(metric); }
  for (const limit of probe.limits) {
    const points = series.metrics[limit.metric] ?? [];
    const lines = [{ name: "" }, { name: "warn" }, { name: "crit" }];
    if (!drawn.has(limit.metric)) drawn.set(limit.metric, new LineChart(charts, limit.metric, lines, { id: limit.metric, x: at, area: true }));
    const now = Math.floor(Date.now() / 1000);
    const ends = [now - Number(days.value) * 86400, now];
    const level = (value) => (value === null ? [] : ends.map((second) => [second, value]));
    drawn.get(limit.metric).show([points.map(([second, average]) => [second, average]), level(limit.warning), level(limit.critical)]);
  }
  connect();
}

const took = (one) => (one.endedAt ? clock((new Date(one.endedAt) - new Date(one.startedAt)) / 1000) : "–");
const table = new PagedTable(history, [
  { title: "Started", cell: (one) => when(one.startedAt) },
  { title: "Health", cell: (one) => (one.health ? pill(one.health) : el("span", { class: "pill live" }, "running")) },
  { title: "State after", tone: (one) => toneOf(one.state), cell: (one) => (one.state ? (one.state === one.previousState ? words(one.state) : `${words(one.previousState)} → ${words(one.state)}`) : "–") },
  { title: "Measured", cell: (one) => one.measured.map((each) => `${each.metric} ${each.value === null ? "–" : Number(each.value.toPrecision(4))}`).join(" · ") },
  { title: "Why", cell: (one) => el("span", { class: "muted why" }, one.reason ?? "") },
  { title: "By", cell: (one) => (one.trigger === "manual" ? one.startedBy : "schedule") },
  { title: "Took", right: true, cell: took },
  { title: "Run", cell: (one) => (one.runId ? el("a", { href: `/runs/${one.runId}`, class: "mono" }, one.runId) : "–") },
], (page) => get(`${path}/executions?page=${page}&perPage=10`), "Not executed yet.");

async function show() {
  probe = (await get(path)).data;
  head();
  buttons();
  await Promise.all([showUptime(), showCharts(), table.show()]);
}

days.addEventListener("change", () => { drawn.forEach((chart) => chart.remove()); drawn.clear(); showCharts(); });
main.append(el("p", { class: "crumbs small" }, el("a", { href: pathOf("/probes") }, "Probes")), el("div", { class: "run-head" }, el("div", { class: "probe-head" }, title, state, why), actions), problem, uptime,
  el("section", {}, el("div", { class: "section-head" }, el("h2", {}, "Measured"), days), charts), el("section", {}, el("div", { class: "section-head" }, el("h2", {}, "Executions")), history), settings);
await show();
await fill();
let last = JSON.stringify(probe);
setInterval(async () => {
  if (document.hidden) return;
  const fresh = await get(path).catch(() => null);
  if (fresh && JSON.stringify(fresh.data) !== last) {
    last = JSON.stringify(fresh.data);
    await show().catch(() => {});
  }
}, REFRESH_MS);
