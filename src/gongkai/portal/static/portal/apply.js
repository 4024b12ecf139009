// The application form works without this. With it the form keeps a draft on this device (no numbers of documents, no
// files), more applicants are added without loading the page anew, and what is public already appears while one types.
"use strict";

const form = document.getElementById("apply-form");
const draftKey = `gongkai-draft-${form.dataset.draft}`;
const draftLine = document.getElementById("draft-line");
const WAIT = 500;
const DAYS = 7;

/* ------------------------------------------------------------ applicants */

const applicants = document.getElementById("applicants");
const pattern = document.getElementById("applicant-template");
const addButton = document.getElementById("add-applicant");
let removeButton = document.getElementById("remove-applicant");

function count() {
  return applicants.children.length;
}

function renumber() {
  form.elements.count.value = count();
  const first = applicants.querySelector("legend");
  first.classList.toggle("visually-hidden", count() === 1);
  if (addButton) addButton.hidden = count() >= Number(form.dataset.mostApplicants);
  if (count() > 1 && !removeButton) {
    removeButton = document.createElement("button");
    removeButton.type = "button";
    removeButton.textContent = "去掉最后一名";
    addButton.after(removeButton);
    removeButton.addEventListener("click", removeApplicant);
  }
  if (removeButton) removeButton.hidden = count() === 1;
}

function addApplicant() {
  const number = count() + 1;
  const copy = pattern.content.cloneNode(true);
  for (const element of copy.querySelectorAll("*")) {
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replaceAll("-0", `-${number}`));
    }
  }
  copy.firstElementChild.dataset.applicant = number;
  const legend = copy.querySelector("legend");
  legend.textContent = `第 ${number} 名申请人`;
  legend.className = "";
  applicants.append(copy);
  renumber();
  return applicants.lastElementChild;
}

addButton?.addEventListener("click", (event) => {
  event.preventDefault();
  addApplicant().querySelector("input").focus();
});

function removeApplicant(event) {
  event.preventDefault();
  if (count() > 1) applicants.lastElementChild.remove();
  renumber();
  addButton.focus();
  save();
}
removeButton?.addEventListener("click", removeApplicant);

/* ------------------------------------------------------------ the draft */

const NEVER = new Set(["csrfmiddlewaretoken", "jg", "act"]);

function kept() {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || NEVER.has(field.name) || field.type === "file" || field.hasAttribute("data-private")) continue;
    if (field.type === "radio" && !field.checked) continue;
    values[field.name] = field.value;
  }
  return values;
}

function read() {
  try {
    const draft = JSON.parse(localStorage.getItem(draftKey));
    return draft && Date.now() - draft.at < DAYS * 24 * 3600 * 1000 ? draft.values : null;
  } catch {
    return null;
  }
}

function discard() {
  try {
    localStorage.removeItem(draftKey);
  } catch { /* a browser that keeps nothing has nothing to forget */ }
}

let waiting;
function save() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (form.dataset.gone) return;
    try {
      localStorage.setItem(draftKey, JSON.stringify({ at: Date.now(), values: kept() }));
      draftLine.hidden = false;
    } catch { /* no room, or not allowed: the form works all the same */ }
  }, WAIT);
}

function restore(values) {
  const wanted = Math.min(Number(values.count) || 1, Number(form.dataset.mostApplicants));
  while (count() < wanted) addApplicant();
  for (const [name, value] of Object.entries(values)) {
    const fields = form.elements[name];
    if (!fields || name === "count") continue;
    for (const field of fields instanceof RadioNodeList ? fields : [fields]) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type !== "file" && !field.hasAttribute("data-private")) field.value = value;
    }
  }
  if (["agent_name", "agent_phone"].some((name) => values[name])) document.getElementById("agent").open = true;
}

// What the server sent back with errors is newer than the draft.
const handedOver = form.elements.subject.value;
const draft = read();
if (draft && document.getElementById("error-list").hidden) {
  restore(draft);
  // So are words that somebody has just looked for.
  if (handedOver) form.elements.subject.value = handedOver;
  draftLine.hidden = false;
}
form.addEventListener("input", save);
form.addEventListener("sent", () => {
  form.dataset.gone = "1";
});
document.getElementById("draft-discard").addEventListener("click", () => {
  form.dataset.gone = "1";
  clearTimeout(waiting);
  discard();
  location.assign(`${location.pathname}?jg=${encodeURIComponent(form.dataset.draft)}`);
});

/* ------------------------------------------------------------ what is public already */

const already = document.getElementById("already");
const link = already.innerHTML;
let asked = "";
let asking;
let later;

function show(hits) {
  already.innerHTML = link;
  if (hits.length === 0) return;
  const heading = document.createElement("p");
  heading.className = "label";
  heading.textContent = "这些信息已经公开，也许就是您要找的：";
  const list = document.createElement("ul");
  list.className = "list small";
  for (const hit of hits) {
    const item = document.createElement("li");
    const title = document.createElement("a");
    title.href = hit.url;
    title.target = "_blank";
    title.rel = "noopener";
    title.textContent = hit.title;
    const where = document.createElement("span");
    where.className = "where";
    where.textContent = [hit.kind, hit.source, hit.on].filter(Boolean).join("　");
    item.append(title, document.createElement("br"), where);
    list.append(item);
  }
  already.prepend(heading, list);
}

async function look() {
  const words = form.elements.subject.value.trim().slice(0, 100);
  if (words === asked) return;
  asked = words;
  asking?.abort();
  if (words.length < 2) {
    show([]);
    return;
  }
  asking = new AbortController();
  try {
    const response = await fetch(`${form.dataset.public}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
    if (response.ok) show((await response.json()).hits);
  } catch { /* no connection: the link to the search is still there */ }
}

form.elements.subject.addEventListener("input", () => {
  clearTimeout(later);
  later = setTimeout(look, WAIT);
});
if (form.elements.subject.value) look();
renumber();
