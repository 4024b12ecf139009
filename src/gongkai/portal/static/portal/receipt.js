// On the receipt: the draft of the form has done its service, and the page can be printed.
"use strict";

try {
  localStorage.removeItem(`gongkai-draft-${document.getElementById("receipt").dataset.draft}`);
} catch { /* a browser that keeps nothing has nothing to forget */ }

const print = document.getElementById("print-button");
print.hidden = false;
print.addEventListener("click", () => window.print());
