// The probes of a project: how everything does, at a glance.
import { get } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { when } from "/assets/format.js";
import { pill } from "/assets/health.js";
import { probeForm } from "/assets/probeform.js";
import { pathOf, project } from "/assets/shell.js";
import { PagedTable } from "/assets/table.js";

const REFRESH_MS = 5000;
const root = `/projects/${project.slug}/probes`;
const list = el("section", { class: "card flush", id: "probes", "aria-live": "polite" });
const measured = (execution) => (execution?.endedAt ? execution.measured.map((one) => `${one.metric} ${one.value === null ? "–" : Number(one.value.toPrecision(4))}`).join(" · ") : execution ? "running …" : "–");
const table = new PagedTable(list, [
  { title: "Probe", cell: (probe) => el("a", { href: `${pathOf("/probes")}/${probe.id}` }, probe.name) },
  { title: "State", cell: (probe) => pill(probe.state, probe.paused) },
  { title: "Why", cell: (probe) => el("span", { class: "muted why" }, probe.reason ?? "") },
  { title: "Last execution", cell: (probe) => (probe.lastExecution ? when(probe.lastExecution.startedAt) : "–") },
  { title: "Measured", cell: (probe) => el("span", { class: "muted" }, measured(probe.lastExecution)) },
  { title: "Every", right: true, cell: (probe) => `${probe.intervalMinutes} min` },
], (page) => get(`${root}?page=${page}`), "No probe yet. A probe runs a small test every few minutes and says whether what it calls is healthy; webhooks and status pages tell others.");

const adding = el("details", { class: "card", id: "add" }, el("summary", {}, "Add a probe"));
adding.append(await probeForm(null, (probe) => { location.href = `${pathOf("/probes")}/${probe.id}`; }));
byId("main").append(el("div", { class: "section-head" }, el("h1", {}, "Probes"), el("span", { class: "small" }, el("a", { href: pathOf("/webhooks") }, "Webhooks"), " · ", el("a", { href: pathOf("/status-pages") }, "Status pages"))), list, adding);
await table.show();
if (list.querySelector(".empty")) adding.open = true;
setInterval(() => { if (!document.hidden) table.show().catch(() => {}); }, REFRESH_MS);
