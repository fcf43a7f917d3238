// A table whose pages come from the server.
import { el } from "/assets/dom.js";
import { count } from "/assets/format.js";

export class PagedTable {
  // columns: [{title, right, sort, cell(row) -> node or text}]; load(page, sort) -> {data, meta}
  constructor(parent, columns, load, empty) {
    Object.assign(this, { parent, columns, load, empty, page: 1, sort: null, generation: 0 });
  }

  async show(page = this.page) {
    const generation = ++this.generation;
    const answer = await this.load(page, this.sort);
    if (generation !== this.generation) return; // a later one was asked for meanwhile
    this.page = page;
    const { pagination } = answer.meta;
    const focus = document.activeElement?.dataset?.focus;
    this.parent.replaceChildren(answer.data.length === 0 ? el("p", { class: "empty" }, this.empty)
      : el("div", { class: "scroll" }, el("table", {}, this.head(), el("tbody", {}, ...answer.data.map((row) => this.row(row))))), this.pager(pagination));
    if (focus) this.parent.querySelector(`[data-focus="${focus}"]`)?.focus();
  }

  head() {
    return el("thead", {}, el("tr", {}, ...this.columns.map((column) => {
      const sorted = column.sort && (this.sort ?? this.columns.find((c) => c.initial)?.sort) === column.sort;
      const title = column.sort ? el("button", { type: "button", "data-focus": `sort-${column.sort}`, onclick: () => { this.sort = column.sort; this.show(1); } }, column.title) : column.title;
      return el("th", { scope: "col", class: column.right ? "r" : null, "aria-sort": sorted ? "other" : null }, title);
    })));
  }

  row(row) {
    return el("tr", {}, ...this.columns.map((column) => {
      const cell = column.cell(row);
      return el("td", { class: [column.right ? "r num" : "", column.tone?.(row) ?? ""].join(" ").trim() || null }, cell);
    }));
  }

  pager({ page, perPage, total, totalPages }) {
    if (totalPages <= 1) return el("div", {});
    const step = (name, to) => el("button", { type: "button", "data-focus": name, disabled: to < 1 || to > totalPages, onclick: () => this.show(to) }, name);
    const first = (page - 1) * perPage + 1;
    return el("div", { class: "pager" }, el("span", {}, `${count(first)}–${count(Math.min(total, first + perPage - 1))} of ${count(total)}`), step("Previous", page - 1), step("Next", page + 1));
  }
}
