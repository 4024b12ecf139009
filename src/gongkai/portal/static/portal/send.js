// Every form marked data-send works without this. With it files are looked at before they are sent, what is wrong is said
// without losing the files that were chosen, one click sends once, and a lost connection is told of and can be tried again.
"use strict";

const MEGABYTE = 1024 * 1024;
const SUFFIXES = ["pdf", "ofd", "png", "jpg", "jpeg", "gif", "tif", "tiff", "docx", "doc", "wps", "xlsx", "et", "txt"];
const OFFLINE = "没有发送出去：网络不通。填写的内容和选好的文件都还在，请检查网络后再提交一次；已经收到的不会重复登记。";
const BROKEN = "没有发送成功，请稍后再提交一次；已经收到的不会重复登记。";

const summary = document.getElementById("error-list");

function fieldOf(name) {
  return document.getElementById(`f-${name}`);
}

function forget(name) {
  document.getElementById(`e-${name}`)?.remove();
  const field = fieldOf(name);
  if (!field) return;
  field.removeAttribute("aria-invalid");
  tie(field, name);
}

function tie(field, name) {
  const told = [`h-${name}`, `e-${name}`].filter((id) => document.getElementById(id));
  const holder = field.type === "radio" ? field.closest("fieldset") : field;
  if (told.length) holder.setAttribute("aria-describedby", told.join(" "));
  else holder.removeAttribute("aria-describedby");
}

function say(name, sentence) {
  const field = fieldOf(name);
  if (!field) return;
  forget(name);
  const line = document.createElement("p");
  line.className = "error";
  line.id = `e-${name}`;
  line.textContent = sentence;
  const before = field.type === "radio" ? field.closest(".choices") : field;
  before.before(line);
  if (field.type !== "radio") field.setAttribute("aria-invalid", "true");
  tie(field, name);
  field.closest("details")?.setAttribute("open", "");
}

function showErrors(errors) {
  document.querySelectorAll("p.error").forEach((line) => forget(line.id.slice(2)));
  summary.replaceChildren();
  summary.hidden = errors.length === 0;
  if (errors.length === 0) return;
  const heading = document.createElement("h2");
  heading.textContent = "还没有提交，请改正以下各项";
  const list = document.createElement("ul");
  for (const { field, sentence } of errors) {
    const item = document.createElement("li");
    if (field && fieldOf(field)) {
      const link = document.createElement("a");
      link.href = `#f-${field}`;
      link.textContent = sentence;
      item.append(link);
      say(field, sentence);
    } else item.textContent = sentence;
    list.append(item);
  }
  summary.append(heading, list);
  summary.focus();
}

// A link to a field leads into the field, not only to its place.
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
});

function filesOf(form) {
  return [...form.querySelectorAll('input[type="file"]')];
}

function wrongFile(form, input) {
  const most = Number(form.dataset.fileMegabytes);
  for (const file of input.files) {
    const suffix = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
    if (file.size === 0) return `文件“${file.name}”是空的。`;
    if (!SUFFIXES.includes(suffix)) return `文件“${file.name}”的类型不能接收；可以上传 PDF、OFD、图片、Word、Excel 和文本文件。`;
    if (file.size > most * MEGABYTE) return `文件“${file.name}”超过 ${most} MB，请压缩或者分开后再上传。`;
  }
  return "";
}

function wrongFiles(form) {
  const inputs = filesOf(form);
  const errors = inputs.map((input) => ({ field: input.name, sentence: wrongFile(form, input) })).filter((e) => e.sentence);
  const total = inputs.flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
  const most = Number(form.dataset.totalMegabytes);
  if (errors.length === 0 && total > most * MEGABYTE) {
    errors.push({ field: inputs.find((input) => input.files.length).name, sentence: `全部文件合计超过 ${most} MB，请减少或者压缩后再上传。` });
  }
  return errors;
}

async function send(form) {
  const errors = wrongFiles(form);
  if (errors.length) {
    showErrors(errors);
    return;
  }
  const state = form.querySelector(".send-state");
  const button = form.querySelector("button.first");
  form.dataset.sending = "1";
  button.disabled = true;
  state.textContent = "正在提交，请稍候……";
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
    if (answer?.location) {
      form.dispatchEvent(new CustomEvent("sent"));
      location.assign(answer.location);
      return;
    }
    state.textContent = "";
    if (answer?.key && form.elements.key) form.elements.key.value = answer.key;
    showErrors(answer?.errors ?? [{ field: "", sentence: response.status === 413 ? "提交的内容过大，请减少或者压缩文件后再提交。" : BROKEN }]);
  } catch {
    state.textContent = "";
    showErrors([{ field: "", sentence: OFFLINE }]);
  }
  delete form.dataset.sending;
  button.disabled = false;
}

document.querySelectorAll("form[data-send]").forEach((form) => {
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "act") return;
    event.preventDefault();
    if (!form.dataset.sending) send(form);
  });
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    const sentence = wrongFile(form, input);
    if (sentence) say(input.name, sentence);
    else forget(input.name);
  });
});

if (summary && !summary.hidden) summary.focus();
