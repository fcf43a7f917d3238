// The organisation's name, its projects, and what cannot be undone.
import { get, send } from "/assets/api.js";
import { field, form, ROLES, secret, table } from "/assets/accessforms.js";
import { byId, el } from "/assets/dom.js";

const me = (await get("/me")).data;
const may = (role) => ROLES.indexOf(me.role) >= ROLES.indexOf(role);
const main = byId("main");
const projects = el("div", { id: "projects", class: "card flush" });
const fault = el("p", { class: "bad", role: "alert" });
const shown = el("div", { id: "shown" });

async function refused(work) {
  fault.textContent = "";
  try { await work(); } catch (refusal) { fault.textContent = refusal.message; }
}

function rename(project, row) {
  const name = el("input", { name: "name", value: project.name, required: true, maxlength: 100 });
  const slug = el("input", { name: "slug", value: project.slug, required: true, maxlength: 40, pattern: "[a-z0-9]+(-[a-z0-9]+)*" });
  row.after(el("tr", { class: "editor" }, el("td", { colspan: 3 }, form({}, async () => {
    await send("PATCH", `/projects/${project.id}`, { name: name.value, slug: slug.value });
    location.reload();
  }, field("Name", name), field("In addresses", slug), el("div", { class: "actions" }, el("button", { type: "submit" }, "Save"), el("button", { type: "button", onclick: () => show() }, "Cancel"))))));
  name.focus();
}

async function remove(project) {
  if (prompt(`This deletes ${project.name} with its tests, runs and measurements for good. Type ${project.slug} to go on.`) !== project.slug) return;
  await refused(async () => { await send("DELETE", `/projects/${project.id}`); location.reload(); });
}

async function show() {
  const list = (await get("/projects")).data;
  projects.replaceChildren(table(["Project", "In addresses", ""], list.map((project) => {
    const row = el("tr", {}, el("td", {}, el("a", { href: `/projects/${project.slug}` }, project.name)), el("td", { class: "mono" }, project.slug), el("td", {}, may("ADMIN")
      ? el("div", { class: "actions" }, el("button", { type: "button", "aria-label": `Rename ${project.name}`, onclick: () => rename(project, row) }, "Rename"),
        el("button", { type: "button", "aria-label": `Delete ${project.name}`, onclick: () => remove(project) }, "Delete")) : null));
    return row;
  }), "No project yet: make one below, tests and runs lie in it."));
}

main.append(el("div", { class: "section-head" }, el("h1", {}, me.organisation.name), el("a", { href: "/members" }, "Members")), fault, shown);
if (me.organisations.length > 1) {
  const choice = el("select", { name: "organisation" }, ...me.organisations.map((one) => el("option", { value: one.id, selected: one.id === me.organisation.id }, one.name)));
  choice.addEventListener("change", () => refused(async () => { await send("POST", "/me/organisation", { organisation: choice.value }); location.href = "/"; }));
  main.append(el("section", { class: "card" }, field("Look at another of your organisations", choice)));
}
main.append(el("h2", {}, "Projects"), projects);
if (may("ADMIN")) {
  const name = el("input", { name: "name", required: true, maxlength: 100, placeholder: "Contact centre", autocomplete: "off" });
  main.append(el("section", { class: "card" }, el("h2", {}, "Make a project"), form({ id: "make-project" }, async (node) => {
    await send("POST", "/projects", { name: name.value });
    node.reset();
    await show();
  }, field("Name", name), el("div", { class: "actions" }, el("button", { type: "submit", class: "primary" }, "Make it")))));
  const title = el("input", { name: "name", required: true, maxlength: 100, value: me.organisation.name });
  main.append(el("section", { class: "card" }, el("h2", {}, "Name of the organisation"), form({ id: "rename" }, async () => {
    await send("PATCH", "/organisation", { name: title.value });
    location.reload();
  }, field("Name", title), el("div", { class: "actions" }, el("button", { type: "submit" }, "Rename")))));
}
if (may("OWNER")) {
  const other = el("input", { name: "name", required: true, maxlength: 100, autocomplete: "off" });
  main.append(el("section", { class: "card" }, el("h2", {}, "Another organisation"), form({ id: "make-organisation" }, async (node) => {
    const answer = await send("POST", "/organisations", { name: other.value });
    shown.replaceChildren(secret(`${answer.data.name} is made: its owner's API key`, answer.data.apiKey, "Shown only now. Nothing is shared between organisations."));
    node.reset();
  }, field("Name", other), el("div", { class: "actions" }, el("button", { type: "submit" }, "Make it")))),
  el("section", { class: "card" }, el("h2", {}, "Delete the organisation"), el("p", { class: "muted" }, "With all projects, members and keys, for good."),
    el("div", { class: "actions" }, el("button", { type: "button", class: "danger", onclick: async () => {
      if (prompt(`Type ${me.organisation.name} to delete it for good.`) !== me.organisation.name) return;
      await refused(async () => { await send("DELETE", "/organisation"); location.href = "/"; });
    } }, "Delete"))));
}
await show();
