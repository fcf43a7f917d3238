// One test: its plan as a form and as YAML, two views of the same text. What is wrong is told while it is typed.
import { ask, get, send } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { Editor } from "/assets/editor.js";
import { count, verdict, when } from "/assets/format.js";
import { action, problemLine } from "/assets/forms.js";
import { planForm } from "/assets/planform.js";
import { project } from "/assets/shell.js";
import { toYaml } from "/assets/yaml.js";

const root = `/projects/${project.slug}/tests`;
const id = location.pathname.split("/").pop();
const isNew = id === "new";
const main = byId("main");
const FIRST = `# Runs as it is: 10 callers call 10 agents at the worker's own registrar.
name: first test
duration: 20s                      # of each call, from the answer
registrars:
  - name: local
    accounts: builtin              # or - stored: NAME, a registrar of this project
groups:
  - name: agents
    endpoints: 10
    registrar: local
    callee: receive-external       # answers
    codecs: [PCMU]
  - name: callers
    endpoints: 10
    registrar: local
    callee: { group: agents }
    codecs: [PCMU]
    ramp: 5/s
thresholds:
  - mos.avg >= 4.0
  - asr >= 99
`;

const problem = problemLine();
const told = el("span", { class: "done-note small", role: "status" });
const title = el("h1", {}, isNew ? "New test" : "Test");
const state = el("span", { class: "pill" }, "…");
const faults = el("ul", { class: "faults", id: "faults" });
const summary = el("div", { class: "small", id: "summary" });
const formView = el("div", { id: "form-view", role: "tabpanel" });
const yamlView = el("div", { id: "yaml-view", role: "tabpanel" });
const editor = new Editor("The plan as YAML", () => edited());
yamlView.append(editor.node);
let kept = "";
let tree = null;
let generation = 0;
let timer;
let known = { registrars: [], media: [] };

const tabs = ["Form", "YAML"].map((name) => el("button", { type: "button", role: "tab", "aria-controls": `${name.toLowerCase()}-view`, onclick: () => show(name) }, name));
tabs.forEach((tab, i) => tab.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") tabs[1 - i].focus();
}));

function show(name) {
  tabs.forEach((tab) => { tab.setAttribute("aria-selected", String(tab.textContent === name)); tab.tabIndex = tab.textContent === name ? 0 : -1; });
  formView.hidden = name !== "Form";
  yamlView.hidden = name !== "YAML";
  if (name === "YAML") editor.draw();
  else drawForm();
}

const inForm = () => !formView.hidden;
const isChanged = () => editor.text !== kept;

function drawForm() {
  if (!tree) {
    formView.replaceChildren(el("p", { class: "note" }, "The text is no YAML just now: mend it in the YAML view first."));
    return;
  }
  const comments = /(^|\s)#/m.test(editor.text);
  formView.replaceChildren(...(comments ? [el("p", { class: "muted small" }, "A change here writes the YAML anew: its comments go.")] : []), planForm(tree, known, () => {
    editor.text = toYaml(tree);
    formView.querySelector(":scope > .muted")?.remove();
    edited();
  }));
}

function edited() {
  clearTimeout(timer);
  told.textContent = "";
  state.textContent = "checking …";
  state.className = "pill";
  timer = setTimeout(check, 350);
}

async function check() {
  const mine = ++generation;
  try {
    const answer = await ask(`/api/v1${root}/check${isNew ? "" : `?test=${id}`}`, { method: "POST", headers: { "Content-Type": "application/yaml" }, body: editor.text });
    if (mine === generation) tell(answer.data);
  } catch (error) {
    if (mine === generation) problem.textContent = error.message;
  }
}

function tell(checked) {
  problem.textContent = "";
  if (!inForm() || !tree) tree = checked.plan;
  state.textContent = checked.valid ? (isChanged() ? "valid, not saved" : "valid") : checked.faults.length === 1 ? "1 fault" : `${checked.faults.length} faults`;
  state.className = `pill ${checked.valid ? "good" : "bad"}`;
  const marks = new Map();
  checked.warnings.forEach((one) => marks.set(one.line, "warn"));
  checked.faults.forEach((one) => marks.set(one.line, "bad"));
  editor.mark(marks);
  const item = (one, tone, words) => el("li", { class: tone }, el("button", { type: "button", class: "link", onclick: () => { show("YAML"); editor.goTo(one.line ?? 1, one.column ?? 1); } }, one.line ? `line ${one.line}` : "plan"), ` ${words}`);
  faults.replaceChildren(...checked.faults.map((one) => item(one, "bad", `${one.field}: found ${one.found}, expected ${one.expected}`)), ...checked.warnings.map((one) => item(one, "warn", one.text)));
  besideFields(checked.faults);
  const groups = checked.summary?.groups ?? [];
  summary.replaceChildren(...(checked.summary ? [el("p", {}, el("strong", {}, `${count(checked.summary.endpoints)} endpoints`)), ...groups.map((one) => el("p", { class: "muted" }, `${one.name}: ${count(one.endpoints)} ${one.calls ? "calling" : "answering"}`)),
    ...checked.summary.accounts.map((one) => el("p", { class: "bad" }, `${one.registrar}: ${count(one.total)} accounts for ${count(one.needed)} endpoints, ${count(one.needed - one.total)} short`))] : [el("p", { class: "muted" }, "What the plan does is shown once it is valid.")]));
}

