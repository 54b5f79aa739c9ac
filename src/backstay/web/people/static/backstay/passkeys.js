// Says in the page what happened when a passkey was not used; without script the buttons are not shown.
"use strict";
(() => {
  const words = document.getElementById("passkey-words");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (words) words.textContent = words.dataset.failed;
  });
  for (const button of document.querySelectorAll(".needs-script")) {
    if (!window.PublicKeyCredential) button.hidden = true;
  }
})();
