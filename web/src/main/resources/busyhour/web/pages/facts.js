// What is known of an endpoint besides its figures: why it ended so, what its peer says of itself, what became of its actions.
import { el, rows } from "/assets/dom.js";
import { number, words } from "/assets/format.js";

const NAMES = { pAssertedIdentity: "P-Asserted-Identity", pPreferredIdentity: "P-Preferred-Identity", privacy: "Privacy", diversion: "Diversion", historyInfo: "History-Info", reason: "Reason" };

export const finalAnswer = (e) => [e.finalStatusCode, e.reason].filter(Boolean).join(" ");

export function ending(e) {
  const pairs = [["Outcome", words(e.outcome ?? "not ended")]];
  if (e.detail) pairs.push(["Why", e.detail]);
  if (e.callResult) pairs.push([e.calls > 1 ? "Worst call result" : "Call result", e.callResult]);
  if (finalAnswer(e)) pairs.push(["Final response", finalAnswer(e)]);
  return rows(pairs);
}

export function identity(e) {
  const found = Object.entries(e.identity);
  if (found.length === 0) return el("p", { class: "small muted" }, "The peer sent no P-Asserted-Identity, Privacy, Diversion or Reason.");
  const list = el("dl", { class: "identity" });
  for (const [key, values] of found) list.append(el("dt", {}, NAMES[key] ?? key), ...values.map((value) => el("dd", { class: "mono" }, value)));
  return list;
}

export function actions(e) {
  if (e.actions.length === 0) return null;
  const head = el("tr", {}, ...["Time", "Call", "Action", "Step", "Result"].map((title, i) => el("th", { scope: "col", class: i === 0 ? "r" : null }, title)));
  const body = e.actions.map((step) => el("tr", {}, el("td", { class: "r num" }, `${number(step.timeMs / 1000, 3)} s`), el("td", {}, String(step.call + 1)), el("td", {}, String(step.action + 1)), el("td", {}, step.kind),
    el("td", { class: step.ok ? "good" : "bad" }, step.ok ? "done" : `failed${step.statusCode ? ` (${step.statusCode})` : ""}${step.reason ? `: ${step.reason}` : ""}`)));
  return el("div", { class: "scroll" }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)));
}
