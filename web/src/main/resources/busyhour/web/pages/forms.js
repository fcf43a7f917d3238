// Fields with their labels, and what is wrong with them beside them.
import { byId, el } from "/assets/dom.js";

if (!document.querySelector('link[href="/assets/library.css"]')) document.head.append(el("link", { rel: "stylesheet", href: "/assets/library.css" }));

let number = 0;

// A labelled input; name is what faults call it.
export function entry(name, title, input, hint = null, wide = false) {
  const id = `field-${++number}`;
  input.id = id;
  input.dataset.field = name;
  const fault = el("p", { class: "fault", id: `${id}-fault`, role: "alert", hidden: true });
  input.setAttribute("aria-describedby", `${id}-fault`);
  return el("div", { class: wide ? "entry wide" : "entry" }, el("label", { for: id }, title), input, hint ? el("small", {}, hint) : null, fault);
}

export const text = (value, attributes = {}) => {
  const input = el("input", { autocomplete: "off", spellcheck: "false", ...attributes });
  input.value = value ?? "";
  return input;
};

export const area = (value, attributes = {}) => {
  const input = el("textarea", { rows: "3", spellcheck: "false", ...attributes });
  input.value = value ?? "";
  return input;
};

// choices: [value, title] pairs or words.
export function choice(value, choices, attributes = {}) {
  return el("select", attributes, ...choices.map((one) => {
    const [its, title] = Array.isArray(one) ? one : [one, one];
    return el("option", { value: its, selected: its === value }, title);
  }));
}

// Faults of an answer to their fields; what belongs to none is returned as text.
export function showFaults(form, error) {
  for (const input of form.querySelectorAll("[data-field]")) mark(input, null);
  const rest = [];
  for (const line of error?.faults?.length ? error.faults : [error?.message].filter(Boolean)) {
    const [, name, words] = line.match(/^([\w.[\]-]+): (.*)$/s) ?? [null, null, line];
    const input = name && [...form.querySelectorAll("[data-field]")].find((one) => one.dataset.field === name);
    if (input) mark(input, words);
    else rest.push(line);
  }
  form.querySelector('[aria-invalid="true"]')?.focus();
  return rest.join("\n");
}

function mark(input, words) {
  const fault = byId(`${input.id}-fault`);
  if (words) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  if (!fault) return;
  fault.textContent = words ?? "";
  fault.hidden = !words;
}

// Does something when the form is sent; the button is off meanwhile.
export function onSubmit(form, problem, work) {
  form.noValidate = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector('button[type="submit"]');
    button.disabled = true;
    problem.textContent = showFaults(form, null);
    try {
      await work();
    } catch (error) {
      problem.textContent = showFaults(form, error);
    } finally {
      button.disabled = false;
    }
  });
}

// A button whose failures are told.
export function action(title, problem, work, attributes = {}) {
  return el("button", { type: "button", ...attributes, onclick: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    problem.textContent = "";
    try {
      await work();
    } catch (error) {
      problem.textContent = error.message;
      problem.scrollIntoView({ block: "nearest" });
    } finally {
      button.disabled = false;
    }
  } }, title);
}

export const problemLine = () => el("p", { class: "problem", role: "alert" });