function besideFields(all) {
  for (const input of formView.querySelectorAll("[data-field]")) {
    const its = all.filter((one) => one.field === input.dataset.field || one.field.startsWith(`${input.dataset.field}[`));
    const line = byId(`${input.id}-fault`);
    if (its.length) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    line.textContent = its.map((one) => `found ${one.found}, expected ${one.expected}`).join("; ");
    line.hidden = its.length === 0;
  }
}

async function save() {
  const text = editor.text;
  const saved = await ask(`/api/v1${isNew ? root : `${root}/${id}`}`, { method: isNew ? "POST" : "PUT", headers: { "Content-Type": "application/yaml" }, body: text });
  kept = text;
  if (!isNew) {
    take(saved.data);
    told.textContent = "Saved";
  }
  return saved.data;
}

const toSave = action("Save", problem, async () => {
  const saved = await save();
  if (isNew) location.href = `${root}/${saved.id}`;
}, { class: "primary" });
const toRun = action("Run now", problem, async () => {
  const saved = isNew || isChanged() ? await save() : { id };
  location.href = `/runs/${(await send("POST", `${root}/${saved.id}/run`)).data.id}`;
});

function take(test) {
  title.textContent = test.name;
  document.title = `${test.name} · Busyhour`;
  tree = test.plan;
  kept = test.source ?? toYaml(test.plan);
  editor.text = kept;
  if (inForm()) drawForm();
  check();
}

async function runs() {
  const all = (await get(`/projects/${project.slug}/test-runs?test=${id}&perPage=5`)).data;
  return el("section", { class: "card" }, el("h2", {}, "Last runs"), all.length === 0 ? el("p", { class: "muted small" }, "None yet: “Run now” starts one.")
    : el("ul", { class: "faults" }, ...all.map((run) => {
      const [word, tone] = verdict(run.status, run.exitCode);
      return el("li", { class: "plain" }, el("a", { class: `pill ${tone}`, href: `/runs/${run.id}` }, word), el("span", { class: "muted small" }, ` ${when(run.createdAt)}`));
    })));
}

async function begin() {
  const test = isNew ? null : await get(`${root}/${id}`).catch(() => null);
  if (!isNew && !test) {
    main.append(el("h1", {}, "There is no such test"), el("p", {}, el("a", { href: root }, "All tests")));
    return;
  }
  const [registrars, media] = await Promise.all([get(`/projects/${project.slug}/registrars`), get(`/projects/${project.slug}/media?perPage=200`)]);
  known = { registrars: registrars.data, media: media.data };
  const more = isNew ? [] : [action("Copy", problem, async () => { location.href = `${root}/${(await send("POST", `${root}/${id}/clone`)).data.id}`; }),
    action("Delete", problem, async () => {
      if (!confirm(`Delete the test ${title.textContent}? Its runs stay.`)) return;
      await send("DELETE", `${root}/${id}`);
      kept = editor.text;
      location.href = root;
    }, { class: "danger" })];
  main.append(el("p", { class: "crumbs" }, el("a", { href: root }, "Tests")), el("div", { class: "section-head" }, title, el("div", { class: "buttons" }, told, state, toSave, toRun, ...more)), problem,
    el("div", { class: "editing" }, el("div", {}, el("div", { class: "tabs", role: "tablist", "aria-label": "Views of the plan" }, ...tabs), formView, yamlView),
      el("aside", {}, el("section", { class: "card" }, el("h2", {}, "The plan"), summary, faults), ...(isNew ? [] : [await runs()]))));
  show("YAML");
  if (isNew) {
    editor.text = FIRST;
    await check();
  } else {
    take(test.data);
  }
  if (new URLSearchParams(location.search).get("view") !== "yaml" && isNew) show("Form");
}

window.addEventListener("beforeunload", (event) => { if (isChanged() && !toSave.disabled && !toRun.disabled && !isNew) event.preventDefault(); });
await begin();
