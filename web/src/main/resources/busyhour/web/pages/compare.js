// Runs beside each other: what changed from the first of them.
import { get } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { count, number, short, verdict, when } from "/assets/format.js";
import { project } from "/assets/shell.js";

const main = byId("main");
const chosen = (new URLSearchParams(location.search).get("runs") ?? "").split(",").filter(Boolean);
main.append(el("h1", {}, "Compare runs"));
if (chosen.length < 2) await choose();
else await compare();
document.body.dataset.ready = "true";

async function choose() {
  const runs = (await get(`/projects/${project.slug}/test-runs?perPage=100`)).data.filter((run) => run.exitCode !== null);
  if (runs.length < 2) {
    main.append(el("p", { class: "card empty" }, "There are no two runs with a result yet. Run a test twice, then come back."));
    return;
  }
  const picked = new Set(chosen);
  const go = el("button", { type: "submit", disabled: true }, "Compare");
  const form = el("form", { class: "card flush", onsubmit: (event) => { event.preventDefault(); location.search = `?runs=${runs.filter((run) => picked.has(run.id)).map((run) => run.id).reverse().join(",")}`; } },
    el("p", { class: "pad muted small" }, "Choose 2 to 10 runs; the oldest is what the others are held against."),
    el("div", { class: "scroll" }, el("table", {}, el("tbody", {}, ...runs.map((run) => el("tr", {}, el("td", {}, el("label", {}, el("input", { type: "checkbox", value: run.id, checked: picked.has(run.id),
      onchange: (event) => { if (event.target.checked) picked.add(run.id); else picked.delete(run.id); go.disabled = picked.size < 2 || picked.size > 10; } }), ` ${run.name}`)),
    el("td", {}, when(run.startedAt ?? run.createdAt)), el("td", {}, verdict(run.status, run.exitCode)[0]), el("td", { class: "r num" }, count(run.endpoints))))))), el("p", { class: "pad" }, go));
  main.append(form);
}

async function compare() {
  let answer;
  try {
    answer = await get(`/projects/${project.slug}/compare?runs=${chosen.map(encodeURIComponent).join(",")}`);
  } catch (fault) {
    main.append(el("p", { class: "note", role: "alert" }, fault.message));
    return;
  }
  const { runs, rows, thresholds, tolerancePercent } = answer.data;
  const worse = rows.filter((row) => row.regressions.includes(true)).length;
  const only = el("input", { type: "checkbox", id: "only" });
  main.append(...(answer.meta.warnings ?? []).map((line) => el("p", { class: "note" }, line)),
    el("p", {}, el("span", { class: `pill ${worse > 0 ? "bad" : "good"}` }, worse > 0 ? `${count(worse)} values got worse` : "nothing got worse"), ` by more than ${tolerancePercent} %. `, el("a", { href: location.pathname }, "Choose other runs")),
    el("label", { class: "field" }, only, " only what got worse"));
  const body = el("tbody", {});
  const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Value"), ...runs.map((run, i) => el("th", { scope: "col", class: "r" }, el("a", { href: `/runs/${run.id}` }, i === 0 ? "first" : `run ${i + 1}`), el("br"), when(run.startedAt), el("br"),
    verdict(run.status, run.exitCode)[0]))));
  main.append(el("div", { class: "card flush" }, el("div", { class: "scroll" }, el("table", { id: "rows" }, head, body))));
  const draw = () => body.replaceChildren(
    ...thresholds.map((line) => el("tr", {}, el("td", {}, line.threshold), ...line.passed.map((passed) => el("td", { class: `r ${passed === null ? "" : passed ? "good" : "bad"}` }, passed === null ? "–" : passed ? "passed" : "failed")))),
    ...rows.filter((row) => !only.checked || row.regressions.includes(true)).map((row) => el("tr", {}, el("td", {}, row.key, el("span", { class: "muted small" }, ` ${row.unit}`)),
      ...row.values.map((value, i) => el("td", { class: `r num ${row.regressions[i] ? "bad" : ""}` }, short(value), row.changesPercent[i] === null ? "" : el("span", { class: "small" }, ` ${row.changesPercent[i] > 0 ? "+" : ""}${number(row.changesPercent[i], 1)} %`),
        row.regressions[i] ? el("span", { class: "visually-hidden" }, " worse") : null)))));
  only.addEventListener("change", draw);
  draw();
}
