// Who plays for this organisation, how each of them is, and who was not let in.
import { get, send } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { action, problemLine } from "/assets/forms.js";
import { count, when, words } from "/assets/format.js";
import "/assets/shell.js";
import { askCalibration, askNew, askChange, askToken, showToken } from "/assets/workerforms.js";

const TONES = { ONLINE: "good", DRAINING: "warn", ERROR: "bad", OFFLINE: "" };
const REFRESH_MS = 3000;
const DAY_MS = 86_400_000;
const problem = problemLine();
const warnings = el("div", { id: "warnings", role: "status" });
const list = el("div", { id: "workers" });
const tokens = el("div", { id: "tokens" });
const refusals = el("div", { id: "refusals" });
let mayChange = true;

const underWay = (worker) => ["WAITING", "RUNNING"].includes(worker.calibration.state);

const gib = (bytes) => (bytes === null ? "–" : (bytes / 2 ** 30).toFixed(1));
const none = (value) => (value === null ? "–" : count(value));

function ago(iso) {
  if (!iso) return "never";
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(iso)) / 1000));
  return seconds < 5 ? "now" : seconds < 120 ? `${seconds} s ago` : when(iso);
}

// Fresh rows do not take the focus away from a button.
function replace(parent, ...nodes) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  parent.replaceChildren(...nodes);
  if (focused) parent.querySelector(`[data-focus="${focused}"]`)?.focus();
}

function table(titles, rows, right = []) {
  return el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...titles.map((title, i) => el("th", { scope: "col", class: right.includes(i) ? "r" : null }, title)))),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell, i) => el("td", { class: right.includes(i) ? "r num" : null }, cell)))))));
}

function actions(worker) {
  if (!mayChange) return "";
  const button = (title, work) => action(title, problem, async () => { await work(); await show(); }, { class: "link", "aria-label": `${title} ${worker.name}`, "data-focus": `${title}-${worker.id}` });
  const draining = worker.status === "DRAINING";
  return el("div", { class: "row-acts" },
    button(draining ? "Resume" : "Drain", () => send("POST", `/workers/${worker.id}/${draining ? "resume" : "drain"}`)),
    worker.status === "ONLINE" && !underWay(worker) ? button("Calibrate", () => askCalibration(worker)) : "",
    button("Edit", () => askChange(worker)),
    worker.sharedToken ? "" : button("New token", async () => {
      if (confirm(`Give ${worker.name} another token? The one that it has is good for nothing from then on, and its link ends.`)) {
        const { data } = await send("POST", `/workers/${worker.id}/rotate`);
        await showToken(data.name, data.token);
      }
    }),
    button("Delete", async () => {
      if (confirm(`Delete ${worker.name}? Results of its runs stay.`)) await send("DELETE", `/workers/${worker.id}`);
    }));
}

// What became of the last calibration.
function calibrated({ calibration }) {
  const line = { WAITING: "to be calibrated", RUNNING: `calibrating since ${Math.max(0, Math.round((Date.now() - Date.parse(calibration.requestedAt)) / 1000))} s`,
    DONE: `calibrated ${when(calibration.endedAt)}`, FAILED: "calibration failed" }[calibration.state];
  return line ? el("div", { class: "muted small", title: calibration.message }, line) : "";
}

function row(worker) {
  const there = worker.status !== "OFFLINE";
  return [el("div", {}, el("b", {}, worker.name), worker.region ? el("span", { class: "muted" }, ` ${worker.region}`) : "",
    el("div", { class: "muted small" }, [worker.host, worker.version, worker.cores ? `${worker.cores} cores` : null].filter(Boolean).join(" · ") || "was never here"), calibrated(worker)),
  el("span", { class: `pill ${TONES[worker.status]}` }, words(worker.status)), none(worker.capacity), count(worker.used), none(worker.available), ago(worker.lastHeartbeat),
  there && worker.cpuPercent !== null ? `${Math.round(worker.cpuPercent)} %` : "–",
  there && worker.memoryLimitBytes !== null ? `${gib(worker.memoryUsedBytes)} / ${gib(worker.memoryLimitBytes)}` : "–",
  there ? none(worker.droppedPackets) : "–", there ? none(worker.oomKills) : "–",
  worker.refusals > 0 ? el("a", { href: "#refused" }, count(worker.refusals)) : "0", actions(worker)];
}

