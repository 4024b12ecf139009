// Boxes on the pages of the masking screen: each row of the table is a box. The table works without this script.
(() => {
  const form = document.getElementById("masking");
  const table = document.getElementById("mask-rows");
  const model = document.getElementById("mask-row");
  const count = form.querySelector('[name="form-TOTAL_FORMS"]');
  const most = Number(form.querySelector('[name="form-MAX_NUM_FORMS"]').value);
  const status = document.getElementById("mask-status");
  const POINT = 25.4 / 72;
  const SIDES = ["left", "top", "right", "bottom"];
  const LEAST = 1; // millimetres

  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const round = (value) => Math.round(value * 10) / 10;
  const pageOf = (number) => form.querySelector(`.page[data-page="${number}"]`);
  const isBlank = (row) => SIDES.every((side) => field(row, side).value === "");

  // ------------------------------------------------ boxes from rows

  function draw(row) {
    const before = row.box;
    row.box = null;
    const page = pageOf(field(row, "page").value);
    const [left, top, right, bottom] = SIDES.map((side) => Number.parseFloat(field(row, side).value));
    if (!page || ![left, top, right, bottom].every(Number.isFinite) || left >= right || top >= bottom) {
      before?.remove();
      return;
    }
    const width = page.dataset.width * POINT;
    const height = page.dataset.height * POINT;
    const box = document.createElement("button");
    box.type = "button";
    box.className = "box";
    const used = field(row, "use").checked;
    box.setAttribute("aria-pressed", used);
    box.setAttribute("aria-label", `第${page.dataset.page}页的遮盖处 ${field(row, "what").value}`.trim());
    Object.assign(box.style, {
      left: `${(left / width) * 100}%`, top: `${(top / height) * 100}%`,
      width: `${((right - left) / width) * 100}%`, height: `${((bottom - top) / height) * 100}%`,
    });
    box.addEventListener("click", () => {
      field(row, "use").checked = !field(row, "use").checked;
      draw(row);
      row.box.focus();
    });
    box.addEventListener("focus", () => row.classList.add("pointed"));
    box.addEventListener("blur", () => row.classList.remove("pointed"));
    // In the same place: who goes from box to box with the keyboard is not thrown back.
    if (before?.parentElement === page) before.replaceWith(box);
    else {
      before?.remove();
      page.append(box);
    }
    row.box = box;
  }

  function newRow() {
    const blank = [...table.rows].find(isBlank);
    if (blank) return blank;
    const number = Number(count.value);
    if (number >= most) return null;
    const holder = document.createElement("tbody");
    holder.innerHTML = model.innerHTML.replaceAll("__prefix__", number);
    table.append(holder.rows[0]);
    count.value = number + 1;
    return table.rows[table.rows.length - 1];
  }

  table.addEventListener("input", (event) => draw(event.target.closest("tr")));
  [...table.rows].forEach(draw);

  // ------------------------------------------------ boxes by mouse, pen or finger

  // A finger scrolls until drawing is switched on; a mouse draws at once.
  const pen = document.getElementById("mask-draw");
  const drawing = () => pen.getAttribute("aria-pressed") === "true";
  const switchTo = (on) => {
    pen.setAttribute("aria-pressed", on);
    form.classList.toggle("drawing", on);
  };
  pen.addEventListener("click", () => switchTo(!drawing()));
  switchTo(!matchMedia("(pointer: coarse)").matches);

  function place(page, event) {
    const area = page.getBoundingClientRect();
    const share = (at, from, size) => Math.min(Math.max((at - from) / size, 0), 1);
    return [
      share(event.clientX, area.left, area.width) * page.dataset.width * POINT,
      share(event.clientY, area.top, area.height) * page.dataset.height * POINT,
    ];
  }

  form.querySelectorAll(".page").forEach((page) => {
    let row = null;
    let from = null;
    page.addEventListener("pointerdown", (event) => {
      if (!drawing() || event.button !== 0 || event.target.classList.contains("box")) return;
      from = place(page, event);
      row = null;
      page.setPointerCapture(event.pointerId);
    });
    page.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = place(page, event);
      if (!row) {
        if (Math.abs(to[0] - from[0]) < LEAST || Math.abs(to[1] - from[1]) < LEAST) return;
        row = newRow();
        if (!row) {
          status.textContent = "遮盖处已达上限。";
          from = null;
          return;
        }
        field(row, "use").checked = true;
        field(row, "page").value = page.dataset.page;
      }
      field(row, "left").value = round(Math.min(from[0], to[0]));
      field(row, "top").value = round(Math.min(from[1], to[1]));
      field(row, "right").value = round(Math.max(from[0], to[0]));
      field(row, "bottom").value = round(Math.max(from[1], to[1]));
      draw(row);
    });
    const end = () => {
      if (row) status.textContent = `已在第${page.dataset.page}页添加一处遮盖，请核对依据。`;
      from = row = null;
    };
    page.addEventListener("pointerup", end);
    page.addEventListener("pointercancel", end);
  });

  document.querySelectorAll("[data-with-script]").forEach((hint) => { hint.hidden = false; });
})();
