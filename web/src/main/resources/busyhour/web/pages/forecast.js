// From a history of calls to sessions, trunks, workers, licences and cost; every number can be changed.
import { ask, get, send } from "/assets/api.js";
import { el } from "/assets/dom.js";
import { short } from "/assets/format.js";
import { all as projects } from "/assets/shell.js";
import { result } from "/assets/forecastresult.js";

const FIELDS = [
  ["Demand", null, [["weeks", "Weeks of history, and ahead"], ["burst", "Burst"], ["growth", "Growth at the end"], ["blockingPercent", "Blocking, %"], ["endpointsPerSession", "Endpoints per session"]]],
  ["A session takes", "perSession", [["cpuCores", "CPU cores"], ["memoryMb", "Memory, MB"], ["networkMbps", "Network, Mbit/s"], ["ports", "UDP ports"], ["fileDescriptors", "File descriptors"],
    ["tokensPerMinute", "Model tokens a minute"], ["gpuMemoryMb", "GPU memory, MB"]]],
  ["A worker has", "worker", [["cpuCores", "CPU cores"], ["memoryMb", "Memory, MB"], ["networkMbps", "Network, Mbit/s"], ["ports", "UDP ports"], ["fileDescriptors", "File descriptors"],
    ["gpuMemoryMb", "GPU memory, MB"], ["reservePercent", "Kept free, %"], ["costPerMonth", "Host, cost a month"]]],
  ["Model", "model", [["tokensPerMinute", "Tokens a minute, in all"], ["oversubscriptionPercent", "Oversubscribed, %"], ["costPerMillionTokens", "Cost of a million tokens"], ["gpuCostPerHour", "Cost of a GPU hour"]]],
];

