/* Suggestions beneath a search box while somebody types: a combobox with a list, by mouse and by keyboard.
 * The box is a plain one without this file. */
(() => {
  "use strict";
  const WAIT = 200;

  const furnish = (box) => {
    const form = box.form;
    const state = form.querySelector("[data-suggest-state]");
    const list = document.createElement("ul");
    list.id = `${box.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "检索建议");
    box.after(list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) box.setAttribute(name, value);

    let typed = box.value;
    let asked = box.value.trim();
    let at = -1;
    let later;
    let asking;

    const close = () => {
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };

    const choose = (number) => {
      const options = list.children;
      options[at]?.setAttribute("aria-selected", "false");
      at = number;
      const option = options[at];
      box.value = option ? option.textContent : typed;
      if (!option) {
        box.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    const show = (words) => {
      at = -1;
      box.removeAttribute("aria-activedescendant");
      list.replaceChildren(...words.map((word, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = word;
        // Before the box loses the focus, or the list would be gone before the click.
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => {
          box.value = word;
          close();
          form.requestSubmit();
        });
        return option;
      }));
      list.hidden = words.length === 0;
      box.setAttribute("aria-expanded", String(words.length > 0));
      if (state) state.textContent = words.length ? `有 ${words.length} 条检索建议，用上下方向键选择` : "";
    };

    const look = async () => {
      const words = box.value.trim();
      if (words === asked) return;
      asked = words;
      asking?.abort();
      if (!words) {
        close();
        return;
      }
      asking = new AbortController();
      try {
        const response = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
        if (response.ok && document.activeElement === box) show((await response.json()).words);
      } catch { /* no connection: the box still searches */ }
    };

    const soon = () => {
      typed = box.value;
      clearTimeout(later);
      later = setTimeout(look, WAIT);
    };
    // While a Chinese character is being composed, what stands in the box is no word yet.
    box.addEventListener("input", (event) => { if (!event.isComposing) soon(); });
    box.addEventListener("compositionend", soon);
    box.addEventListener("blur", close);
    form.addEventListener("submit", () => { clearTimeout(later); asking?.abort(); close(); });
    box.addEventListener("keydown", (event) => {
      const many = list.children.length;
      if (event.isComposing || many === 0) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        box.value = typed;
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) {
          list.hidden = false;
          box.setAttribute("aria-expanded", "true");
        }
        const step = event.key === "ArrowDown" ? 1 : -1;
        // One more place than there are options: that of what was typed.
        choose((at + 1 + step + many + 1) % (many + 1) - 1);
      }
    });
  };

  for (const box of document.querySelectorAll("input[data-suggest]")) furnish(box);
})();
