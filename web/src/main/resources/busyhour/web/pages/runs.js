import { get } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { runColumns } from "/assets/runlist.js";
import { pathOf, project } from "/assets/shell.js";
import { PagedTable } from "/assets/table.js";

const REFRESH_MS = 5000;
const TYPING_MS = 300;

const status = el("select", { id: "status" }, el("option", { value: "" }, "all"),
  ...["RUNNING", "QUEUED", "COMPLETED", "FAILED", "CANNOT_RUN_FOR_NOW"].map((word) => el("option", { value: word }, word.toLowerCase().replaceAll("_", " "))));
const label = el("input", { id: "label", size: 12, placeholder: "any", autocomplete: "off" });
const since = el("input", { id: "since", type: "date" });
const list = el("div", { id: "runs", class: "card flush" });
byId("main").append(el("div", { class: "section-head" }, el("h1", {}, "Runs"), el("div", { class: "fields" },
  el("label", { class: "field" }, "Status ", status), el("label", { class: "field" }, "Label ", label), el("label", { class: "field" }, "Since ", since),
  el("a", { href: pathOf("/compare") }, "Compare runs"))), list);

function query() {
  const parts = new URLSearchParams({ status: status.value });
  if (label.value.trim()) parts.set("label", label.value.trim());
  if (since.value) parts.set("from", new Date(`${since.value}T00:00`).toISOString());
  return parts;
}

const labels = { title: "Labels", cell: (run) => el("span", { class: "muted small" }, (run.labels ?? []).join(", ") || "–") };
const columns = [...runColumns.slice(0, 5), labels, ...runColumns.slice(5)];
const empty = el("span", {}, "No such run yet. ", el("a", { href: pathOf("/tests") }, "Run a test"), ", or ", el("span", { class: "mono" }, "./busyhour run"), " here.");
const table = new PagedTable(list, columns, (page) => get(`/projects/${project.slug}/test-runs?page=${page}&${query()}`), empty);
let typing;
for (const field of [status, since]) field.addEventListener("change", () => table.show(1));
label.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => table.show(1), TYPING_MS);
});
await table.show();
setInterval(() => { if (!document.hidden) table.show().catch(() => {}); }, REFRESH_MS);
