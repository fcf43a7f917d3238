// Asks REST; the session's cookie goes along.

export class ApiError extends Error {
  constructor(status, message, faults = []) {
    super(message);
    this.status = status;
    this.faults = faults; // one line each: "field: found …, expected …"
  }
}

export async function ask(path, options = {}) {
  // the second header tells the platform that one of its own pages asks
  const response = await fetch(path, { ...options, headers: { Accept: "application/json", "X-Busyhour": "1", ...options.headers } });
  if (response.status === 401) {
    location.reload(); // the session has ended: the page asks for a key
    throw new ApiError(401, "signed out");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer?.error?.message ?? response.statusText, answer?.error?.faults);
  return answer;
}

export const get = (path) => ask(`/api/v1${path}`);
export const post = (path) => ask(`/api/v1${path}`, { method: "POST" });


// POST, PUT, PATCH or DELETE, with a JSON body unless that is left out.
export const send = (method, path, body) => ask(`/api/v1${path}`, body === undefined ? { method }
  : { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export async function projects() {
  return (await get("/projects")).data;
}
