// Asks REST; the session's cookie goes along.

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function ask(path, options = {}) {
  const response = await fetch(path, { headers: { Accept: "application/json" }, ...options });
  if (response.status === 401) {
    location.reload(); // the session has ended: the page asks for a key
    throw new ApiError(401, "signed out");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer?.error?.message ?? response.statusText);
  return answer;
}

export const get = (path) => ask(`/api/v1${path}`);
export const post = (path) => ask(`/api/v1${path}`, { method: "POST" });

export async function projects() {
  return (await get("/projects")).data;
}
