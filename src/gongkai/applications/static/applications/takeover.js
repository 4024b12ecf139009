// While the worker is at an uploaded register, its part of the page is fetched anew; without this script, by a link.
(() => {
  const EVERY = 2000;
  const part = document.getElementById("takeover");

  async function look() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById("takeover");
      if (now) {
        // The words alone while it goes on, so that a screen reader tells what has changed and nothing else moves.
        if ("waiting" in now.dataset) part.querySelector("[role=status]").textContent = now.querySelector("[role=status]").textContent;
        else return location.reload();
      }
    }
    setTimeout(look, EVERY);
  }

  if ("waiting" in part.dataset) setTimeout(look, EVERY);
})();
