// The columns of a list of runs.
import { el } from "/assets/dom.js";
import { count, verdict, when, clock } from "/assets/format.js";

export const runColumns = [
  { title: "Run", cell: (run) => el("a", { href: `/runs/${run.id}` }, run.name) },
  { title: "Result", cell: (run) => { const [word, tone] = verdict(run.status, run.exitCode); return el("span", { class: `pill ${tone}` }, word); } },
  { title: "Endpoints", right: true, cell: (run) => count(run.endpoints) },
  { title: "Started", cell: (run) => when(run.startedAt ?? run.createdAt) },
  { title: "Took", right: true, cell: (run) => (run.startedAt && run.endedAt ? clock((new Date(run.endedAt) - new Date(run.startedAt)) / 1000) : "–") },
  { title: "Id", cell: (run) => el("span", { class: "mono muted" }, run.id) },
];
