// How the project stands, and what to do next.
import { get } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { count, verdict, when } from "/assets/format.js";
import { runColumns } from "/assets/runlist.js";
import { pathOf, project } from "/assets/shell.js";
import { PagedTable } from "/assets/table.js";

const RUNS = 8;
const REFRESH_MS = 5000;
const main = byId("main");

const tiles = el("section", { id: "tiles", class: "tiles", "aria-label": "Key figures" });
const warnings = el("ul", { id: "warnings", class: "limits", "aria-label": "Warnings" });
const latest = el("div", { id: "latest", class: "card flush", "aria-live": "polite" });
const steps = el("ol", { id: "steps", class: "steps" });
const next = el("section", { class: "card", "aria-labelledby": "next-title" }, el("h2", { id: "next-title" }, "What to do next"), steps);
main.append(el("div", { class: "section-head" }, el("h1", {}, project ? project.name : "Busyhour"), el("a", { href: pathOf("/tests") }, "Run a test")),
  warnings, tiles, next, el("section", { "aria-labelledby": "latest-title" },
    el("div", { class: "section-head" }, el("h2", { id: "latest-title" }, "Latest runs"), el("a", { href: pathOf("/runs") }, "All runs")), latest),
  el("p", { class: "muted small" }, el("a", { href: "/api/v1/openapi.json" }, "OpenAPI document"), " · ", el("a", { href: "/metrics" }, "Prometheus metrics")));

// What a role may not see is left out.
const seen = (path) => get(path).catch((error) => (error.status === 403 || error.status === 404 ? null : Promise.reject(error)));
const total = (answer) => answer?.meta?.pagination?.total ?? null;

function tile(label, value, more, tone) {
  return el("div", { class: "tile" }, el("div", { class: "label" }, label), el("div", { class: `value ${tone ?? ""}`.trim() }, value), el("div", { class: "more" }, more ?? ""));
}

function lastRun(runs) {
  const [run] = runs.data;
  if (!run) return tile("Last run", "–", "none yet");
  const [word, tone] = verdict(run.status, run.exitCode);
  return tile("Last run", el("a", { href: `/runs/${run.id}` }, el("span", { class: tone }, word)), when(run.startedAt ?? run.createdAt));
}

function workersTile(workers) {
  const online = workers.data.filter((worker) => worker.status === "ONLINE");
  const capacity = online.reduce((sum, worker) => sum + (worker.capacity ?? 0), 0);
  return tile("Workers", `${online.length} online`, capacity > 0 ? `${count(capacity)} endpoints in all` : workers.data.length === 0 ? "none connected" : "");
}

function probesTile(probes) {
  const worst = ["UNHEALTHY", "DEGRADED", "UNKNOWN", "HEALTHY"].find((state) => probes.data.some((probe) => probe.state === state));
  const tones = { UNHEALTHY: "bad", DEGRADED: "warn", HEALTHY: "good" };
  return tile("Probes", worst ? worst.toLowerCase() : "–", worst ? `${count(probes.data.length)} watched` : "none yet", tones[worst]);
}

function sessionsTile({ gauges }) {
  const all = gauges.find((gauge) => gauge.projectId === project.id && gauge.label === null);
  const used = all?.headroom === null || all?.headroom === undefined ? "" : `${count(Math.round(all.headroom * 100))} % of what can run`;
  return tile("Calls up now", count(all?.activeSessions ?? 0), used, all?.alert ? "warn" : null);
}

function step(done, title, text, path, action) {
  return el("li", { class: done ? "done" : null }, el("b", {}, title), " ", text, done || !path ? null : el("span", {}, " ", el("a", { href: path }, action)));
}

function stepsOf({ workers, registrars, tests, runs }) {
  const local = el("span", {}, "A machine that plays the endpoints; ", el("span", { class: "mono" }, "./busyhour platform --with-worker"), " has one beside it.");
  const all = [
    [workers?.data.some((worker) => worker.status === "ONLINE"), "Connect a worker.", local, "/workers", "Add a worker"],
    [total(registrars) > 0, "Add your registrar", "and its SIP accounts, or take the built-in one.", pathOf("/registrars"), "Add a registrar"],
    [total(tests) > 0, "Write a test:", "who registers where, who calls whom, what must hold.", pathOf("/tests"), "New test"],
    [total(runs) > 0, "Run it", "and read the verdict; a probe repeats it and watches.", pathOf("/tests"), "Tests"],
  ];
  return all.every(([done]) => done) ? null : all.map((one) => step(...one));
}

const table = new PagedTable(latest, runColumns.slice(0, 5), async () => {
  const answer = await get(`/projects/${project.slug}/test-runs?perPage=${RUNS}`);
  return { ...answer, meta: { ...answer.meta, pagination: { ...answer.meta.pagination, totalPages: 1 } } };
}, "No run yet.");

async function show() {
  const of = `/projects/${project.slug}`;
  const [runs, workers, tests, registrars, probes, capacity] = await Promise.all([get(`${of}/test-runs?perPage=1`), seen("/workers"), seen(`${of}/tests?perPage=1`),
    seen(`${of}/registrars?perPage=1`), seen(`${of}/probes`), seen("/capacity")]);
  tiles.replaceChildren(...[lastRun(runs), capacity ? sessionsTile(capacity.data) : null, workers ? workersTile(workers) : null,
    probes ? probesTile(probes) : null, tests ? tile("Tests", el("a", { href: pathOf("/tests") }, count(total(tests))), "") : null].filter(Boolean));
  warnings.replaceChildren(...[...(capacity?.data.warnings ?? []), ...(workers?.data ?? []).flatMap((worker) => (worker.warnings ?? []).map((text) => `${worker.name}: ${text}`))]
    .map((text) => el("li", { class: "warn" }, text)));
  warnings.hidden = warnings.children.length === 0;
  const items = stepsOf({ workers, registrars, tests, runs });
  next.hidden = !items;
  steps.replaceChildren(...(items ?? []));
  await table.show();
}

if (project) {
  await show();
  setInterval(() => { if (!document.hidden) show().catch(() => {}); }, REFRESH_MS);
}
