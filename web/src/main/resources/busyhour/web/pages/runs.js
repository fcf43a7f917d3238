import { get } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { runColumns } from "/assets/runlist.js";
import { pathOf, project } from "/assets/shell.js";
import { PagedTable } from "/assets/table.js";

const status = el("select", { id: "status" }, el("option", { value: "" }, "all"),
  ...["RUNNING", "QUEUED", "COMPLETED", "FAILED", "CANNOT_RUN_FOR_NOW"].map((word) => el("option", { value: word }, word.toLowerCase().replaceAll("_", " "))));
const list = el("div", { id: "runs", class: "card flush" });
byId("main").append(el("div", { class: "section-head" }, el("h1", {}, "Runs"), el("label", { class: "field" }, "Status ", status)), list);

const empty = el("span", {}, "No run yet. ", el("a", { href: pathOf("/tests") }, "Run a test"), ", or ", el("span", { class: "mono" }, "./busyhour run"), " here.");
const table = new PagedTable(list, runColumns, (page) => get(`/projects/${project.slug}/test-runs?page=${page}&status=${status.value}`), empty);
status.addEventListener("change", () => table.show(1));
await table.show();
setInterval(() => { if (!document.hidden) table.show().catch(() => {}); }, 5000);
