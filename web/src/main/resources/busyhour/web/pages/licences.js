// What each worker is licensed for, with a way to upload a licence.
import { ask, get } from "/assets/api.js";
import { el } from "/assets/dom.js";
import { count, when, words } from "/assets/format.js";

const TONES = { LOCAL: "good", LICENSED: "good", TRIAL: "warn", INVALID: "bad", MISSING: "bad" };
const NAMES = { LOCAL: "this machine", LICENSED: "licensed", TRIAL: "trial", INVALID: "not good", MISSING: "missing" };
const body = el("div", { id: "licences" });

const path = (worker) => `/api/v1/workers/${worker}/licence`;

// Asks for the file, pasted or chosen.
function upload(worker) {
  const text = el("textarea", { id: "licence-text", rows: "9", cols: "64", required: true, spellcheck: "false", class: "code", placeholder: "Busyhour licence 1\nid: …" });
  const file = el("input", { id: "licence-file", type: "file", onchange: async () => { if (file.files[0]) text.value = await file.files[0].text(); } });
  const fault = el("p", { class: "bad", role: "alert" });
  const form = el("form", {}, el("div", { class: "section-head" }, el("h2", {}, `Licence of ${worker.name}`), el("button", { type: "button", onclick: () => dialog.close() }, "Cancel")),
    el("div", { class: "login" }, el("p", { class: "muted small" }, "It must be for the worker ", el("span", { class: "mono" }, worker.worker), "."),
    el("label", { class: "field", for: "licence-file" }, "A file, "), file, el("label", { class: "field", for: "licence-text" }, "or its text"), text, fault,
      el("button", {}, "Upload")));
  const dialog = el("dialog", { class: "card" }, form);
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      await ask(path(worker.worker), { method: "PUT", headers: { Accept: "application/json", "Content-Type": "application/json" }, body: JSON.stringify({ licence: text.value }) });
      dialog.close();
      await show();
    } catch (error) {
      fault.textContent = error.message;
    }
  };
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

async function remove(worker) {
  if (!confirm(`Take the licence of ${worker.name} away?`)) return;
  await ask(path(worker.worker), { method: "DELETE" });
  await show();
}

function row(worker) {
  return el("tr", {}, el("td", {}, el("b", {}, worker.name), " ", el("span", { class: "muted mono small" }, worker.worker)),
    el("td", {}, el("span", { class: `pill ${TONES[worker.kind]}` }, worker.tier ? words(worker.tier) : NAMES[worker.kind]), worker.fault ? el("div", { class: "bad small" }, worker.fault) : ""),
    el("td", { class: "r num" }, worker.endpoints === null ? "no limit" : count(worker.endpoints)), el("td", {}, when(worker.until)),
    el("td", {}, el("div", { class: "fields" }, el("button", { type: "button", "aria-label": `Upload a licence of ${worker.name}`, onclick: () => upload(worker) }, "Upload"),
      worker.uploadedAt ? el("button", { type: "button", "aria-label": `Remove the licence of ${worker.name}`, onclick: () => remove(worker) }, "Remove") : "")));
}

async function show() {
  const all = (await get("/licences")).data;
  body.replaceChildren(all.length === 0 ? el("p", { class: "empty" }, "There is no worker yet. ", el("a", { href: "/workers" }, "Add a worker"), "; it plays without a licence for seven days.")
    : el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...["Worker", "Licence", "Endpoints", "Until", ""].map((title) => el("th", { scope: "col", class: title === "Endpoints" ? "r" : null }, title)))),
      el("tbody", {}, ...all.map(row)))));
}

export function licences() {
  show();
  return el("section", { class: "card flush", "aria-labelledby": "licences-title" }, el("div", { class: "section-head pad" }, el("h2", { id: "licences-title" }, "Licences of workers")), body);
}
