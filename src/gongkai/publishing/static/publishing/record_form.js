// A draft that saves itself at pauses, attachments that come in while one writes on, a warning before leaving.
(() => {
  const form = document.getElementById("record-form");
  const said = document.getElementById("saved");
  const files = document.getElementById("files");
  const uploading = document.getElementById("uploading");
  const picker = document.getElementById("id_upload");
  const PAUSE = 4000;
  let waiting = 0;
  let unsaved = false;
  let busy = false;

  function touched() {
    unsaved = true;
    if (!("auto" in form.dataset)) return;
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  }

  async function save() {
    if (busy) return touched();
    busy = true;
    unsaved = false;
    const body = new FormData(form);
    body.delete("upload");
    body.set("auto", "1");
    const answer = await fetch(location.href, { method: "POST", body }).catch(() => null);
    const result = await answer?.json().catch(() => null);
    busy = false;
    if (answer?.ok) {
      form.elements.version.value = result.version;
      said.textContent = `草稿已于${result.saved}保存。`;
      said.className = "help";
    } else {
      unsaved = true;
      const reasons = [...(result?.reasons || []), ...Object.values(result?.errors || {})];
      said.textContent = `没有自动保存：${reasons.join("") || "网络不通，请稍后点“保存草稿”。"}`;
      said.className = "late";
    }
  }

  // Folded away, the other columns still tell how many are chosen.
  const others = document.getElementById("also-in");
  others.addEventListener("change", () => {
    const chosen = others.querySelectorAll(":checked").length;
    others.querySelector("[data-ticked]").textContent = chosen ? `已选${chosen}个` : "没有选择";
  });

  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", () => { unsaved = false; clearTimeout(waiting); });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  // Attachments: in order, named, taken out again.
  function button(word, of, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button button-small button-secondary", textContent: word });
    made.setAttribute("aria-label", `${word}：${of}`);
    made.addEventListener("click", () => { act(); touched(); });
    return made;
  }

  function equip(item) {
    const of = item.querySelector("input[type=text]").value;
    item.querySelector("[data-acts]").append(
      button("上移", of, () => item.previousElementSibling?.before(item)),
      button("下移", of, () => item.nextElementSibling?.after(item)),
      button("去掉", of, () => item.remove()),
    );
  }
  for (const item of files.children) equip(item);

  function taken(result) {
    const item = document.createElement("li");
    const id = Object.assign(document.createElement("input"), { type: "hidden", name: "attachment", value: result.id });
    const label = document.createElement("label");
    const word = Object.assign(document.createElement("span"), { textContent: "公开时的名称" });
    const title = Object.assign(document.createElement("input"), { type: "text", name: `attachment_title_${result.id}`, value: result.title, maxLength: 200 });
    label.append(word, title);
    const link = Object.assign(document.createElement("a"), { href: result.address, textContent: "查看文件" });
    const acts = Object.assign(document.createElement("span"), { className: "acts" });
    acts.dataset.acts = "";
    item.append(id, label, link, acts);
    files.append(item);
    equip(item);
    touched();
  }
  document.addEventListener("file-taken-in", (event) => taken(event.detail));

  function send(file) {
    const line = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { textContent: file.name });
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", `上传进度：${file.name}`);
    line.append(name, bar);
    uploading.append(line);
    const body = new FormData();
    body.set("file", file);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; };
      request.onloadend = () => {
        let result = null;
        try { result = JSON.parse(request.responseText); } catch { /* told below */ }
        if (request.status === 200 && result) {
          line.remove();
          taken(result);
        } else {
          bar.remove();
          name.className = "late";
          name.textContent = `${file.name}：${result?.reasons?.join("") || "没有上传成功，请重试。"}`;
        }
        resolve();
      };
      request.open("POST", form.dataset.upload);
      request.send(body);
    });
  }

  picker.addEventListener("change", async (event) => {
    event.stopPropagation();
    const chosen = [...picker.files];
    picker.value = "";
    for (const file of chosen) await send(file);
  });

  for (const close of document.querySelectorAll("dialog [data-close]")) {
    close.addEventListener("click", () => close.closest("dialog").close());
  }
})();
