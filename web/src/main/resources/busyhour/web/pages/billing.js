// The organisation's plan, what of it is used, and the licences of its workers.
import { ask, get } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { count, number, short, when, words } from "/assets/format.js";
import { licences } from "/assets/licences.js";
import { PagedTable } from "/assets/table.js";

const main = byId("main");
const change = (body) => ask("/api/v1/billing", { method: "PATCH", headers: { Accept: "application/json", "Content-Type": "application/json" }, body: JSON.stringify(body) });
const dollars = (value) => (value === null ? "–" : `${number(value, 2)} USD`);
const day = (iso) => new Date(iso).toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });
const none = (value, word = "no limit") => (value === null ? word : count(value));

const notes = el("div", { id: "notes", role: "status", hidden: true });
const period = el("span", { id: "period", class: "muted" });
const tiles = el("section", { id: "tiles", class: "tiles", "aria-label": "This period" });
const usage = el("div", { id: "usage" });
const plans = el("div", { id: "plans" });
const limits = el("form", { id: "limits", class: "fields" });
const periods = el("div", { id: "periods" });

function tile(label, value, more, share) {
  const bar = share === undefined ? null : el("div", { class: "track" }, el("i", { class: share >= 1 ? "bad" : null }));
  if (bar) bar.firstChild.style.width = `${Math.min(100, share * 100)}%`;
  return el("div", { class: "tile" }, el("div", { class: "label" }, label), el("div", { class: "value" }, value), bar, el("div", { class: "more" }, more));
}

function showTiles(billing) {
  const { plan } = billing;
  const included = plan.includedMinutes;
  tiles.replaceChildren(
    tile("Plan", plan.title, billing.nextPlan ? `${billing.nextPlan} from ${day(billing.periodEnd)}` : `${dollars(plan.price)} a month`),
    included === null ? tile("Stream-minutes", short(billing.streamMinutes), "all included")
      : tile("Stream-minutes", short(billing.streamMinutes), `of ${count(included)} included`, included > 0 ? billing.streamMinutes / included : 0),
    tile("Beyond that", dollars(billing.overageCost), plan.overage === null ? "not with this plan" : included === null ? "nothing to pay"
      : `${short(billing.overageMinutes)} minutes at ${plan.overage} USD`, billing.spendingLimit && included !== null ? billing.overageCost / billing.spendingLimit : undefined),
    tile("Left", billing.remainingMinutes === null ? "no limit" : `${short(Math.max(0, billing.remainingMinutes))} min`, "before new runs are refused"));
  period.textContent = `${day(billing.periodStart)} – ${day(billing.periodEnd)}, UTC`;
  const told = billing.alerts.map((alert) => `${when(alert.at)}: ${alert.percent} % of what is ${alert.kind === "included" ? "included" : "the spending limit"} used.`);
  notes.replaceChildren(...(billing.refusal ? [el("p", { class: "note" }, `No further run begins: ${billing.refusal}. What runs goes on.`)] : []),
    ...(told.length > 0 ? [el("p", { class: "note" }, told.join(" "))] : []));
  notes.hidden = notes.childElementCount === 0;
}

let by = "run";
const table = new PagedTable(usage, [
  { title: "What", cell: (line) => (by === "run" && line.id ? el("a", { href: `/runs/${line.id}` }, line.name) : line.name) },
  { title: "Last run began", cell: (line) => when(line.at) },
  { title: "Audio s", right: true, cell: (line) => count(line.audioSeconds) },
  { title: "Video s", right: true, cell: (line) => count(line.videoSeconds) },
  { title: "Stream-minutes", right: true, cell: (line) => short(line.streamMinutes) },
], (page) => get(`/billing/usage?by=${by}&page=${page}`), "No stream was active in this period. Minutes are counted while audio or video flows.");

function fault(form, message) {
  form.querySelector(".fault")?.remove();
  if (message) form.append(el("p", { class: "bad fault", role: "alert" }, message));
}

async function choose(plan, now) {
  const up = now.plan.rank <= plan.rank;
  if (!confirm(`Change to ${plan.title} (${dollars(plan.price)} a month)? ${up ? "An upgrade counts at once." : `A downgrade counts from ${day(now.periodEnd)} on.`}`)) return;
  try {
    await change({ plan: plan.name });
    fault(plans, null);
    await show();
  } catch (error) {
    fault(plans, error.message);
  }
}

