// Numbers, times and the colours of good, warning and bad.

const NONE = "–";
const whole = new Intl.NumberFormat("en-GB");

export const count = (value) => (value === null || value === undefined ? NONE : whole.format(value));

export function number(value, digits = 2) {
  return value === null || value === undefined || Number.isNaN(value) ? NONE
    : new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

// As many digits as help: 4.41, 12.3, 1,234.
export function short(value) {
  if (value === null || value === undefined) return NONE;
  const size = Math.abs(value);
  return number(value, Number.isInteger(value) || size >= 1000 ? 0 : size >= 100 ? 1 : 2);
}

// On an axis: 1,500 stays, 1,500,000 becomes 1.5M.
const compact = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 2 });
export const axis = (value) => (Math.abs(value) >= 100000 ? compact.format(value) : short(value));

export function clock(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const pad = (n) => String(n).padStart(2, "0");
  return s >= 3600 ? `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}` : `${Math.floor(s / 60)}:${pad(s % 60)}`;
}

export const when = (iso) => (iso ? new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" }) : NONE);

const band = (value, good, warn, lowIsBad) => {
  if (value === null || value === undefined) return "";
  return (lowIsBad ? value >= good : value <= good) ? "good" : (lowIsBad ? value >= warn : value <= warn) ? "warn" : "bad";
};
export const tones = {
  mos: (value) => band(value, 4.0, 3.5, true),
  jitter: (value) => band(value, 20, 40, false),
  loss: (value) => band(value, 1, 5, false),
  outcome: (outcome) => (!outcome ? "" : outcome === "SUCCESS" ? "good" : outcome === "COMPLETED_WITH_WARNINGS" ? "warn" : "bad"),
};

const STATUS = { COMPLETED: "good", FAILED: "bad", CANNOT_RUN_FOR_NOW: "bad", RUNNING: "live", STOPPING: "live", QUEUED: "live", PENDING: "live" };
const EXIT = { 0: ["passed", "good"], 99: ["threshold failed", "bad"], 3: ["no call answered", "bad"], 4: ["generator too slow", "warn"], 105: ["interrupted", "warn"], 1: ["failed", "bad"] };

// What a run came to, in a word and a tone.
export function verdict(status, exitCode) {
  if (status === "COMPLETED" && exitCode !== null && exitCode !== undefined && EXIT[exitCode]) return EXIT[exitCode];
  return [words(status), STATUS[status] ?? ""];
}

export const words = (constant) => (constant ?? NONE).toLowerCase().replaceAll("_", " ");
