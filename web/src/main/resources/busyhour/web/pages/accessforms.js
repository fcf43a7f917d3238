// Forms of the organisation's pages: labelled fields, faults beside them, secrets that are shown once.
import { el } from "/assets/dom.js";

export const ROLES = ["VIEWER", "TESTER", "EDITOR", "ADMIN", "OWNER"];
export const MAY = { VIEWER: "sees", TESTER: "runs", EDITOR: "changes", ADMIN: "looks after members", OWNER: "looks after billing" };

let numbers = 0;

export function field(label, input, hint) {
  const id = input.id || `f${++numbers}`;
  input.id = id;
  return el("div", { class: "entry", "data-field": input.name || null }, el("label", { for: id }, label), input, hint ? el("span", { class: "muted small" }, hint) : null);
}

export function roleSelect(name, most, chosen, none) {
  const roles = ROLES.slice(0, ROLES.indexOf(most) + 1);
  return el("select", { name }, ...(none ? [el("option", { value: "", selected: !chosen }, none)] : []),
    ...roles.map((role) => el("option", { value: role, selected: role === chosen }, `${role[0]}${role.slice(1).toLowerCase()}${none ? "" : `: ${MAY[role]}`}`)));
}

// A form whose submit(form) may be refused: each fault stands beside its field, the rest below.
export function form(attributes, submit, ...children) {
  const rest = el("p", { class: "bad", role: "alert" });
  const node = el("form", { class: "entries", ...attributes, onsubmit: async (event) => {
    event.preventDefault();
    rest.textContent = "";
    node.querySelectorAll(".entry .bad").forEach((old) => old.remove());
    node.querySelectorAll("[aria-invalid]").forEach((old) => old.removeAttribute("aria-invalid"));
    const button = node.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      await submit(node);
    } catch (refusal) {
      rest.textContent = beside(node, refusal);
    }
    button.disabled = false;
  } }, ...children, rest);
  return node;
}

function beside(node, refusal) {
  const left = (refusal.faults ?? []).filter((fault) => {
    const entry = node.querySelector(`[data-field="${CSS.escape(fault.split(/[:[.]/)[0])}"]`);
    if (!entry) return true;
    entry.append(el("span", { class: "bad small", role: "alert" }, fault.slice(fault.indexOf(":") + 2)));
    entry.querySelector("input, select")?.setAttribute("aria-invalid", "true");
    return false;
  });
  return left.length > 0 ? left.join(" · ") : refusal.faults?.length > 0 ? "" : refusal.message;
}

// Something that is known only now.
export function secret(title, text, hint) {
  const copy = el("button", { type: "button", onclick: async () => {
    await navigator.clipboard?.writeText(text);
    copy.textContent = "Copied";
  } }, "Copy");
  return el("div", { class: "note secret", role: "status" }, el("b", {}, title), el("code", { class: "mono", "data-secret": true }, text), copy, el("span", { class: "small" }, hint));
}

export const table = (titles, rows, empty) => (rows.length === 0 ? el("p", { class: "empty" }, empty)
  : el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...titles.map((title) => el("th", { scope: "col" }, title)))), el("tbody", {}, ...rows))));