function showPlans(all, now) {
  const state = (plan) => (plan.name === now.plan.name ? (now.nextPlan ? el("button", { type: "button", onclick: () => choose(plan, now) }, "Keep") : el("span", { class: "pill good" }, "yours"))
    : plan.name === now.nextPlan ? el("span", { class: "pill" }, "next") : el("button", { type: "button", "aria-label": `Choose ${plan.title}`, onclick: () => choose(plan, now) }, "Choose"));
  const known = all.some((plan) => plan.name === now.plan.name) ? all : [now.plan, ...all];
  plans.replaceChildren(el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, ...["Plan", "USD a month", "Minutes included", "Beyond, a minute", "Endpoints", "Runs at a time", "Call, at most", "Results kept", ""].map((title, i) => el("th", { scope: "col", class: i > 0 && i < 8 ? "r" : null }, title)))),
    el("tbody", {}, ...known.map((plan) => el("tr", {}, el("td", {}, el("b", {}, plan.title)), ...[number(plan.price, 2), none(plan.includedMinutes, "all"),
      plan.overage === null ? "none" : plan.includedMinutes === null ? "–" : `${plan.overage} USD`, none(plan.maxEndpoints), none(plan.maxRuns),
      plan.maxDurationSeconds === null ? "no limit" : `${count(plan.maxDurationSeconds / 60)} min`, plan.retentionDays === null ? "for ever" : `${plan.retentionDays} days`]
      .map((text) => el("td", { class: "r num" }, text)), el("td", {}, state(plan))))))));
}

function showLimits(billing) {
  const limit = el("input", { id: "limit", type: "number", min: "0", step: "0.01", value: billing.spendingLimit, placeholder: "none", inputmode: "decimal" });
  const alerts = el("input", { id: "alerts", value: billing.alertPercents.join(", "), size: "14" });
  limits.replaceChildren(el("label", { class: "field", for: "limit" }, "Spend at most (USD beyond the plan, a period) "), limit,
    el("label", { class: "field", for: "alerts" }, "Tell at (percent) "), alerts, el("button", {}, "Save"));
  limits.onsubmit = async (event) => {
    event.preventDefault();
    const percents = alerts.value.split(/[\s,]+/).filter(Boolean).map(Number);
    try {
      await change({ spendingLimit: limit.value === "" ? null : Number(limit.value), alertPercents: percents });
      fault(limits, null);
      await show();
    } catch (error) {
      fault(limits, error.message);
    }
  };
}

function showPeriods(all) {
  periods.replaceChildren(all.length === 0 ? el("p", { class: "empty" }, "The first period is not over yet.") : el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, ...["Period", "Plan", "Stream-minutes", "Plan, USD", "Beyond, USD"].map((title, i) => el("th", { scope: "col", class: i > 1 ? "r" : null }, title)))),
    el("tbody", {}, ...all.map((one) => el("tr", {}, el("td", {}, `${day(one.start)} – ${day(one.end)}`), el("td", {}, one.plan),
      ...[short(one.streamMinutes), number(one.price, 2), number(one.overageCost, 2)].map((text) => el("td", { class: "r num" }, text))))))));
}

async function show() {
  const [billing, offered, over] = await Promise.all([get("/billing"), get("/billing/plans"), get("/billing/periods")]);
  showTiles(billing.data);
  showPlans(offered.data, billing.data);
  showLimits(billing.data);
  showPeriods(over.data);
  await table.show();
}

const choice = el("select", { "aria-label": "Usage by", onchange: (event) => { by = event.target.value; table.show(1); } }, ...["run", "day", "project"].map((word) => el("option", { value: word }, `by ${words(word)}`)));
const card = (id, title, more, ...content) => el("section", { class: "card flush", "aria-labelledby": id }, el("div", { class: "section-head pad" }, el("h2", { id }, title), more ?? ""), ...content);
const owned = [tiles, card("usage-title", "Usage in this period", el("span", { class: "fields" }, choice, el("a", { href: "/api/v1/billing/usage.csv", download: "usage.csv" }, "CSV")), usage),
  el("section", { class: "card", "aria-labelledby": "limits-title" }, el("h2", { id: "limits-title" }, "Limit and alerts"), limits,
    el("p", { class: "muted small" }, "At the limit no further run begins; a running one is never cut.")),
  card("plans-title", "Plans", null, plans), card("periods-title", "Past periods", null, periods)];
main.append(el("div", { class: "section-head" }, el("h1", {}, "Billing"), period), notes, ...owned, licences());
try {
  await show();
} catch (error) {
  if (error.status !== 403) throw error;
  owned.forEach((one) => one.remove());
  notes.hidden = false;
  notes.replaceChildren(el("p", { class: "empty" }, "Plan and usage are for owners of the organisation; ask one for that role. Licences of workers are below."));
}
