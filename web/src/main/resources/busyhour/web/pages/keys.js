// API keys: one's own, and for an admin all of the organisation.
import { get, send } from "/assets/api.js";
import { field, form, roleSelect, ROLES, secret, table } from "/assets/accessforms.js";
import { byId, el } from "/assets/dom.js";
import { when, words } from "/assets/format.js";

const me = (await get("/me")).data;
const mayMake = ROLES.indexOf(me.role) >= ROLES.indexOf("EDITOR");
const keys = el("div", { id: "keys", class: "card flush" });
const shown = el("div", { id: "shown" });
const fault = el("p", { class: "bad", role: "alert" });

async function show() {
  const list = (await get("/api-keys")).data;
  keys.replaceChildren(table(["Name", "Key", "May", "Made by", "Made", "Last used", "Ends", ""], list.map((key) => el("tr", {}, el("td", {}, el("b", {}, key.name)),
    el("td", { class: "mono" }, `${key.hint}…`), el("td", {}, words(key.role)), el("td", {}, key.createdBy), el("td", {}, when(key.createdAt)),
    el("td", {}, key.lastUsedAt ? when(key.lastUsedAt) : "never"), el("td", {}, key.expiresAt ? when(key.expiresAt) : "never"),
    el("td", {}, el("button", { type: "button", "aria-label": `Revoke ${key.name}`, onclick: () => revoke(key) }, "Revoke")))),
  "No API key yet. Make one below for a script or a CI job."));
}

async function revoke(key) {
  if (!confirm(`Revoke ${key.name}? What uses it is refused at once.`)) return;
  fault.textContent = "";
  try {
    await send("DELETE", `/api-keys/${key.id}`);
    await show();
  } catch (refusal) {
    fault.textContent = refusal.message;
  }
}

function make() {
  const name = el("input", { name: "name", required: true, maxlength: 100, placeholder: "nightly build", autocomplete: "off" });
  const role = roleSelect("role", me.role, null, "what I may");
  const ends = el("input", { name: "expiresAt", type: "date" });
  return form({ id: "make" }, async (node) => {
    const answer = await send("POST", "/api-keys", { name: name.value, ...(role.value ? { role: role.value } : {}), ...(ends.value ? { expiresAt: `${ends.value}T00:00:00Z` } : {}) });
    shown.replaceChildren(secret(`The key ${answer.data.name}`, answer.data.key, "Shown only now: only its hash is kept."));
    node.reset();
    await show();
  }, field("Name", name), field("May", role), field("Ends (UTC)", ends, "empty: never"), el("div", { class: "actions" }, el("button", { type: "submit", class: "primary" }, "Make a key")));
}

byId("main").append(el("h1", {}, "API keys"));
if (mayMake) {
  byId("main").append(fault, keys, shown, el("section", { class: "card" }, el("h2", {}, "Make a key"), make()),
    el("p", { class: "muted small" }, "A key may what its creator may, never more, and opens nothing once its creator has left. Scripts send it as ",
      el("code", { class: "mono" }, "Authorization: Bearer cmk_…"), "; requests beyond the limit are answered 429 with Retry-After."));
  await show();
} else {
  byId("main").append(el("p", { class: "card empty" }, `Editors make API keys; you are ${words(me.role)}. Ask an admin.`));
}
