// Line charts that move: one card each, one crosshair through all of a page.
import * as echarts from "/assets/echarts.js";
import { el, setText } from "/assets/dom.js";
import { axis as tick, clock, short } from "/assets/format.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const all = new Set();
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const palette = () => [css("--accent"), css("--accent-2"), css("--bad")];

dark.addEventListener("change", () => all.forEach((chart) => chart.restyle()));

export class LineChart {
  // lines: [{name, key}]; options: {unit, min, max, area, x: what stands below (a run's clock)}
  constructor(parent, title, lines, options = {}) {
    this.lines = lines;
    this.options = options;
    this.values = lines.map((line, i) => el("b", {}, "–"));
    const legend = el("span", { class: "legend" }, ...lines.map((line, i) => el("span", {}, el("i", { class: `c${i}` }), line.name ? line.name + " " : "", this.values[i])));
    this.plot = el("div", { class: "plot", role: "img" });
    this.title = title;
    this.card = el("article", { class: "chart", "data-chart": options.id ?? title }, el("header", {}, el("h3", {}, title), legend), this.plot);
    parent.append(this.card);
    this.chart = echarts.init(this.plot, null, { renderer: "canvas" });
    this.chart.group = "page";
    this.restyle();
    new ResizeObserver(() => this.chart.resize()).observe(this.plot);
    all.add(this);
  }

  restyle() {
    const [muted, line, card, text] = ["--muted", "--line", "--card", "--text"].map(css);
    const colors = palette();
    const axis = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: muted, fontSize: 11 }, splitLine: { lineStyle: { color: css("--line-soft") } } };
    this.chart.setOption({
      animation: false,
      grid: { left: 44, right: 20, top: 12, bottom: 24 },
      xAxis: { type: "value", min: "dataMin", max: "dataMax", ...axis, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, formatter: this.options.x ?? clock, hideOverlap: true } },
      yAxis: { type: "value", scale: false, min: this.options.min ?? 0, max: this.options.max ?? null, splitNumber: 3, minInterval: this.options.whole ? 1 : 0, ...axis, axisLabel: { ...axis.axisLabel, formatter: tick } },
      tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: card, borderColor: line, borderWidth: 1, textStyle: { color: text, fontSize: 12 }, axisPointer: { lineStyle: { color: muted, type: "solid", width: 1 } }, formatter: (points) => [(this.options.x ?? clock)(points[0].axisValue), ...points.filter((p) => p.value[1] !== null).map((p) => `${p.seriesName} ${short(p.value[1])}${this.options.unit ? " " + this.options.unit : ""}`)].join("\n") },
      series: this.lines.map((l, i) => ({ name: l.name || this.title, type: "line", showSymbol: false, symbolSize: 5, connectNulls: false, lineStyle: { width: 1.8, color: colors[i] }, itemStyle: { color: colors[i] }, areaStyle: this.options.area && i === 0 ? { color: colors[i], opacity: .1 } : undefined, sampling: "lttb" })),
    });
  }

  // data: one array of [second, value|null] for each line.
  show(data) {
    this.chart.setOption({ series: data.map((points) => ({ data: points, showSymbol: points.length < 2 })) });
    data.forEach((points, i) => {
      let last = null;
      for (let p = points.length - 1; p >= 0 && last === null; p--) last = points[p][1];
      setText(this.values[i], short(last) + (last !== null && this.options.unit && this.lines.length === 1 ? " " + this.options.unit : ""));
    });
    this.plot.setAttribute("aria-label", `${this.title}: ${this.lines.map((l, i) => `${l.name} ${this.values[i].textContent}`).join(", ")}`);
    this.points = data[0]?.length ?? 0;
    this.card.dataset.points = this.points;
  }

  remove() {
    all.delete(this);
    this.chart.dispose();
    this.card.remove();
  }
}

export const connect = () => echarts.connect("page");
