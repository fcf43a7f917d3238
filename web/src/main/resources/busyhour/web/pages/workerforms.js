// Dialogs about workers: a new one, another name, a calibration, a token that is shown once.
import { send } from "/assets/api.js";
import { el } from "/assets/dom.js";
import { entry, onSubmit, problemLine, text } from "/assets/forms.js";

// Opens a dialog; resolves when it is closed.
function open(title, ...content) {
  const dialog = el("dialog", { class: "card", "aria-label": title }, el("div", { class: "section-head" }, el("h2", {}, title), el("button", { type: "button", onclick: () => dialog.close() }, "Close")), el("div", { class: "stack" }, ...content));
  return { dialog, closed: new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(); });
    document.body.append(dialog);
    dialog.showModal();
  }) };
}

function form(fields, title, work) {
  const problem = problemLine();
  const node = el("form", { class: "login" }, ...fields, problem, el("button", { type: "submit" }, title));
  onSubmit(node, problem, work);
  return node;
}

function copied(command) {
  const button = el("button", { type: "button", onclick: async () => {
    try {
      await navigator.clipboard.writeText(command);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select and copy it";
    }
  } }, "Copy");
  return el("div", { class: "stack" }, el("pre", { class: "code", tabindex: "0" }, command), el("div", {}, button));
}

export function showToken(name, token, shared = false) {
  const command = `WORKER_TOKEN=${token} \\\n  CLOUD_URL=${location.origin} ${shared ? "WORKER_NAME=$(hostname) " : ""}./busyhour worker`;
  return open(shared ? `Token ${name}` : `Start ${name}`,
    el("p", { class: "note" }, "The token is shown only now. Keep it as a password: whoever has it is this worker."),
    el("p", { class: "muted small" }, "On the machine that is to play, in Busyhour's folder:"), copied(command),
    el("p", { class: "muted small" }, "It connects outwards only: HTTPS, and UDP to two ports of the platform. CAPACITY, CORES, WORKER_BIND and WORKER_PUBLIC say more; ", el("span", { class: "mono" }, "./busyhour worker --help"), " lists them."))
    .closed;
}

const fieldsOf = (worker) => {
  const name = text(worker.name, { required: true, maxlength: "64", autofocus: true });
  const region = text(worker.region, { maxlength: "64", placeholder: "eu-central" });
  const capacity = text(worker.configuredCapacity, { type: "number", min: "1", step: "1", inputmode: "numeric", placeholder: "what it says itself" });
  return { fields: [entry("name", "Name", name), entry("region", "Region", region, "Groups of a plan may ask for it."),
    entry("capacity", "Capacity", capacity, "Endpoints that it may be given at most; a licence may allow less.")],
  body: () => ({ name: name.value, region: region.value, capacity: capacity.value === "" ? 0 : Number(capacity.value) }) };
};

export async function askNew() {
  const { fields, body } = fieldsOf({});
  let made = null;
  const { dialog, closed } = open("Add a worker", form(fields, "Add", async () => {
    made = (await send("POST", "/workers", body())).data;
    dialog.close();
  }));
  await closed;
  if (made) await showToken(made.name, made.token);
}

export async function askChange(worker) {
  const { fields, body } = fieldsOf(worker);
  const { dialog, closed } = open(`Change ${worker.name}`, form(fields, "Save", async () => {
    await send("PATCH", `/workers/${worker.id}`, body());
    dialog.close();
  }));
  await closed;
}

export async function askCalibration(worker) {
  const { dialog, closed } = open(`Calibrate ${worker.name}`,
    el("p", {}, "Finds out how many endpoints its host carries, by real calls of its own over loopback that load it up to its limit. Takes about 90 s. The worker is given nothing meanwhile, and nothing else should be at work there."),
    el("p", { class: "muted small" }, "What it finds is the worker's capacity from then on, unless less is configured or licensed."),
    form([], "Calibrate", async () => {
      await send("POST", `/workers/${worker.id}/calibrate`);
      dialog.close();
    }));
  await closed;
}

export async function askToken() {
  const name = text("", { required: true, maxlength: "64", autofocus: true, placeholder: "autoscaler" });
  let made = null;
  const { dialog, closed } = open("Make a shared token", form([entry("name", "Name", name)], "Make", async () => {
    made = (await send("POST", "/worker-tokens", { name: name.value })).data;
    dialog.close();
  }));
  await closed;
  if (made) await showToken(made.name, made.token, true);
}
