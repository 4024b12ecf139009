// The template's problems while it is typed; saving checks again, with or without this script.
(() => {
  const form = document.getElementById("template-form");
  const text = document.getElementById("template-text");
  const problems = document.getElementById("template-problems");
  let waiting = 0;
  let asked = 0;

  function show(found) {
    const list = document.createElement(found.length ? "ul" : "p");
    if (found.length) {
      list.className = "plain";
      for (const sentence of found) {
        const item = document.createElement("li");
        const said = document.createElement("span");
        said.className = "late";
        said.textContent = sentence;
        item.append(said);
        list.append(item);
      }
    } else {
      list.className = "good";
      list.textContent = "没有发现问题。";
    }
    problems.replaceChildren(list);
  }

  async function check() {
    const number = ++asked;
    const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) }).catch(() => null);
    // An answer to what was typed before is none any more.
    if (answer?.ok && number === asked) show((await answer.json()).problems);
  }

  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(check, 400);
  });
})();
