// A year's days off and made-up days by clicking: each click writes the lines anew that the form sends. Without this
// script the lines are typed. Once somebody has typed in them, clicking waits for the preview, so that nothing is lost.
"use strict";

(() => {
  const form = document.getElementById("calendar-form");
  const click = document.getElementById("calendar-click");
  if (!form || !click) return;
  const lines = { off: form.elements.off, work: form.elements.work };
  const name = document.getElementById("calendar-name");
  const said = document.getElementById("calendar-said");
  const cells = [...document.querySelectorAll(".calendar-month td[data-day]")];
  const WORDS = { off: "放假", work: "调休上班", weekend: "周末", "": "工作日" };
  const SIGNS = { off: "休", work: "班" };
  const AFTER = { "": "off", off: "", weekend: "work", work: "off" };
  let typed = false;

  const words = (day) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
  const weekend = (day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

  function next(cell) {
    const state = AFTER[cell.className];
    return state === "" && weekend(cell.dataset.day) ? "weekend" : state;
  }

  function draw(cell) {
    const button = cell.firstElementChild;
    const { day } = cell.dataset;
    const sign = SIGNS[cell.className];
    button.replaceChildren(Object.assign(document.createElement("span"), { textContent: Number(day.slice(8)) }));
    if (sign) button.append(Object.assign(document.createElement("b"), { textContent: sign }));
    button.setAttribute("aria-label", `${words(day)} ${WORDS[cell.className]} ${cell.dataset.name}`.trim());
  }

  function spans(state) {
    const found = [];
    for (const cell of cells) {
      const at = found.at(-1);
      if (cell.className !== state) continue;
      if (at && at.name === cell.dataset.name && cells.indexOf(cell) === at.last + 1) at.last += 1;
      else found.push({ name: cell.dataset.name, first: cells.indexOf(cell), last: cells.indexOf(cell) });
    }
    return found.map((it) => {
      const [first, last] = [cells[it.first].dataset.day, cells[it.last].dataset.day];
      const end = first.slice(0, 7) === last.slice(0, 7) ? `${Number(last.slice(8))}日` : words(last);
      return `${it.name} ${words(first)}${first === last ? "" : `至${end}`}`;
    });
  }

  function change(cell) {
    if (typed) {
      said.textContent = "日期栏里有新写的内容，请先点“预览”，再点选。";
      return;
    }
    const state = next(cell);
    if (["off", "work"].includes(state) && !name.value.trim()) {
      said.textContent = "请先写明点选的日期属于哪个节日。";
      name.focus();
      return;
    }
    cell.className = state;
    cell.dataset.name = ["off", "work"].includes(state) ? name.value.trim() : "";
    draw(cell);
    for (const [kind, field] of Object.entries(lines)) field.value = spans(kind).join("\n");
    // What stands below the month was written before the click.
    cell.closest(".calendar-month").querySelector("ul")?.remove();
    said.textContent = `${words(cell.dataset.day)}改为${WORDS[state]}。`;
  }

  for (const cell of cells) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    cell.replaceChildren(button);
    draw(cell);
    button.addEventListener("click", () => change(cell));
  }
  for (const field of Object.values(lines)) field.addEventListener("input", () => { typed = true; });
  click.hidden = false;
})();
