// A plan: what it comes to, and why.
import { LineChart } from "/assets/charts.js";
import { el, rows } from "/assets/dom.js";
import { count, number } from "/assets/format.js";

const money = (value, currency) => (value === null ? "–" : `${count(Math.round(value))} ${currency}`);
const day = (seconds) => new Date(seconds * 1000).toLocaleDateString(undefined, { day: "numeric", month: "short" });
const at = (monday) => Date.parse(`${monday}T00:00:00Z`) / 1000;
const three = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });
const fig = (value) => (value === null ? "–" : Math.abs(value) >= 1000 ? count(Math.round(value)) : three.format(value));
const licences = (all) => (all.length === 0 ? "–" : all.map((one) => `${count(one.count)} × ${one.tier.toLowerCase()}`).join(", "));
let chart = null;

function tile(label, value, more) {
  return el("div", { class: "tile" }, el("div", { class: "label" }, label), el("div", { class: "value" }, value), el("div", { class: "more" }, more));
}

function table(head, lines) {
  return el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...head.map((name, i) => el("th", { scope: "col", class: i > 0 ? "r" : null }, name)))),
    el("tbody", {}, ...lines.map((line) => el("tr", {}, ...line.map((cell, i) => el("td", { class: i > 0 ? "r num" : null }, cell)))))));
}

export function result(parent, plan) {
  const { history, settings, trunks, sizing, cost } = plan;
  chart?.remove();
  const charts = el("div", { class: "charts wide" });
  parent.replaceChildren(
    el("div", { class: "tiles" },
      tile("Sessions at the peak", count(plan.sessions), `${count(plan.base)} × ${fig(settings.burst)} × ${fig(settings.growth)}${settings.customers.length > 0 ? " + customers" : ""}`),
      tile("Trunks", count(trunks.needed), `Erlang B, ${fig(trunks.blockingPercent)} % blocking`),
      tile("Workers", count(sizing.workers), sizing.sessionsPerWorker === null ? "none carries a session" : `${count(sizing.sessionsPerWorker)} sessions each`),
      tile("Binding limit", sizing.binding ?? "–", "what is used up first"),
      tile("Cost a month", money(cost.total, cost.currency), licences(cost.licences))),
    ...(plan.warnings.length === 0 ? [] : [el("ul", { class: "limits" }, ...plan.warnings.map((line) => el("li", { class: "warn" }, line)))]),
    charts,
    el("div", { class: "card flush" }, el("h2", { class: "pad" }, "Sizing"), table(["Limit", "A session takes", "A worker has", "Usable", "Sessions", "Workers"], sizing.limits.map((row) => [
      el("span", {}, row.name, row.binding ? el("span", { class: "pill warn gap" }, "binds") : null), `${fig(row.perSession)} ${row.unit}`, fig(row.has), fig(row.usable), count(row.carries),
      row.forAll ? "in all" : count(row.needed)]))),
    el("div", { class: "thirds" },
      el("section", { class: "card" }, el("h2", {}, "History"), rows([["From", history.name], ["Calls", count(history.calls)], ["Mean length", history.meanSeconds === null ? "–" : `${fig(history.meanSeconds)} s`],
        ["Busy hour", new Date(history.busyHour).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })], ["Traffic in it", `${fig(history.busyErlang)} Erlang`],
        ["Trend of the p99", `${plan.trendPerWeek > 0 ? "+" : ""}${number(plan.trendPerWeek, 1)} a week`]])),
      el("section", { class: "card" }, el("h2", {}, "Trunks by blocking"), rows(trunks.others.map((one) => [`${fig(one.blockingPercent)} %`, count(one.trunks)]))),
      el("section", { class: "card" }, el("h2", {}, "Cost a month"), rows([[licences(cost.licences), money(cost.licencesPerMonth, cost.currency)],
        ...cost.tiers.map((tier) => [`all ${tier.tier.toLowerCase()}: ${count(tier.count)}`, money(tier.costPerMonth, cost.currency)]), ["Hosts", money(cost.hostsPerMonth, cost.currency)],
        ...(cost.model === null ? [] : [["Tokens", money(cost.model.tokensPerMonthCost, cost.currency)], [`${count(cost.model.gpus)} GPUs`, money(cost.model.gpusPerMonthCost, cost.currency)],
          ["Both cost the same at", cost.model.crossingSessions === null ? "–" : `${fig(cost.model.crossingSessions)} sessions`], ["Cheaper", cost.model.cheaper ?? "–"]])]))),
    el("details", { class: "card flush" }, el("summary", { class: "pad" }, "Week by week"), table(["Week", "Own", "Customers", "Sessions", "Trunks", "Workers"],
      plan.weeks.map((week) => [week.monday, fig(week.own), fig(week.customers), count(week.sessions), count(week.trunks), count(week.workers)]))));
  chart = new LineChart(charts, "Sessions, week by week", [{ name: "p99" }, { name: "planned" }], { id: "weeks", whole: true, x: day });
  chart.show([history.weeks.map((week) => [at(week.monday), week.p99]), plan.weeks.map((week) => [at(week.monday), week.sessions])]);
}
