/* What helps with reading: the size of letters, printing, copying, reading aloud with the caption panel 大字屏幕,
 * and counting that a page was read. Every control stands hidden in the page and is shown by this file, so that
 * nobody meets a button that does nothing. */
(() => {
  "use strict";
  const root = document.documentElement;
  const SIZE = "gongkai-size";

  const remembered = () => {
    try { return localStorage.getItem(SIZE) || ""; } catch { return ""; }
  };
  const remember = (size) => {
    try { localStorage.setItem(SIZE, size); } catch { /* private windows remember nothing */ }
  };
  const setSize = (size) => {
    if (size === "s" || size === "l") root.dataset.size = size;
    else delete root.dataset.size;
    for (const button of document.querySelectorAll("[data-set-size]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setSize === (root.dataset.size || "")));
    }
  };

  const article = document.querySelector("[data-read]");
  const say = (words) => {
    const line = document.querySelector("[data-tools-state]");
    if (line) line.textContent = words;
  };

  const copy = async () => {
    const text = [...document.querySelectorAll("[data-copy]")].map((part) => part.innerText.trim()).join("\n\n");
    try {
      await navigator.clipboard.writeText(text);
      say("已复制全文");
    } catch {
      say("浏览器不允许复制，请用“纯文本”打开后自行复制");
    }
  };

  /* ------------------------------------------------------------ reading aloud */

  const voice = window.speechSynthesis;
  let sentences = [];
  let at = 0;
  let reading = false;

  const panel = () => document.getElementById("caption-panel");
  const button = () => document.querySelector("[data-aloud]");

  const collect = () => {
    const blocks = [...document.querySelectorAll("[data-copy]")]
      .flatMap((part) => [...part.querySelectorAll("h1, h2, h3, h4, p, li, tr")])
      .filter((block) => !block.closest(".scroll-hint") && !(block.tagName === "P" && block.closest("li, tr")));
    return blocks.flatMap((block) =>
      (block.innerText.replace(/\s+/g, " ").match(/[^。！？；!?]+[。！？；!?]?/g) || [])
        .map((words) => words.trim()).filter(Boolean).map((words) => ({ words, block })));
  };

  const stop = () => {
    reading = false;
    voice?.cancel();
    panel().hidden = true;
    root.classList.remove("captioned");
    for (const block of document.querySelectorAll(".read-now")) block.classList.remove("read-now");
    button()?.setAttribute("aria-pressed", "false");
    button()?.focus();
  };

  const show = () => {
    const { words, block } = sentences[at];
    panel().querySelector("[data-caption]").textContent = words;
    for (const other of document.querySelectorAll(".read-now")) other.classList.remove("read-now");
    block.classList.add("read-now");
    block.scrollIntoView({ block: "center", behavior: "auto" });
  };

  const speak = () => {
    if (!reading) return;
    if (at >= sentences.length) { stop(); return; }
    show();
    if (!voice) return;
    const utterance = new SpeechSynthesisUtterance(sentences[at].words);
    utterance.lang = "zh-CN";
    utterance.rate = root.dataset.elder ? 0.85 : 1;
    utterance.onend = () => { if (reading && utterance === current) { at += 1; speak(); } };
    current = utterance;
    voice.speak(utterance);
  };
  let current = null;

  const start = () => {
    sentences = collect();
    if (!sentences.length) return;
    at = 0;
    reading = true;
    panel().hidden = false;
    root.classList.add("captioned");
    button()?.setAttribute("aria-pressed", "true");
    panel().querySelector("[data-caption-stop]").focus();
    speak();
  };

  const step = (by) => {
    at = Math.min(Math.max(0, at + by), sentences.length - 1);
    current = null;
    voice?.cancel();
    speak();
  };

  /* ------------------------------------------------------------ wiring */

  setSize(remembered());
  document.addEventListener("click", (event) => {
    const target = event.target.closest("button");
    if (!target) return;
    const { setSize: size, print, copyText, aloud, captionStop, captionBack, captionOn } = target.dataset;
    if (size !== undefined) { setSize(size); remember(size); }
    if (print !== undefined) window.print();
    if (copyText !== undefined) copy();
    if (aloud !== undefined) { if (reading) stop(); else start(); }
    if (captionStop !== undefined) stop();
    if (captionBack !== undefined) step(-1);
    if (captionOn !== undefined) step(1);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && reading) stop(); });
  window.addEventListener("pagehide", () => voice?.cancel());

  /* On a small screen the text comes first: what is asked for less often is folded away. */
  const small = window.matchMedia("screen and (max-width: 64rem)");
  const fold = () => {
    for (const part of document.querySelectorAll("details[data-folds]")) part.open = !small.matches;
  };
  small.addEventListener("change", fold);
  fold();

  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

  /* Counted once in a window's life, and by a script: who only fetches pages is not a reader. */
  const counter = article?.dataset.count;
  if (counter) {
    const key = `gongkai-read-${counter}`;
    let again = false;
    try { again = sessionStorage.getItem(key) !== null; sessionStorage.setItem(key, "1"); } catch { /* as above */ }
    fetch(counter, { method: again ? "GET" : "POST", credentials: "omit" })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((answer) => {
        if (!answer) return;
        for (const place of document.querySelectorAll("[data-views]")) {
          place.textContent = `${answer.views} 次`;
          place.closest("[hidden]")?.removeAttribute("hidden");
        }
      })
      .catch(() => {});
  }
})();
