// Who did what in the organisation, or was refused.
import { get } from "/assets/api.js";
import { field } from "/assets/accessforms.js";
import { byId, el } from "/assets/dom.js";
import { when, words } from "/assets/format.js";
import { PagedTable } from "/assets/table.js";

const log = el("div", { id: "log", class: "card flush" });
const actor = el("input", { name: "actor", type: "search", placeholder: "a name" });
const action = el("input", { name: "action", type: "search", placeholder: "an action or a path" });
const refused = el("input", { name: "refused", type: "checkbox" });
const fault = el("p", { class: "bad", role: "alert" });

const table = new PagedTable(log, [
  { title: "When", cell: (entry) => when(entry.at) },
  { title: "Who", cell: (entry) => el("span", {}, el("b", {}, entry.actor), el("span", { class: "muted" }, ` ${words(entry.actorKind)}`)) },
  { title: "What", cell: (entry) => entry.action },
  { title: "Where", cell: (entry) => el("span", { class: "mono" }, entry.subject) },
  { title: "Outcome", cell: (entry) => el("span", { class: `pill ${entry.status < 400 ? "good" : "bad"}` }, entry.status < 400 ? "done" : `refused ${entry.status}`) },
  { title: "From", cell: (entry) => entry.address },
], (page) => get(`/audit?${new URLSearchParams({ page, actor: actor.value, action: action.value, refused: refused.checked })}`), "Nothing like that was done.");

let timer;
function changed() {
  clearTimeout(timer);
  timer = setTimeout(() => table.show(1), 200);
}

byId("main").append(el("h1", {}, "Audit log"), el("form", { class: "entries", role: "search", oninput: changed, onsubmit: (event) => { event.preventDefault(); changed(); } },
  field("Who", actor), field("What", action), el("div", { class: "entry" }, el("label", {}, refused, " Only what was refused"))), fault, log,
el("p", { class: "muted small" }, "Every request that changes something, and every sign-in; kept for 400 days."));
try {
  await table.show();
} catch (refusal) {
  fault.textContent = refusal.message;
}
