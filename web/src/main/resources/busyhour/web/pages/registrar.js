// One registrar and its SIP accounts.
import { ApiError, ask, get, send } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { count } from "/assets/format.js";
import { action, area, entry, onSubmit, problemLine, text } from "/assets/forms.js";
import { registrarForm } from "/assets/registrarform.js";
import { project } from "/assets/shell.js";
import { PagedTable } from "/assets/table.js";

const all = `/projects/${project.slug}/registrars`;
const root = `${all}/${location.pathname.split("/").pop()}`;
const main = byId("main");

async function load() {
  try {
    return (await get(root)).data;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    main.append(el("h1", {}, "There is no such registrar"), el("p", {}, el("a", { href: all }, "All registrars")));
    return null;
  }
}

const registrar = await load();
if (registrar) show();

function show() {
  const problem = problemLine();
  const title = el("h1", {}, registrar.name);
  main.append(el("p", { class: "crumbs" }, el("a", { href: all }, "Registrars")),
    el("div", { class: "section-head" }, title, action("Delete", problem, async () => {
      if (!confirm(`Delete the registrar ${registrar.name} with its ${count(registrar.accounts)} accounts?`)) return;
      await send("DELETE", root);
      location.href = all;
    }, { class: "danger" })), problem,
    el("section", { class: "card" }, registrarForm(registrar, async (body) => {
      const saved = await send("PATCH", root, body);
      title.textContent = saved.data.name;
      if (saved.data.kind !== registrar.kind) location.reload();
      return saved;
    })));
  if (registrar.kind === "SIP") accounts();
}

function accounts() {
  const problem = problemLine();
  const told = el("p", { class: "done-note small", role: "status" });
  const list = el("div", { id: "accounts" });
  const search = text("", { type: "search", placeholder: "user name", "aria-label": "Search accounts" });
  const table = new PagedTable(list, [
    { title: "User name", cell: (row) => row.username },
    { title: "Realm", cell: (row) => row.realm ?? "any" },
    { title: "Used by", cell: (row) => (row.runId ? el("a", { href: `/runs/${row.runId}` }, row.runId) : "free") },
    { title: "", right: true, cell: (row) => action("Delete", problem, async () => {
      if (!confirm(`Delete the account ${row.username}?`)) return;
      await send("DELETE", `${root}/accounts/${row.id}`);
      await table.show();
    }, { class: "link", "aria-label": `Delete the account ${row.username}` }) },
  ], (page) => get(`${root}/accounts?page=${page}&search=${encodeURIComponent(search.value)}`), "No account yet. Add one, or paste a CSV below: one line username,password[,realm] for each.");
  let typing;
  search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => table.show(1), 250); });

  async function taken(answer) {
    const { added, changed, unchanged, removed } = answer.data;
    told.textContent = `${count(added)} added, ${count(changed)} with a new password, ${count(unchanged)} as they were, ${count(removed)} deleted`;
    await table.show(1);
  }

  main.append(el("section", { class: "card flush" }, el("div", { class: "section-head pad" }, el("h2", {}, "SIP accounts"),
    el("div", { class: "buttons" }, search, el("a", { class: "button", href: `/api/v1${root}/accounts/export`, download: "accounts.csv" }, "Export CSV"))),
  el("div", { class: "pad" }, problem, told), list), one(taken), many(taken));
  table.show();
}

function one(taken) {
  const problem = problemLine();
  const username = text("", { maxlength: "200" });
  const password = text("", { type: "password", autocomplete: "new-password" });
  const realm = text("", { placeholder: "any" });
  const form = el("form", { class: "form" }, entry("accounts[0].username", "User name", username), entry("accounts[0].password", "Password", password, "kept sealed, never shown"),
    entry("accounts[0].realm", "Realm", realm), el("div", { class: "wide" }, problem), el("div", { class: "buttons wide" }, el("button", { type: "submit" }, "Add account")));
  onSubmit(form, problem, async () => {
    await taken(await send("POST", `${root}/accounts`, { accounts: [{ username: username.value || null, password: password.value, realm: realm.value || null }] }));
    form.reset();
    username.focus();
  });
  return el("details", { class: "card", id: "add-account" }, el("summary", {}, "Add an account"), form);
}

function many(taken) {
  const problem = problemLine();
  const csv = area("", { rows: "8", class: "mono", placeholder: "100,secret\n101,secret,example.org" });
  const file = el("input", { type: "file", accept: ".csv,text/csv,text/plain", onchange: async () => { if (file.files[0]) csv.value = await file.files[0].text(); } });
  const replace = el("input", { type: "checkbox" });
  const form = el("form", { class: "form" }, entry("file", "A file", file), entry("csv", "Or lines username,password[,realm]", csv, null, true),
    el("label", { class: "check wide" }, replace, "Delete accounts that are not among them"), el("div", { class: "wide" }, problem),
    el("div", { class: "buttons wide" }, el("button", { type: "submit" }, "Import")));
  onSubmit(form, problem, async () => {
    if (replace.checked && !confirm("Delete all accounts that are not in this list?")) return;
    await taken(await ask(`/api/v1${root}/accounts/import?replace=${replace.checked}`, { method: "POST", headers: { "Content-Type": "text/csv" }, body: csv.value }));
    form.reset();
  });
  return el("details", { class: "card", id: "import" }, el("summary", {}, "Import many as CSV"), form);
}
