// Shows what is known while the form is filled in, and sends it so that a refusal loses neither words nor chosen files.
// Without this script the two buttons of the form do the same.
"use strict";

const form = document.getElementById("intake");
const known = document.getElementById("known");
const said = document.getElementById("said");
const register = document.getElementById("register");
const largest = 20 * 1024 * 1024;
let waiting = 0;
let asked = 0;

document.getElementById("preview").hidden = true;

async function showKnown() {
  const body = new FormData(form);
  [...form.querySelectorAll("input[type=file]")].forEach((input) => body.delete(input.name));
  asked += 1;
  const mine = asked;
  try {
    const response = await fetch(form.dataset.known, { method: "POST", body });
    const text = await response.text();
    if (response.ok && mine === asked && !known.contains(document.activeElement)) known.innerHTML = text;
  } catch {
    // The connection is gone for a moment: the next change asks again.
  }
}

form.addEventListener("input", (event) => {
  if (event.target.type === "file" || event.target.name === "same_as") return;
  clearTimeout(waiting);
  waiting = setTimeout(showKnown, 400);
});

function refuse(reasons) {
  const box = document.createElement("div");
  box.className = "refusals";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  const head = document.createElement("p");
  head.textContent = "有下列问题，尚未保存：";
  const list = document.createElement("ul");
  reasons.forEach((reason) => {
    const item = document.createElement("li");
    item.textContent = reason;
    list.append(item);
  });
  box.append(head, list);
  said.replaceChildren(box);
  box.focus();
}

form.addEventListener("submit", async (event) => {
  if (event.submitter && event.submitter !== register) return;
  event.preventDefault();
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  const tooLarge = files.filter((file) => file.size > largest);
  if (tooLarge.length) {
    refuse(tooLarge.map((file) => `文件“${file.name}”超过20 MB，请压缩或者分开上传。`));
    return;
  }
  register.disabled = true;
  try {
    const response = await fetch(window.location.href, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    const answer = await response.json();
    if (answer.address) {
      window.location.assign(answer.address);
      return;
    }
    refuse(answer.reasons);
  } catch {
    refuse(["连接中断，没有保存；填写的内容都在，请稍后再按“登记”。"]);
  }
  register.disabled = false;
});

showKnown();
