import { get, projects } from "/assets/api.js";
import { byId } from "/assets/dom.js";
import { runColumns } from "/assets/runlist.js";
import { PagedTable } from "/assets/table.js";

const [project] = await projects();
const status = byId("status");
const table = new PagedTable(byId("runs"), runColumns,
  (page) => get(`/projects/${project.slug}/test-runs?page=${page}&status=${status.value}`), "No run yet. Start one with ./busyhour run");
status.addEventListener("change", () => table.show(1));
await table.show();
setInterval(() => { if (!document.hidden) table.show().catch(() => {}); }, 5000);
