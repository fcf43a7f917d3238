// The registrars of a project.
import { get, send } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { count } from "/assets/format.js";
import "/assets/forms.js";
import { registrarForm } from "/assets/registrarform.js";
import { project } from "/assets/shell.js";

const root = `/projects/${project.slug}/registrars`;
const list = el("section", { class: "card flush", id: "registrars" });
const adding = el("details", { class: "card", id: "add" }, el("summary", {}, "Add a registrar"),
  registrarForm(null, async (body) => {
    const added = await send("POST", root, body);
    location.href = `${root}/${added.data.id}`;
    return added;
  }));

const where = (one) => (one.kind === "BUILTIN" ? "built in" : `${one.domain}${one.port ? `:${one.port}` : ""}`);
const use = (one) => (one.kind === "BUILTIN" ? "made as needed" : one.accountsInUse ? `${count(one.accountsInUse)} of ${count(one.accounts)} in use` : count(one.accounts));

async function show() {
  const all = (await get(root)).data;
  if (all.length === 0) adding.open = true;
  list.replaceChildren(all.length === 0
    ? el("p", { class: "empty" }, "No registrar yet. Add the PBX, SBC or proxy that your endpoints register at, then its SIP accounts; plans name it with “stored: NAME”.")
    : el("div", { class: "scroll" }, el("table", {},
      el("thead", {}, el("tr", {}, ...["Name", "Domain", "Transport"].map((title) => el("th", { scope: "col" }, title)), el("th", { scope: "col", class: "r" }, "Accounts"))),
      el("tbody", {}, ...all.map((one) => el("tr", {}, el("td", {}, el("a", { href: `${root}/${one.id}` }, one.name)), el("td", {}, where(one)), el("td", {}, one.kind === "BUILTIN" ? "UDP" : one.transport),
        el("td", { class: "r num" }, use(one))))))));
}

byId("main").append(el("div", { class: "section-head" }, el("h1", {}, "Registrars"), el("p", { class: "muted small" }, "Where endpoints register, and with which accounts")), list, adding);
await show();
