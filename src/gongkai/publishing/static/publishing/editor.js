// The rich-text editor of a body: headings, lists, tables, links, pictures. What it keeps is cleaned by the server.
// Without this script the field is the body's source in a plain text area.
(() => {
  // All that the server keeps, so that what is opened and saved loses nothing; a SPAN says nothing without a class.
  const KEPT = new Set("P DIV H2 H3 H4 H5 H6 UL OL LI DL DT DD TABLE CAPTION COLGROUP COL THEAD TBODY TFOOT TR TH TD A IMG FIGURE FIGCAPTION STRONG EM U S SUB SUP BR HR BLOCKQUOTE PRE".split(" "));
  const RENAMED = { H1: "H2", B: "STRONG", I: "EM" };
  const DROPPED = new Set("SCRIPT STYLE META LINK TITLE HEAD IFRAME OBJECT EMBED FORM INPUT BUTTON SELECT TEXTAREA SVG MATH".split(" "));
  const BLOCKS = new Set("SECTION ARTICLE HEADER FOOTER MAIN CENTER".split(" "));
  // Of what comes from elsewhere: no deeper headings, no frames of a page's layout.
  const PASTED = { H5: "H4", H6: "H4", DIV: "P" };
  const ATTRIBUTES = { A: ["href", "title"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan", "scope"], IMG: ["src", "alt", "width", "height"], OL: ["start"], COL: ["span"], COLGROUP: ["span"] };

  const ALIGNED = new Set("P DIV TD TH".split(" "));
  const CLASSED = new Set([...ALIGNED, "FIGURE"]);
  const CLASSES = ["align-left", "align-center", "align-right", "indent"];

  // "center" or "right", in whatever way that was said: the one thing of its looks that an official text means something by.
  function alignment(node) {
    const said = /\balign-(center|right)\b/.exec(node.className)?.[1] || node.style.textAlign || node.getAttribute("align") || "";
    return { center: "center", right: "right", end: "right" }[said.toLowerCase()] || (node.parentElement?.tagName === "CENTER" ? "center" : "");
  }

  // A picture that was taken in here; none is loaded from anywhere else.
  const ours = (image) => new URL(image.getAttribute("src") || "", location.href).origin === location.origin && /\/fujian\/[2-9a-z]{12}\/tupian\/$/.test(image.getAttribute("src"));

  // A text with nothing but what a body may hold; `pasted` where it comes from elsewhere.
  function cleaned(html, pasted = false) {
    const from = new DOMParser().parseFromString(html, "text/html").body;
    const to = document.createElement("div");
    copy(from, to, pasted);
    return to.innerHTML;
  }

  function copy(from, to, pasted) {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(from.closest("pre") ? node.data : node.data.replace(/[\t\r\n]+/g, " "));
      if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName)) continue;
      const name = RENAMED[node.tagName] || (pasted && PASTED[node.tagName]) || (BLOCKS.has(node.tagName) ? "P" : node.tagName);
      if (!KEPT.has(name) || (name === "IMG" && !ours(node))) {
        copy(node, to, pasted);
        continue;
      }
      const made = document.createElement(name);
      for (const attribute of ATTRIBUTES[name] || []) {
        if (node.hasAttribute(attribute) && !(pasted && ["width", "height"].includes(attribute))) made.setAttribute(attribute, node.getAttribute(attribute));
      }
      const said = CLASSED.has(name) ? CLASSES.filter((each) => node.classList.contains(each)) : [];
      const side = ALIGNED.has(name) && alignment(node);
      if (side && !said.includes(`align-${side}`)) said.push(`align-${side}`);
      if (said.length) made.className = said.join(" ");
      copy(node, made, pasted);
      if (name === "P" && made.querySelector("p,div,table,ul,ol,dl,pre,figure,h2,h3,h4,h5,h6,blockquote")) to.append(...made.childNodes);
      else if (!["P", "H2", "H3", "H4", "H5", "H6"].includes(name) || made.textContent.trim() || made.querySelector("img")) to.append(made);
    }
  }

  class Editor {
    constructor(root) {
      this.root = root;
      this.source = root.querySelector("textarea");
      this.label = document.querySelector(`label[for="${this.source.id}"]`);
      this.area = Object.assign(document.createElement("div"), { className: "rich-area", contentEditable: "true", id: `${this.source.id}_rich` });
      this.area.setAttribute("role", "textbox");
      this.area.setAttribute("aria-multiline", "true");
      this.label.id ||= `${this.source.id}_label`;
      this.area.setAttribute("aria-labelledby", this.label.id);
      const described = this.source.getAttribute("aria-describedby");
      if (described) this.area.setAttribute("aria-describedby", described);
      this.area.innerHTML = cleaned(this.source.value) || "<p><br></p>";
      this.bar = this.toolbar();
      root.prepend(this.bar, this.area);
      this.source.hidden = true;
      this.label.addEventListener("click", () => this.area.focus());
      document.execCommand("defaultParagraphSeparator", false, "p");
      this.area.addEventListener("input", () => this.keep());
      this.area.addEventListener("paste", (event) => this.paste(event));
      this.area.addEventListener("drop", (event) => event.dataTransfer?.files.length && event.preventDefault());
      document.addEventListener("selectionchange", () => this.reflect());
      this.source.addEventListener("input", () => { this.area.innerHTML = cleaned(this.source.value); });
    }

    toolbar() {
      const bar = document.createElement("div");
      bar.className = "rich-bar";
      bar.setAttribute("role", "toolbar");
      bar.setAttribute("aria-label", "正文格式");
      bar.setAttribute("aria-controls", this.area.id);
      const add = (word, act, state) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: word });
        button.tabIndex = bar.children.length ? -1 : 0;
        if (state) { button.dataset.state = state; button.setAttribute("aria-pressed", "false"); }
        button.addEventListener("mousedown", (event) => event.preventDefault());
        button.addEventListener("click", () => act());
        bar.append(button);
        return button;
      };
      for (const [word, tag] of [["正文", "p"], ["标题", "h2"], ["小标题", "h3"]]) add(word, () => this.run("formatBlock", `<${tag}>`), `block:${tag}`);
      add("加粗", () => this.run("bold"), "bold");
      add("编号列表", () => this.run("insertOrderedList"), "insertOrderedList");
      add("项目列表", () => this.run("insertUnorderedList"), "insertUnorderedList");
      add("居中", () => this.align("center"), "align:center");
      add("右对齐", () => this.align("right"), "align:right");
      add("链接", () => this.link());
      if (this.root.dataset.upload) add("图片", () => this.picture());
      add("表格", () => this.insert("<table><tbody><tr><th scope=\"col\">项目</th><th scope=\"col\">内容</th></tr><tr><td><br></td><td><br></td></tr></tbody></table><p><br></p>"));
      for (const [word, act] of [["加行", (c) => this.addRow(c)], ["加列", (c) => this.addColumn(c)], ["删行", (c) => c.parentElement.remove()], ["删列", (c) => this.dropColumn(c)]]) {
        const button = add(word, () => this.inCell(act));
        button.classList.add("for-table");
      }
      add("清除格式", () => { this.run("removeFormat"); this.run("unlink"); });
      add("撤销", () => this.run("undo"));
      add("重做", () => this.run("redo"));
      this.toggle = add("源代码", () => this.swap());
      this.toggle.setAttribute("aria-pressed", "false");
      bar.addEventListener("keydown", (event) => {
        const shown = [...bar.children].filter((button) => button.offsetParent);
        const at = shown.indexOf(document.activeElement);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const next = shown[(to + shown.length) % shown.length];
        for (const button of bar.children) button.tabIndex = button === next ? 0 : -1;
        next.focus();
      });
      return bar;
    }

    run(command, value) {
      this.back();
      document.execCommand("styleWithCSS", false, false);
      document.execCommand(command, false, value);
      this.keep();
      this.reflect();
    }

    insert(html) { this.run("insertHTML", html); }

    // The paragraphs and cells that the selection touches.
    touched() {
      const selection = getSelection();
      if (!selection.rangeCount || !this.area.contains(selection.anchorNode)) return [];
      const range = selection.getRangeAt(0);
      return [...this.area.querySelectorAll("p,td,th")].filter((block) => range.intersectsNode(block) && !block.querySelector("p"));
    }

    // To that side; back to where text begins when all of it stands there already.
    align(side) {
      this.back();
      const blocks = this.touched();
      const there = blocks.every((block) => alignment(block) === side);
      for (const block of blocks) {
        block.removeAttribute("align");
        block.style.textAlign = "";
        block.classList.remove("align-left", "align-center", "align-right");
        if (!there) block.classList.add(`align-${side}`);
      }
      this.keep();
      this.reflect();
    }

    keep() {
      this.source.value = cleaned(this.area.innerHTML);
      this.source.dispatchEvent(new Event("change", { bubbles: true }));
    }

    paste(event) {
      const html = event.clipboardData.getData("text/html");
      if (!html) return;
      event.preventDefault();
      this.insert(cleaned(html, true));
    }

    remember() {
      const selection = getSelection();
      if (selection.rangeCount && this.area.contains(selection.anchorNode)) this.range = selection.getRangeAt(0).cloneRange();
    }

    // To where the cursor was: a dialog took it away.
    back() {
      const selection = getSelection();
      if (selection.rangeCount && this.area.contains(selection.anchorNode)) return;
      this.area.focus();
      if (this.range && this.area.contains(this.range.startContainer)) {
        selection.removeAllRanges();
        selection.addRange(this.range);
      } else {
        selection.selectAllChildren(this.area);
        selection.collapseToEnd();
      }
    }

    cell() {
      const node = getSelection().anchorNode;
      const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      const cell = element?.closest?.("td,th");
      return cell && this.area.contains(cell) ? cell : null;
    }

    inCell(act) {
      const cell = this.cell();
      if (!cell) return;
      const table = cell.closest("table");
      act(cell);
      if (!table.querySelector("td,th")) table.remove();
      this.keep();
    }

    addRow(cell) {
      const row = cell.parentElement.cloneNode(true);
      for (const each of row.children) { each.textContent = ""; each.append(document.createElement("br")); }
      cell.parentElement.after(row);
    }

    addColumn(cell) {
      const at = cell.cellIndex;
      for (const row of cell.closest("table").rows) {
        const beside = row.cells[Math.min(at, row.cells.length - 1)];
        const made = document.createElement(beside?.tagName || "td");
        made.append(document.createElement("br"));
        if (beside) beside.after(made); else row.append(made);
      }
    }

    dropColumn(cell) {
      const at = cell.cellIndex;
      for (const row of [...cell.closest("table").rows]) {
        row.cells[at]?.remove();
        if (!row.cells.length) row.remove();
      }
    }

    reflect() {
      this.remember();
      if (!this.area.contains(getSelection().anchorNode)) return;
      this.bar.classList.toggle("in-table", Boolean(this.cell()));
      for (const button of this.bar.querySelectorAll("[data-state]")) {
        const [command, tag] = button.dataset.state.split(":");
        const blocks = command === "align" ? this.touched() : [];
        const on = command === "align" ? blocks.length > 0 && blocks.every((block) => alignment(block) === tag)
          : tag ? document.queryCommandValue("formatBlock").toLowerCase() === tag : document.queryCommandState(command);
        button.setAttribute("aria-pressed", String(on));
      }
    }

    swap() {
      const show = this.source.hidden;
      this.source.hidden = !show;
      this.area.hidden = show;
      this.toggle.setAttribute("aria-pressed", String(show));
      (show ? this.source : this.area).focus();
    }

    link() {
      this.remember();
      const dialog = document.getElementById("rich-link");
      const form = dialog.querySelector("form");
      form.reset();
      form.onsubmit = () => {
        const address = form.elements.address.value.trim();
        if (!/^(https?:|mailto:|tel:|\/|#)/i.test(address)) return;
        const range = this.range;
        if (range && !range.collapsed) this.run("createLink", address);
        else {
          const made = document.createElement("a");
          made.href = address;
          made.textContent = address;
          this.insert(made.outerHTML);
        }
      };
      dialog.showModal();
    }

    picture() {
      this.remember();
      const dialog = document.getElementById("rich-picture");
      const form = dialog.querySelector("form");
      const said = dialog.querySelector("[role=alert]");
      form.reset();
      said.textContent = "";
      form.onsubmit = async (event) => {
        event.preventDefault();
        if (event.submitter?.value === "cancel") return dialog.close();
        const body = new FormData(form);
        body.set("picture", "1");
        body.set("csrfmiddlewaretoken", this.source.form.elements.csrfmiddlewaretoken.value);
        const answer = await fetch(this.root.dataset.upload, { method: "POST", body }).catch(() => null);
        const result = await answer?.json().catch(() => null);
        if (!answer?.ok) {
          said.textContent = result?.reasons?.join("") || "图片没有上传成功，请重试。";
          return;
        }
        dialog.close();
        const made = document.createElement("img");
        made.src = result.picture;
        made.alt = form.elements.alternative.value.trim();
        document.dispatchEvent(new CustomEvent("file-taken-in", { detail: result }));
        this.insert(`<p>${made.outerHTML}</p>`);
      };
      dialog.showModal();
    }
  }

  for (const root of document.querySelectorAll("[data-rich]")) new Editor(root);
})();
