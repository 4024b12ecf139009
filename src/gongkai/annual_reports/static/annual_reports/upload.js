// Uploads one file after the other, so that each is said to be read or not, and a broken connection loses nothing.
// Without this script the form sends all files at once.
"use strict";

const form = document.getElementById("upload-form");
const input = document.getElementById("files");
const button = document.getElementById("upload-button");
const section = document.getElementById("upload-progress");
const status = document.getElementById("upload-status");
const bar = document.getElementById("upload-bar");
const list = document.getElementById("upload-items");
const retry = document.getElementById("upload-retry");
const done = document.getElementById("upload-done");
const limit = Number(form.dataset.maxMegabytes) * 1024 * 1024;
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

async function send(address, fields) {
  const body = new FormData();
  Object.entries(fields).forEach(([name, value]) => body.append(name, value));
  const response = await fetch(address, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  if (!response.ok && response.status !== 422) throw new Error(String(response.status));
  return response.json();
}

function say(item) {
  const row = document.createElement("li");
  const state = document.createElement("span");
  state.className = `state ${item.ok ? "good" : "error"}`;
  state.textContent = item.ok ? "已读取" : "未读取";
  const name = document.createElement(item.address ? "a" : "span");
  if (item.address) name.href = item.address;
  name.textContent = item.name;
  const sentence = document.createElement("span");
  sentence.className = "sub";
  sentence.textContent = item.sentence;
  row.append(state, " ", name, sentence);
  list.append(row);
}

async function upload(address, files, from) {
  for (let at = from; at < files.length; at += 1) {
    status.textContent = `正在读取第 ${at + 1} 个，共 ${files.length} 个：${files[at].name}`;
    bar.value = at;
    if (files[at].size > limit) {
      say({ ok: false, name: files[at].name, sentence: `文件超过 ${form.dataset.maxMegabytes} MB，未上传。` });
      continue;
    }
    try {
      say(await send(address, { file: files[at] }));
    } catch {
      status.textContent = `连接中断，已读取 ${at} 个，共 ${files.length} 个。`;
      retry.hidden = false;
      retry.querySelector("button").onclick = () => {
        retry.hidden = true;
        upload(address, files, at);
      };
      return;
    }
  }
  bar.value = files.length;
  status.textContent = `已处理 ${files.length} 个文件。`;
  done.querySelector("a").href = address;
  done.hidden = false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const files = [...input.files];
  button.disabled = true;
  section.hidden = false;
  list.replaceChildren();
  bar.max = files.length;
  try {
    const begun = await send(form.action, { expected: files.length });
    if (begun.error) throw new Error(begun.error);
    await upload(begun.batch, files, 0);
  } catch (error) {
    status.textContent = /^\d*$/.test(error.message) ? "没有连上服务器，请稍后再试。" : error.message;
    button.disabled = false;
  }
});
