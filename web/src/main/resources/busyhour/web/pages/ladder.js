// A call-flow diagram: one line for each participant, one arrow for each message, the whole message on demand.
import { el } from "/assets/dom.js";
import { count, number } from "/assets/format.js";

const ROW = 34;
const HEAD = 44;
const WIDE = { gutter: 74, first: 46, last: 60 };
const NARROW = { gutter: 58, first: 6, last: 8 }; // a phone: every pixel is the arrows'
const CHARACTER = 6.7; // px, about, of a label
const MAX_PEERS = 4;
const NS = "http://www.w3.org/2000/svg";

function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const cut = (text, width) => (text.length * CHARACTER <= width ? text : `${text.slice(0, Math.max(1, Math.floor(width / CHARACTER) - 1))}…`);
export const relative = (ms) => (Math.abs(ms) < 1000 ? `${number(ms, Math.abs(ms) < 100 ? 1 : 0)} ms` : `${number(ms / 1000, 3)} s`);

export function tone(message) {
  if (message.malformed) return "bad";
  const code = Number(/^SIP\/2\.0 (\d{3})/.exec(message.summary)?.[1] ?? 0);
  if (!code) return "request";
  return code < 200 ? "provisional" : code < 300 ? "good" : code < 400 || code === 401 || code === 407 ? "warn" : "bad";
}

export function label(message) {
  const of = /^CSeq\s*:\s*\d+\s+(\S+)/im.exec(message.message)?.[1];
  const response = /^SIP\/2\.0 (.*)$/.exec(message.summary);
  const line = response ? `${response[1]}${of ? ` · ${of}` : ""}` : message.summary.split(" ")[0];
  const body = /^m=(audio|video)/m.test(message.message) ? " · SDP" : "";
  return (message.malformed ? "malformed " : "") + line + body + (message.retransmission ? " (again)" : "");
}

