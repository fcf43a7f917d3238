// Caps of a project: what may run at a time; the rest waits.
import { get, send } from "/assets/api.js";
import { el } from "/assets/dom.js";
import { count } from "/assets/format.js";
import { project } from "/assets/shell.js";

export async function caps(parent) {
  if (!project) return;
  const path = `/projects/${project.slug}/caps`;
  const list = el("div", {});
  const fault = el("p", { class: "bad small pad", role: "alert", hidden: true });
  const label = el("input", { id: "cap-label", maxlength: "100", placeholder: "all runs" });
  const endpoints = el("input", { id: "cap-endpoints", type: "number", min: "1", placeholder: "no limit" });
  const runs = el("input", { id: "cap-runs", type: "number", min: "1", placeholder: "no limit" });
  const form = el("form", { class: "fields pad", onsubmit: (event) => { event.preventDefault(); guarded(add); } },
    el("label", { class: "field" }, "Label ", label), el("label", { class: "field" }, "Endpoints at a time ", endpoints), el("label", { class: "field" }, "Runs at a time ", runs),
    el("button", { type: "submit" }, "Add cap"));
  parent.append(el("div", { class: "section-head pad" }, el("h2", { id: "caps-title" }, `Caps of ${project.name}`), el("span", { class: "muted small" }, "Runs beyond a cap wait in the queue")), list, fault, form);

  async function guarded(work) {
    fault.hidden = true;
    try {
      await work();
      await show();
    } catch (wrong) {
      fault.textContent = wrong.message;
      fault.hidden = false;
    }
  }

  async function add() {
    await send("POST", path, { label: label.value || null, endpoints: endpoints.value ? Number(endpoints.value) : null, runs: runs.value ? Number(runs.value) : null });
    form.reset();
  }

  async function lift(cap) {
    if (confirm(`Lift the cap of ${cap.label === null ? "all runs" : `label ${cap.label}`}? Runs that wait for it begin.`)) {
      await send("DELETE", `${path}/${cap.id}`);
    }
  }

  async function show() {
    const all = (await get(path)).data;
    list.replaceChildren(all.length === 0 ? el("p", { class: "empty" }, "No cap: runs take what the workers have. Add one to keep room for others.")
      : el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Label"), el("th", { scope: "col", class: "r" }, "Endpoints"), el("th", { scope: "col", class: "r" }, "Runs"), el("th", {}))),
        el("tbody", {}, ...all.map((cap) => el("tr", {}, el("td", {}, cap.label ?? "all runs"), el("td", { class: "r num" }, count(cap.endpoints)), el("td", { class: "r num" }, count(cap.runs)),
          el("td", { class: "r" }, el("button", { type: "button", class: "link", "aria-label": `Lift the cap of ${cap.label ?? "all runs"}`, onclick: () => guarded(() => lift(cap)) }, "Lift"))))))));
  }
  await show();
}
