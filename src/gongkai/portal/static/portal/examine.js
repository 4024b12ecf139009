// The form of 年报体检 works without this. With it a file can be dropped anywhere on its box, is checked for size before
// it is sent, and the waiting is said aloud.
"use strict";

const form = document.getElementById("examine-form");
const file = document.getElementById("file");
const drop = document.getElementById("drop");
const text = document.getElementById("text");
const busy = document.getElementById("busy");
const button = document.getElementById("examine-button");
const limit = Number(form.dataset.maxMegabytes);

document.querySelectorAll(".only-script").forEach((element) => { element.hidden = false; });

function tooLarge() {
  return file.files.length > 0 && file.files[0].size > limit * 1024 * 1024;
}

function checkSize() {
  const wrongFile = tooLarge() ? `文件超过 ${limit} MB，请检查是否选错了文件。` : "";
  const wrongText = text.value.length > Number(form.dataset.maxCharacters) ? form.dataset.tooLong : "";
  file.setCustomValidity(wrongFile);
  text.setCustomValidity(wrongText);
  busy.textContent = wrongFile || wrongText;  // the browser's own word goes away again
}

function fileFits() {
  checkSize();
  return file.reportValidity();
}

text.addEventListener("input", checkSize);

drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (event.dataTransfer.files.length === 0) return;
  file.files = event.dataTransfer.files;
  if (fileFits()) form.requestSubmit();
});
file.addEventListener("change", fileFits);

form.addEventListener("submit", () => {
  form.classList.add("sending");
  busy.textContent = "正在读取和核对，请稍候……";
  button.disabled = true;
});

// Coming back by the browser's history: the form is usable again.
window.addEventListener("pageshow", () => {
  form.classList.remove("sending");
  busy.textContent = "";
  button.disabled = false;
});

document.getElementById("error-list")?.focus();
