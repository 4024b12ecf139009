// A link inside the page moves the focus along with the view, so that keyboard and screen reader arrive where the eye
// does. Without this script the links still scroll and mark their target.
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center", inline: "center" });
});
