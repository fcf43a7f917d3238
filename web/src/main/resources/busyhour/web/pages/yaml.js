// A plan's tree as YAML. Reading is the server's part.
const PLAIN = /^[A-Za-z_./][A-Za-z0-9_ ./@%+()<>=-]*$/;
const NUMBERED = /^\d[A-Za-z0-9_.:/%-]*$/;
const SPECIAL = /^(~|null|true|false|yes|no|on|off)$/i;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

export function scalar(value) {
  if (value === null || value === undefined) return "null";
  if (typeof value !== "string") return String(value);
  const plain = (PLAIN.test(value) || (NUMBERED.test(value) && !NUMBER.test(value) && !value.includes(":"))) && !SPECIAL.test(value) && !value.endsWith(" ");
  return plain ? value : JSON.stringify(value);
}

const isTree = (value) => value !== null && typeof value === "object";
const isShort = (value) => Object.values(value).every((one) => !isTree(one)) && JSON.stringify(value).length < 70;

function flow(value) {
  if (!isTree(value)) return flowScalar(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  const entries = Object.entries(value);
  return entries.length === 0 ? "{}" : `{ ${entries.map(([key, one]) => `${scalar(key)}: ${flow(one)}`).join(", ")} }`;
}

function flowScalar(value) {
  const text = scalar(value);
  return typeof value === "string" && /[,[\]{}]/.test(text) && !text.startsWith('"') ? JSON.stringify(value) : text;
}

export function toYaml(value, indent = "") {
  return Object.entries(value).filter(([, one]) => one !== undefined).map(([key, one]) => {
    if (!isTree(one)) return `${indent}${scalar(key)}: ${scalar(one)}\n`;
    if (Object.keys(one).length === 0) return `${indent}${scalar(key)}: ${Array.isArray(one) ? "[]" : "{}"}\n`;
    if (Array.isArray(one)) return one.every((each) => !isTree(each)) && key !== "thresholds" && JSON.stringify(one).length < 90 ? `${indent}${scalar(key)}: ${flow(one)}\n` : `${indent}${scalar(key)}:\n${items(one, `${indent}  `)}`;
    return isShort(one) ? `${indent}${scalar(key)}: ${flow(one)}\n` : `${indent}${scalar(key)}:\n${toYaml(one, `${indent}  `)}`;
  }).join("");
}

function items(list, indent) {
  return list.map((one) => {
    if (!isTree(one)) return `${indent}- ${scalar(one)}\n`;
    if (Array.isArray(one) || Object.keys(one).length === 0) return `${indent}- ${flow(one)}\n`;
    return `${indent}- ${toYaml(one, `${indent}  `).slice(indent.length + 2)}`;
  }).join("");
}
