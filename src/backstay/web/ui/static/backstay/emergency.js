// Printing needs script: the button shows itself only where it works. A tick and its "no" exclude each other.
"use strict";
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const pair of document.querySelectorAll(".sign")) {
  const [yes, no] = pair.querySelectorAll("input");
  yes.addEventListener("change", () => { if (yes.checked) { no.checked = false; } });
  no.addEventListener("change", () => { if (no.checked) { yes.checked = false; } });
}
