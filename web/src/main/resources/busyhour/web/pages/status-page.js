// One status page: what it shows, and the incidents that its owner tells of.
import { get, send } from "/assets/api.js";
import { byId, el, setText } from "/assets/dom.js";
import { when, words } from "/assets/format.js";
import { action, area, choice, entry, onSubmit, problemLine, text } from "/assets/forms.js";
import { pathOf, project } from "/assets/shell.js";
import { statusForm } from "/assets/statusform.js";

const id = location.pathname.split("/")[4];
const path = `/projects/${project.slug}/status-pages/${id}`;
const STATES = ["INVESTIGATING", "IDENTIFIED", "MONITORING", "RESOLVED"].map((state) => [state, words(state)]);
const IMPACTS = [["DEGRADED", "degraded"], ["MAJOR", "major outage"]];
let page = (await get(path)).data;
const problem = problemLine();
const done = el("p", { class: "done-note", role: "status" });
const title = el("h1", {}, page.name);
const open = el("a", { class: "button" }, "Public page");
const settings = el("section", { class: "card", id: "settings" }, el("h2", {}, "What it shows"));
const list = el("div", { id: "incidents", class: "stack" });

function head() {
  setText(title, page.name);
  open.href = page.path;
  open.hidden = !page.published;
}

async function fill() {
  settings.replaceChildren(settings.firstElementChild, await statusForm(page, async (changed) => {
    page = changed;
    head();
    await fill();
    done.textContent = "Saved. The public page shows it within five seconds.";
  }));
}

function updateForm(incident) {
  const state = choice(incident.state === "RESOLVED" ? "RESOLVED" : incident.state, STATES);
  const words_ = area("", { rows: "2", maxlength: "4000" });
  const wrong = problemLine();
  const form = el("form", { class: "form" }, entry("state", "State", state), entry("text", "What to say", words_, null, true), el("div", { class: "wide buttons" }, el("button", { type: "submit" }, "Post"), wrong));
  onSubmit(form, wrong, async () => { await send("PATCH", `${path}/incidents/${incident.id}`, { state: state.value, text: words_.value }); await show(); });
  return el("details", {}, el("summary", { class: "small" }, "Post an update"), form);
}

const card = (incident) => el("article", { class: "card", "data-incident": incident.title },
  el("div", { class: "section-head" }, el("h2", {}, incident.title), el("span", { class: `pill ${incident.resolvedAt ? "good" : incident.impact === "MAJOR" ? "bad" : "warn"}` }, words(incident.state))),
  el("p", { class: "small muted" }, `${incident.automatic ? "by its probe" : "by hand"} · ${when(incident.openedAt)}${incident.resolvedAt ? ` – ${when(incident.resolvedAt)}` : ""}`),
  el("ul", { class: "small updates" }, ...incident.updates.map((update) => el("li", {}, el("b", {}, words(update.state)), ` ${update.text} `, el("span", { class: "muted" }, when(update.at))))),
  updateForm(incident), el("div", { class: "buttons" }, action("Delete", problem, async () => {
    if (!confirm(`Delete the incident ${incident.title}? The public sees nothing of it any more.`)) return;
    await send("DELETE", `${path}/incidents/${incident.id}`);
    await show();
  }, { class: "danger" })));

async function show() {
  const all = (await get(`${path}/incidents?perPage=50`)).data;
  list.replaceChildren(...(all.length > 0 ? all.map(card) : [el("p", { class: "card empty" }, "No incident yet. A component that is not operational any more opens one by itself.")]));
}

function incidentForm() {
  const name = text("", { maxlength: "200" });
  const impact = choice("DEGRADED", IMPACTS);
  const words_ = area("", { rows: "2", maxlength: "4000" });
  const wrong = problemLine();
  const form = el("form", { class: "form" }, entry("title", "Title", name), entry("impact", "Impact", impact), entry("text", "What to say", words_, null, true), el("div", { class: "wide buttons" }, el("button", { type: "submit", class: "primary" }, "Tell the public"), wrong));
  onSubmit(form, wrong, async () => {
    await send("POST", `${path}/incidents`, { title: name.value, impact: impact.value, text: words_.value });
    adding.open = false;
    form.reset();
    await show();
  });
  return form;
}

const adding = el("details", { class: "card", id: "add" }, el("summary", {}, "Tell of an incident"), incidentForm());
const remove = action("Delete page", problem, async () => {
  if (!confirm(`Delete the status page ${page.name} with its incidents?`)) return;
  await send("DELETE", path);
  location.href = pathOf("/status-pages");
}, { class: "danger" });
byId("main").append(el("p", { class: "crumbs small" }, el("a", { href: pathOf("/status-pages") }, "Status pages")), el("div", { class: "run-head" }, title, el("div", { class: "buttons" }, open, remove)), problem, done, settings,
  el("div", { class: "section-head" }, el("h2", {}, "Incidents")), adding, list);
head();
await Promise.all([fill(), show()]);
