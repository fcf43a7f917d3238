// Who belongs to the organisation, and who is invited.
import { get, send } from "/assets/api.js";
import { field, form, MAY, roleSelect, ROLES, secret, table } from "/assets/accessforms.js";
import { byId, el } from "/assets/dom.js";
import { when, words } from "/assets/format.js";

const me = (await get("/me")).data;
const looksAfter = ROLES.indexOf(me.role) >= ROLES.indexOf("ADMIN");
const members = el("div", { id: "members", class: "card flush" });
const invited = el("div", { id: "invitations", class: "card flush" });
const shown = el("div", { id: "shown" });
const fault = el("p", { class: "bad", role: "alert" });
const nameOf = (id) => me.projects.find((one) => one.id === id)?.name ?? id;

const projectsOf = (one) => [one.allProjects ? "all" : null, ...one.projects.map((grant) => `${nameOf(grant.project)}${grant.role ? ` (${words(grant.role)})` : ""}`)]
  .filter(Boolean).join(", ");

// Which projects, and with which role in each.
function projectChoice(before) {
  const all = el("input", { type: "checkbox", name: "all", checked: before.allProjects });
  const each = me.projects.map((one) => {
    const grant = before.projects.find((its) => its.project === one.id);
    const box = el("input", { type: "checkbox", checked: Boolean(grant), "data-project": one.id });
    const role = roleSelect(null, "EDITOR", grant?.role, "as in the organisation");
    role.setAttribute("aria-label", `Role in ${one.name}`);
    return { one, box, role };
  });
  const node = el("fieldset", { class: "entry wide", "data-field": "projects" }, el("legend", {}, "Projects"),
    el("label", {}, all, " All, also those to come"),
    ...each.map(({ one, box, role }) => el("div", { class: "choice" }, el("label", {}, box, ` ${one.name}`), role)));
  return { node, value: () => ({ allProjects: all.checked, projects: each.filter(({ box }) => box.checked).map(({ one, role }) => ({ project: one.id, role: role.value || null })) }) };
}

async function refused(work) {
  fault.textContent = "";
  try { await work(); } catch (refusal) { fault.textContent = refusal.message; }
}

function edit(member, row) {
  const choice = projectChoice(member);
  const role = roleSelect("role", me.role, member.role);
  const editor = el("tr", { class: "editor" }, el("td", { colspan: 6 }, form({ "aria-label": `Rights of ${member.name}` }, async () => {
    await send("PATCH", `/members/${member.id}`, { role: role.value, ...choice.value() });
    await show();
  }, field("Role", role), choice.node, el("div", { class: "actions" }, el("button", { type: "submit" }, "Save"), el("button", { type: "button", onclick: () => show() }, "Cancel")))));
  row.after(editor);
  role.focus();
}

function memberRow(member) {
  const mine = member.id === me.id;
  const row = el("tr", {}, el("td", {}, el("b", {}, member.name), mine ? el("a", { class: "small", href: "/me" }, " your account") : null), el("td", {}, member.email),
    el("td", {}, words(member.role)), el("td", {}, projectsOf(member)), el("td", {}, member.lastSeenAt ? when(member.lastSeenAt) : "never"),
    el("td", {}, looksAfter ? el("div", { class: "actions" }, el("button", { type: "button", "aria-label": `Change ${member.name}`, onclick: () => edit(member, row) }, "Change"),
      el("button", { type: "button", "aria-label": `Remove ${member.name}`, onclick: () => confirm(`Remove ${member.name}? Their sessions and API keys end at once.`)
        && refused(async () => { await send("DELETE", `/members/${member.id}`); await show(); }) }, "Remove")) : null));
  return row;
}

async function show() {
  const list = (await get("/members")).data;
  members.replaceChildren(table(["Name", "Email", "Role", "Projects", "Last seen", ""], list.map(memberRow),
    "Nobody signs in with a password yet. Invite somebody below; the platform's first start printed a link to set up the owner."));
  if (!looksAfter) return;
  const open = (await get("/invitations")).data;
  invited.replaceChildren(table(["Email", "Role", "Projects", "Invited by", "Holds until", ""], open.map((one) => el("tr", {}, el("td", {}, one.email ?? "the first owner"),
    el("td", {}, words(one.role)), el("td", {}, projectsOf(one)), el("td", {}, one.invitedBy), el("td", {}, when(one.expiresAt)),
    el("td", {}, el("button", { type: "button", "aria-label": `Revoke the invitation of ${one.email ?? "the first owner"}`, onclick: () => confirm("Revoke this invitation? Its link opens nothing any more.")
      && refused(async () => { await send("DELETE", `/invitations/${one.id}`); await show(); }) }, "Revoke")))), "No invitation is open."));
}

function invite() {
  const email = el("input", { name: "email", type: "email", required: true, autocomplete: "off", placeholder: "ada@example.org" });
  const role = roleSelect("role", me.role, "TESTER");
  const choice = projectChoice({ allProjects: true, projects: [] });
  return form({ id: "invite" }, async (node) => {
    const answer = await send("POST", "/invitations", { email: email.value, role: role.value, ...choice.value() });
    shown.replaceChildren(secret(`A link for ${answer.data.email}`, answer.data.link, "Send it yourself: it is shown only now, opens once, and holds 7 days."));
    node.reset();
    await show();
  }, field("Email", email), field("Role", role), choice.node, el("div", { class: "actions" }, el("button", { type: "submit", class: "primary" }, "Invite")));
}

byId("main").append(el("div", { class: "section-head" }, el("h1", {}, "Members"), el("a", { href: "/organisation" }, "Organisation and projects")), fault, members);
if (looksAfter) {
  byId("main").append(shown, el("section", { class: "card" }, el("h2", {}, "Invite somebody"), invite()), el("h2", {}, "Open invitations"), invited);
}
byId("main").append(el("p", { class: "muted small" }, `Each role may what those before it may: ${ROLES.map((role) => `${words(role)} ${MAY[role]}`).join(", ")}.`));
await show();
