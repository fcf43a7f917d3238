import { get, projects } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { when } from "/assets/format.js";
import { runColumns } from "/assets/runlist.js";
import { PagedTable } from "/assets/table.js";

const [project] = await projects();
byId("curl").textContent = [
  `KEY=cmk_…  # printed at the first start`,
  `TEST=$(curl -s -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
  `  --data @plan.json ${location.origin}/api/v1/projects/${project.slug}/tests \\`,
  `  | jq -r .data.id)`,
  `curl -s -X POST -H "Authorization: Bearer $KEY" \\`,
  `  ${location.origin}/api/v1/projects/${project.slug}/tests/$TEST/run`].join("\n");

await new PagedTable(byId("latest"), runColumns.slice(0, 5), () => get(`/projects/${project.slug}/test-runs?perPage=5`).then((answer) => ({ ...answer, meta: { ...answer.meta, pagination: { ...answer.meta.pagination, totalPages: 1 } } })),
  "No run yet: the first command below makes one.").show();

const workers = (await get("/workers")).data;
byId("workers").replaceChildren(workers.length === 0
  ? el("p", { class: "muted" }, "No worker is connected. ", el("span", { class: "mono" }, "WORKER_TOKEN=cmw_… CLOUD_URL=" + location.origin + " ./busyhour worker"), " connects one; ./busyhour run needs none.")
  : el("div", { class: "card flush" }, el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["Name", "Status", "Host", "Last heartbeat"].map((t) => el("th", { scope: "col" }, t)))),
    el("tbody", {}, ...workers.map((worker) => el("tr", {}, el("td", {}, worker.name), el("td", {}, el("span", { class: `pill ${worker.status === "ONLINE" ? "good" : ""}` }, worker.status.toLowerCase())), el("td", {}, worker.host ?? "–"), el("td", {}, when(worker.lastHeartbeat)))))))));