export async function forecast(parent) {
  const settings = (await get("/planner/settings")).data;
  const source = el("select", { id: "history" });
  const file = el("input", { type: "file", id: "calls", accept: ".csv,text/csv,text/plain", class: "visually-hidden" });
  const fault = el("p", { class: "note", role: "alert", hidden: true });
  const out = el("div", { id: "plan", "aria-live": "polite" });
  const inputs = new Map();
  const form = el("form", { class: "card settings", onsubmit: (event) => { event.preventDefault(); plan(); }, onchange: () => plan() });

  function field(name, key, value) {
    const wrong = el("span", { class: "bad small", id: `wrong-${key}` });
    const input = el("input", { id: `set-${key}`, type: "number", step: "any", value: value ?? "", placeholder: "not known", "aria-describedby": `wrong-${key}` });
    inputs.set(key, { input, wrong });
    return el("label", {}, el("span", {}, name), input, wrong);
  }

  for (const [title, group, fields] of FIELDS) {
    form.append(el("fieldset", {}, el("legend", {}, title), ...fields.map(([key, name]) => field(name, group === null ? key : `${group}.${key}`, group === null ? settings[key] : settings[group][key]))));
  }
  const prices = el("fieldset", {}, el("legend", {}, `Licences, ${settings.currency} a month`), ...settings.licences.map((licence, i) => field(`${licence.tier.toLowerCase()}, ${licence.endpoints ?? "any number of"} endpoints`, `licences.${i}`, licence.costPerMonth)));
  form.append(prices);
  const customers = el("div", { class: "customers" });
  form.append(el("fieldset", { class: "wide" }, el("legend", {}, "Customers to come"), customers,
    el("button", { type: "button", onclick: () => { customer(); customers.lastElementChild.querySelector("input").focus(); } }, "Add a customer")));
  settings.customers.forEach(customer);

  function customer(known = {}) {
    const row = el("div", { class: "fields customer" }, ...[["name", "Name", "text"], ["starts", "Starts", "date"], ["busyHourCalls", "Calls in the busy hour", "number"], ["meanSeconds", "Mean length, s", "number"]]
      .map(([key, name, type]) => el("label", { class: "field" }, `${name} `, el("input", { type, name: key, required: true, min: type === "number" ? "1" : null, step: type === "number" ? "any" : null, value: known[key] ?? "" }))),
    el("button", { type: "button", class: "link", onclick: () => { row.remove(); plan(); } }, "Remove"));
    customers.append(row);
  }

  function given() {
    const tree = { perSession: {}, worker: {}, model: {}, licences: settings.licences.map((licence) => ({ ...licence })), customers: [] };
    for (const [key, { input }] of inputs) {
      const value = input.value === "" ? null : Number(input.value);
      const [group, name] = key.split(".");
      if (name === undefined) tree[group] = value;
      else if (group === "licences") tree.licences[name].costPerMonth = value;
      else tree[group][name] = value;
    }
    for (const row of customers.children) {
      const one = Object.fromEntries([...row.querySelectorAll("input")].map((input) => [input.name, input.type === "number" ? Number(input.value) : input.value]));
      if (Object.values(one).every(Boolean)) tree.customers.push(one);
    }
    return { ...tree, tier: settings.tier, currency: settings.currency };
  }

  function tell(message) {
    const rest = [];
    for (const { wrong } of inputs.values()) wrong.textContent = "";
    for (const line of message.split("\n")) {
      const at = line.indexOf(":");
      const key = line.slice(0, at).replace(/^licences\[(\d+)].*/, "licences.$1");
      if (inputs.has(key)) inputs.get(key).wrong.textContent = line.slice(line.indexOf("expected") < 0 ? at + 1 : line.indexOf("expected"));
      else rest.push(line);
    }
    fault.textContent = rest.join("\n");
    fault.hidden = rest.length === 0 || message === "";
  }

  let asked = 0;
  async function plan() {
    const mine = ++asked;
    const [history, project] = source.value.split(" ");
    try {
      const answer = await send("POST", "/planner/plan", { history, project: project ?? null, settings: given() });
      if (mine !== asked) return;
      tell("");
      result(out, answer.data);
    } catch (wrong) {
      if (mine !== asked) return;
      if (wrong.status === 409) {
        tell("");
        out.replaceChildren(el("p", { class: "card empty" }, "No run has been recorded yet. Import a history of calls (CSV with the columns start and duration, or the export of a PBX) to plan from it."));
      } else tell(wrong.message);
    }
  }

  async function histories(chosen) {
    const imported = (await get("/planner/histories")).data;
    source.replaceChildren(el("option", { value: "runs" }, "All runs"), ...projects.map((one) => el("option", { value: `runs ${one.slug}` }, `Runs of ${one.name}`)),
      ...imported.map((one) => el("option", { value: one.id, selected: one.id === chosen }, `${one.name} (${short(one.calls)} calls)`)));
    if (!chosen && imported.length > 0) source.value = imported[0].id;
    forget.hidden = source.value.startsWith("runs");
  }

  const forget = el("button", { type: "button", class: "link", hidden: true, onclick: async () => {
    if (!confirm("Forget this history? Plans can no longer be made from it.")) return;
    await send("DELETE", `/planner/histories/${source.value}`);
    await histories();
    await plan();
  } }, "Forget");
  source.addEventListener("change", () => { forget.hidden = source.value.startsWith("runs"); plan(); });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    try {
      const added = await ask(`/api/v1/planner/histories?${new URLSearchParams({ name: chosen.name, zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC" })}`,
        { method: "POST", headers: { "Content-Type": "text/csv" }, body: chosen });
      await histories(added.data.id);
      await plan();
    } catch (wrong) {
      tell(wrong.message);
    }
    file.value = "";
  });
  const saved = el("span", { class: "muted small", role: "status" });
  const save = el("button", { type: "button", onclick: async () => {
    try {
      await send("PUT", "/planner/settings", given());
      saved.textContent = "Saved for everybody";
    } catch (wrong) {
      tell(wrong.message);
    }
  } }, "Save these numbers");
  parent.append(el("div", { class: "section-head" }, el("h2", { id: "forecast-title" }, "Planner"), el("span", { class: "fields" }, el("label", { class: "field" }, "From ", source), forget,
    el("button", { type: "button", onclick: () => file.click() }, "Import calls (CSV)"), el("label", { class: "visually-hidden", for: "calls" }, "A CSV file of calls"), file)),
  fault, out, el("details", { class: "numbers" }, el("summary", {}, "Numbers it reckons with"), form, el("p", { class: "fields" }, save, saved)));
  await histories();
  await plan();
}