export class Ladder {
  // messages: as REST gives them; name: of the endpoint; gaps are told from the messages' numbers
  constructor(parent, name) {
    this.name = name;
    this.messages = [];
    this.rows = [];
    this.selected = -1;
    this.chart = svg("svg", { class: "flow", role: "group", "aria-label": "Call flow" });
    this.panel = el("aside", { class: "flow-message", hidden: true, "aria-label": "Message" });
    this.chart.addEventListener("keydown", (event) => this.onKey(event));
    this.chart.addEventListener("click", (event) => this.select(Number(event.target.closest("[data-index]")?.dataset.index ?? -1)));
    this.panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.select(-1, true); });
    parent.replaceChildren(el("div", { class: "flow-box" }, el("div", { class: "flow-chart" }, this.chart), this.panel));
    this.width = 0;
    new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (width !== this.width) { this.width = width; this.draw(); }
    }).observe(this.chart.parentElement);
  }

  show(messages) {
    if (messages.length === this.messages.length) return;
    this.messages = messages;
    this.draw();
  }

  draw() {
    const { messages, width } = this;
    if (width === 0) return;
    const focused = this.rows.findIndex((row) => row === document.activeElement);
    let peers = [...new Set(messages.map((message) => message.peer))];
    const layout = width < 520 ? NARROW : WIDE;
    if (peers.length > MAX_PEERS || peers.length * 90 > width - layout.gutter) peers = [peers.length === 1 ? peers[0] : `${peers.length} peers`];
    const local = [...new Set(messages.map((message) => message.local).filter(Boolean))];
    const first = layout.gutter + layout.first;
    const step = (width - first - layout.last) / peers.length;
    const at = (peer) => first + step * (Math.max(0, peers.indexOf(peer)) + 1);
    const parts = [];
    let y = HEAD;
    let expected = 0;
    this.rows = [];
    messages.forEach((message, i) => {
      if (message.number > expected) {
        parts.push(svg("text", { class: "flow-gap", x: (first + at(peers[peers.length - 1])) / 2, y: y + 21, "text-anchor": "middle" }, `… ${count(message.number - expected)} messages left out …`));
        y += ROW;
      }
      expected = message.number + 1;
      this.rows.push(this.row(message, i, y, first, at(peers.length === 1 ? peers[0] : message.peer), layout.gutter, width));
      parts.push(this.rows[i]);
      y += ROW;
    });
    const lines = [first, ...peers.map(at)].map((x) => svg("line", { class: "flow-life", x1: x, x2: x, y1: HEAD - 4, y2: y + 6 }));
    const heads = [[first, this.name, local.length === 1 ? local[0] : ""], ...peers.map((peer) => [at(peer), peer, ""])].map(([x, name, more], i) => {
      const narrow = layout === NARROW;
      const anchor = !narrow ? "middle" : i === 0 ? "start" : i === peers.length ? "end" : "middle";
      const at = !narrow ? x : i === 0 ? 0 : i === peers.length ? width : x;
      const room = narrow ? width / (peers.length + 1) - 6 : Math.max(110, step - 8);
      const line = (text, y, kind) => svg("text", { class: kind, x: at, y, "text-anchor": anchor }, cut(text, room));
      return svg("g", { class: "flow-head" }, line(name, more ? 15 : 24, null), ...(more ? [line(more, 31, "flow-address")] : []));
    });
    this.chart.setAttribute("viewBox", `0 0 ${width} ${y + 8}`);
    this.chart.setAttribute("height", y + 8);
    this.chart.replaceChildren(...lines, ...heads, ...parts);
    if (this.rows.length > 0) this.rows[Math.max(0, this.selected)]?.setAttribute("tabindex", "0");
    this.mark();
    if (focused >= 0) this.rows[focused]?.focus();
  }

  row(message, i, y, first, other, gutter, width) {
    const sent = message.direction === "sent";
    const [from, to] = sent ? [first, other] : [other, first];
    const back = to > from ? -8 : 8;
    const line = y + 25;
    const since = relative(message.timeMs - this.messages[0].timeMs);
    return svg("g", { class: `flow-row ${tone(message)} ${message.retransmission ? "again" : ""}`, role: "button", tabindex: "-1", "data-index": i,
      "aria-label": `${message.direction} ${label(message)}, ${since}` },
      svg("rect", { class: "flow-hit", x: 0, y, width, height: ROW, rx: 5 }),
      svg("text", { class: "flow-at", x: gutter - 6, y: y + 21, "text-anchor": "end" }, since),
      svg("line", { class: "flow-arrow", x1: from, x2: to + back, y1: line, y2: line }),
      svg("path", { class: "flow-tip", d: `M${to} ${line}l${back * 1.1} -4.5v9z` }),
      svg("text", { class: "flow-label", x: (from + to) / 2, y: y + 18, "text-anchor": "middle" }, cut(label(message), Math.abs(to - from) - 14)));
  }

  onKey(event) {
    const here = Number(event.target.closest("[data-index]")?.dataset.index ?? -1);
    const go = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: this.rows.length - 1, PageDown: here + 10, PageUp: here - 10 }[event.key];
    if (go !== undefined) {
      event.preventDefault();
      const to = Math.min(this.rows.length - 1, Math.max(0, go));
      this.rows[here]?.setAttribute("tabindex", "-1");
      this.rows[to].setAttribute("tabindex", "0");
      this.rows[to].focus();
      if (this.selected >= 0) this.select(to);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.select(here === this.selected ? -1 : here);
    } else if (event.key === "Escape") {
      this.select(-1);
    }
  }

  // -1: none
  select(index, refocus = false) {
    const before = this.selected;
    this.selected = index;
    this.mark();
    this.panel.hidden = index < 0;
    this.panel.parentElement.classList.toggle("open", index >= 0);
    if (index < 0) {
      if (refocus) this.rows[before]?.focus();
      return;
    }
    const message = this.messages[index];
    const facts = [`${message.direction === "sent" ? "Sent to" : "Received from"} ${message.peer} over ${message.transport}`, `${count(message.bytes)} bytes`,
      message.time ? new Date(message.time).toLocaleTimeString(undefined, { hour12: false, hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 }) : relative(message.timeMs)];
    if (message.retransmission) facts.push("retransmission");
    if (message.malformed) facts.push("malformed");
    if (message.truncated) facts.push("cut");
    this.panel.replaceChildren(
      el("div", { class: "flow-title" }, el("b", {}, label(message)), el("button", { type: "button", class: "link", onclick: () => navigator.clipboard?.writeText(message.message) }, "Copy"), el("button", { type: "button", class: "link", onclick: () => this.select(-1, true) }, "Close")),
      el("p", { class: "small muted" }, facts.join(" · ")), el("pre", { tabindex: "0" }, message.message.trimEnd()));
  }

  mark() {
    this.rows.forEach((row, i) => { row.classList.toggle("chosen", i === this.selected); row.setAttribute("aria-pressed", i === this.selected); });
  }
}

// All messages of an endpoint, page by page.
export async function messagesOf(get, here) {
  const all = [];
  for (let page = 1, pages = 1; page <= pages; page++) {
    const answer = await get(`${here}/trace?page=${page}&perPage=1000`);
    all.push(...answer.data);
    pages = answer.meta.pagination.totalPages;
  }
  return all;
}