async function show() {
  const workers = (await get("/workers")).data;
  warnings.replaceChildren(...workers.filter((worker) => worker.warnings.length > 0).map((worker) => el("p", { class: "note" }, `${worker.name}: ${worker.warnings.join("; ")}.`)),
    ...workers.filter(({ calibration }) => calibration.state === "FAILED" && Date.now() - Date.parse(calibration.endedAt) < DAY_MS).map((worker) => el("p", { class: "note" }, `${worker.name} was not calibrated: ${worker.calibration.message}.`)));
  replace(list, workers.length === 0
    ? el("p", { class: "empty" }, "No worker yet. Add one: you get a token and the command that starts it; it connects outwards only. ", el("span", { class: "mono" }, "busyhour platform --with-worker"), " starts one on the platform's own machine.")
    : table(["Worker", "Status", "Capacity", "Used", "Available", "Heartbeat", "CPU", "Memory, GiB", "Drops", "OOM", "Refused", ""], workers.map(row), [2, 3, 4, 6, 7, 8, 9, 10]));
}

async function showTokens() {
  const all = (await get("/worker-tokens")).data;
  replace(tokens, all.length === 0 ? el("p", { class: "empty" }, "None. Containers that come and go share one: each becomes a worker under the name that it gives itself.")
    : table(["Token", "Made", "Last used", ""], all.map((token) => [token.name, when(token.createdAt), when(token.usedAt),
      action("Revoke", problem, async () => {
        if (confirm(`Revoke ${token.name}? Workers that came with it are let go.`)) await send("DELETE", `/worker-tokens/${token.id}`);
        await showTokens();
      }, { "aria-label": `Revoke ${token.name}`, "data-focus": `revoke-${token.id}` })])));
}

const WHY = { TOKEN: "unknown token", TOKEN_REVOKED: "revoked token", LICENCE: "licence", PROTOCOL: "version of the link", NAME: "name in use",
  FORGED: "forged or altered frame", REPLAYED: "frame that was there before", UNKNOWN: "frame of no known connection", MALFORMED: "frame that is none" };

async function showRefusals() {
  const all = (await get("/worker-refusals")).data;
  replace(refusals, all.length === 0 ? el("p", { class: "empty" }, "Nobody was refused.")
    : table(["Why", "Worker", "From", "Times", "Last", "What"], all.map((one) => [WHY[one.reason] ?? words(one.reason), one.worker ?? "–", one.source, count(one.times), when(one.lastAt), one.detail ?? ""]), [3]));
}

const card = (id, title, more, ...content) => el("section", { class: "card flush", "aria-labelledby": id }, el("div", { class: "section-head pad" }, el("h2", { id }, title), more ?? ""), ...content);
const add = el("button", { type: "button", id: "add", onclick: async () => { await askNew(); await show(); } }, "Add a worker");
const share = el("button", { type: "button", id: "share", onclick: async () => { await askToken(); await showTokens(); } }, "Make a shared token");
const ofAdmins = [card("tokens-title", "Shared tokens", share, tokens), card("refused", "Refused", el("span", { class: "muted small" }, "attempts and frames on the link, counted by reason and address"), refusals)];
byId("main").append(el("div", { class: "section-head" }, el("h1", {}, "Workers"), add), warnings, problem, card("list-title", "All workers", null, list), ...ofAdmins);

try {
  await Promise.all([showTokens(), showRefusals()]);
} catch (error) {
  if (error.status !== 403) throw error;
  mayChange = false;
  [add, ...ofAdmins].forEach((one) => one.remove());
}
await show();
setInterval(() => {
  if (document.hidden || document.querySelector("dialog[open]")) return;
  show().catch(() => {});
  if (mayChange) showRefusals().catch(() => {});
}, REFRESH_MS);
