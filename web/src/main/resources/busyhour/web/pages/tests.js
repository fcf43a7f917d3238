// The tests of a project: find one, run it, make another.
import { get, send } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { count, verdict, when } from "/assets/format.js";
import { action, problemLine, text } from "/assets/forms.js";
import { project } from "/assets/shell.js";
import { PagedTable } from "/assets/table.js";

const root = `/projects/${project.slug}/tests`;
const asked = new URLSearchParams(location.search);
const problem = problemLine();
const list = el("section", { class: "card flush", id: "tests" });
const search = text(asked.get("search"), { type: "search", placeholder: "name or description", "aria-label": "Search tests" });
let label = asked.get("label");
const chosen = el("span", { class: "small" });

function choose(its) {
  label = its;
  chosen.replaceChildren(...(label ? [el("span", { class: "pill live" }, label), " ", el("button", { type: "button", class: "link", onclick: () => choose(null) }, "all labels")] : []));
  table.show(1);
}

function lastRun(run) {
  if (!run) return el("span", { class: "muted" }, "never ran");
  const [word, tone] = verdict(run.status, run.exitCode);
  return el("span", {}, el("a", { class: `pill ${tone}`, href: `/runs/${run.id}` }, word), el("span", { class: "muted small" }, ` ${when(run.createdAt)}`));
}

const table = new PagedTable(list, [
  { title: "Test", cell: (row) => el("div", {}, el("a", { href: `${root}/${row.id}` }, row.name), row.description ? el("div", { class: "muted small" }, row.description) : null) },
  { title: "Labels", cell: (row) => el("span", { class: "labels" }, ...row.labels.map((one) => el("button", { type: "button", class: "pill", "aria-label": `Only with label ${one}`, onclick: () => choose(one) }, one))) },
  { title: "Endpoints", right: true, cell: (row) => count(row.endpoints) },
  { title: "Last run", cell: (row) => lastRun(row.lastRun) },
  { title: "", right: true, cell: (row) => el("span", { class: "buttons" },
    action("Run now", problem, async () => { location.href = `/runs/${(await send("POST", `${root}/${row.id}/run`)).data.id}`; }, { class: "primary", "aria-label": `Run ${row.name} now` }),
    action("Copy", problem, async () => { location.href = `${root}/${(await send("POST", `${root}/${row.id}/clone`)).data.id}`; }, { "aria-label": `Copy ${row.name}` })) },
], (page) => get(`${root}?page=${page}&search=${encodeURIComponent(search.value)}${label ? `&label=${encodeURIComponent(label)}` : ""}`),
"No test here. A test is a plan that is kept: who calls whom, for how long, and what must hold. “New test” begins with one that runs as it is.");
let typing;
search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => table.show(1), 250); });

byId("main").append(el("div", { class: "section-head" }, el("h1", {}, "Tests"), el("div", { class: "buttons" }, chosen, search, el("a", { class: "button primary", href: `${root}/new` }, "New test"))), problem, list);
choose(label);
