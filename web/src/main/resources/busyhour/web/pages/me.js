// One's own name and password, and what one may do where.
import { get, send } from "/assets/api.js";
import { field, form, table } from "/assets/accessforms.js";
import { byId, el, rows } from "/assets/dom.js";
import { words } from "/assets/format.js";

const me = (await get("/me")).data;
const main = byId("main");
main.append(el("h1", {}, "Account"), el("section", { class: "card" }, rows([["Signed in as", me.kind === "LOCAL" ? "this machine" : me.name], ["Email", me.email ?? "–"],
  ["Organisation", me.organisation.name], ["Role", words(me.role)]])),
el("h2", {}, "Projects"), el("div", { class: "card flush" }, table(["Project", "Your role"], me.projects.map((one) => el("tr", {}, el("td", {}, el("a", { href: `/projects/${one.slug}` }, one.name)),
  el("td", {}, words(one.role)))), "No project is there for you: ask an admin.")));
if (me.kind === "USER") {
  const name = el("input", { name: "name", required: true, maxlength: 100, value: me.name, autocomplete: "name" });
  main.append(el("section", { class: "card" }, el("h2", {}, "Name"), form({ id: "name" }, async () => { await send("PATCH", "/me", { name: name.value }); location.reload(); },
    field("Name", name), el("div", { class: "actions" }, el("button", { type: "submit" }, "Save")))));
  const old = el("input", { name: "oldPassword", type: "password", required: true, autocomplete: "current-password" });
  const fresh = el("input", { name: "password", type: "password", required: true, minlength: 8, maxlength: 200, autocomplete: "new-password" });
  const done = el("p", { role: "status", class: "good" });
  main.append(el("section", { class: "card" }, el("h2", {}, "Password"), form({ id: "password" }, async (node) => {
    done.textContent = "";
    await send("PATCH", "/me", { oldPassword: old.value, password: fresh.value });
    node.reset();
    done.textContent = "Changed. Your other sessions have ended.";
  }, field("The password so far", old), field("The new one", fresh, "at least 8 characters"), el("div", { class: "actions" }, el("button", { type: "submit" }, "Change it"))), done));
} else {
  main.append(el("p", { class: "muted" }, "Who signs in with an email and a password has a name and a password of their own: an admin invites them under ", el("a", { href: "/members" }, "Members"), "."));
}
