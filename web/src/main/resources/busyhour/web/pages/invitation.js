// Whoever has the link becomes a member. The secret stands after the #, which browsers do not send to servers.
import { ApiError } from "/assets/api.js";
import { byId, el } from "/assets/dom.js";
import { when } from "/assets/format.js";

const token = location.hash.slice(1);

async function ask(path, body) {
  const response = await fetch(`/api/v1/invitations/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer?.error?.message ?? "The platform does not answer.", answer?.error?.faults);
  return answer.data;
}

function field(id, label, attributes) {
  return [el("label", { for: id }, label), el("input", { id, ...attributes })];
}

function form(invitation) {
  const known = invitation.known;
  const fault = el("p", { class: "bad", role: "alert", id: "fault" });
  const email = el("input", { id: "email", type: "email", autocomplete: "username", required: true, value: invitation.email ?? "", readonly: invitation.email !== null });
  return el("form", { class: "login card", onsubmit: async (event) => {
    event.preventDefault();
    fault.textContent = "";
    event.submitter.disabled = true;
    try {
      await ask("accept", { token, password: byId("password").value, ...(known ? {} : { name: byId("name").value }), ...(invitation.email === null ? { email: email.value } : {}) });
      location.href = "/";
    } catch (refusal) {
      fault.textContent = refusal.message;
      event.submitter.disabled = false;
    }
  } },
  el("h2", {}, `Join ${invitation.organisation}`),
  el("p", { class: "muted" }, `As ${invitation.role.toLowerCase()}. The invitation holds until ${when(invitation.expiresAt)}.`),
  el("label", { for: "email" }, "Email"), email,
  ...(known ? [] : field("name", "Your name", { autocomplete: "name", required: true, maxlength: 100 })),
  ...field("password", known ? "Your password" : "Choose a password", { type: "password", autocomplete: known ? "current-password" : "new-password", required: true, minlength: 8, maxlength: 200 }),
  known ? null : el("p", { class: "muted small" }, "At least 8 characters."),
  el("button", { type: "submit" }, known ? "Accept" : "Create the account"), fault);
}

try {
  byId("invitation").replaceChildren(form(await ask("look", { token })));
  byId(document.getElementById("name") ? "name" : "password").focus();
} catch (refusal) {
  byId("invitation").replaceChildren(el("p", { class: "card" }, refusal.status === 404
    ? "This invitation was accepted or revoked, or is more than 7 days old. Ask for another one." : refusal.message), el("p", {}, el("a", { href: "/" }, "Sign in")));
}
