// A text field for YAML: line numbers, colours, marked lines. What is typed stays a plain textarea.
import { el } from "/assets/dom.js";

const PAINT_AT_MOST = 3000;

function painted(line) {
  const [, before, key, colon, rest] = line.match(/^(\s*(?:- )*)("[^"]*"|[^\s:#"'{[-][^:#"'{[]*)(:)(?=\s|$)(.*)$/) ?? [null, null, null, null, null];
  const parts = [];
  const add = (text, type) => { if (text) parts.push(type ? el("span", { class: type }, text) : text); };
  if (key !== null) {
    add(before);
    add(key, "k");
    add(colon);
  }
  const value = key === null ? line : rest;
  const comment = value.search(/(^|\s)#/);
  const body = comment < 0 ? value : value.slice(0, comment);
  for (const piece of body.split(/("(?:[^"\\]|\\.)*")/)) add(piece, piece.startsWith('"') ? "s" : null);
  if (comment >= 0) add(value.slice(comment), "c");
  return parts;
}

export class Editor {
  constructor(label, onChange) {
    this.gutter = el("div", { class: "gutter", "aria-hidden": "true" });
    this.paint = el("pre", { class: "paint", "aria-hidden": "true" });
    this.input = el("textarea", { "aria-label": label, spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off" });
    this.node = el("div", { class: "editor" }, this.gutter, el("div", { class: "area" }, this.paint, this.input));
    this.marks = new Map();
    this.input.addEventListener("input", () => { this.draw(); onChange(); });
    this.input.addEventListener("scroll", () => this.follow());
    this.input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.indent(event); });
  }

  get text() { return this.input.value; }

  set text(text) {
    this.input.value = text;
    this.draw();
  }

  // A new line begins where the one before did.
  indent(event) {
    const { value, selectionStart } = this.input;
    const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
    const spaces = line.match(/^ */)[0] + (/:\s*$/.test(line) ? "  " : "");
    if (!spaces) return;
    event.preventDefault();
    this.input.setRangeText(`\n${spaces}`, selectionStart, this.input.selectionEnd, "end");
    this.input.dispatchEvent(new Event("input"));
  }

  // marks: line -> "bad" or "warn".
  mark(marks) {
    this.marks = marks;
    this.draw();
  }

  goTo(line, column = 1) {
    const lines = this.text.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    this.input.focus();
    this.input.setSelectionRange(at, at);
    const height = this.input.scrollHeight / Math.max(1, lines.length);
    this.input.scrollTop = Math.max(0, (line - 5) * height);
    this.follow();
  }

  draw() {
    const lines = this.text.split("\n");
    this.gutter.replaceChildren(...lines.map((_, i) => el("span", { class: this.marks.get(i + 1) ?? null }, String(i + 1))));
    if (lines.length > PAINT_AT_MOST) this.paint.textContent = this.text;
    else this.paint.replaceChildren(...lines.map((line, i) => el("span", { class: this.marks.get(i + 1) === "bad" ? "marked" : null }, ...painted(line), "\n")), "\n");
    this.follow();
  }

  follow() {
    this.paint.scrollTop = this.gutter.scrollTop = this.input.scrollTop;
    this.paint.scrollLeft = this.input.scrollLeft;
  }
}
