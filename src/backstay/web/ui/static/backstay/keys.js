// Keys of the guide. Everything they do can be reached by Tab; whoever turned them off has none of them.
// Single keys do nothing while a field has focus, with a modifier, or while a dialog is open.
"use strict";
(() => {
  if (!document.body.hasAttribute("data-single-keys")) return;

  const PLACES = { c: "Cases", b: "Board", l: "Library" };
  const KEYS = [
    ["/", "find"],
    ["g c", "cases"],
    ["g b", "board"],
    ["g l", "library"],
    ["j", "next option"],
    ["k", "previous option"],
    ["Enter", "open or close it"],
    ["l", "next lesion"],
    ["m", "what is missing"],
    ["t", "try a change"],
    ["Esc", "leave it"],
    ["?", "this list"],
  ];
  const FIND = "main input[type=search]";
  const NEEDS = {
    "/": FIND, j: ".option > summary", k: ".option > summary", Enter: ".option > summary",
    l: ".tabs a + a", m: "#missing", t: "a#try", Esc: "[data-key-back]",
  };
  let waiting = 0; // when g was pressed

  const inField = (target) =>
    target.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]");

  const options = () =>
    [...document.querySelectorAll("main details.option > summary, main .option > summary")].filter(
      (one) => one.offsetParent !== null,
    );

  function move(step) {
    const found = options();
    if (!found.length) return;
    const at = found.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : found.length - 1) : Math.min(Math.max(at + step, 0), found.length - 1);
    found[next].focus();
  }

  // A link of the main navigation by its word: it is there only for whom it is for.
  function go(name) {
    const links = [...document.querySelectorAll(".topbar nav a")];
    const found = links.find((one) => one.textContent.trim() === name);
    if (found) found.click();
  }

  function nextLesion() {
    const tabs = [...document.querySelectorAll("main .tabs a")];
    if (tabs.length < 2) return;
    const at = tabs.findIndex((one) => one.hasAttribute("aria-current"));
    tabs[(at + 1) % tabs.length].click();
  }

  function show(selector) {
    const found = document.querySelector(selector);
    if (!found) return;
    if (!found.hasAttribute("tabindex") && !found.matches("a, button, input")) found.tabIndex = -1;
    found.focus();
    found.scrollIntoView({ block: "nearest" });
  }

  function press(selector) {
    const found = document.querySelector(selector);
    if (found) found.click();
  }

  // What a key leads to may be on another page, for others, or not on this site.
  function there(key) {
    if (NEEDS[key]) return document.querySelector(NEEDS[key]) !== null;
    if (!key.startsWith("g ")) return true;
    return [...document.querySelectorAll(".topbar nav a")].some((one) => one.textContent.trim() === PLACES[key[2]]);
  }

  // Not a modal: nothing may lie over the clock of a case.
  function list() {
    const dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    const title = document.createElement("h2");
    title.id = "keys-title";
    title.textContent = "Keys";
    const terms = document.createElement("dl");
    for (const [key, what] of KEYS) {
      if (!there(key)) continue;
      const row = document.createElement("div");
      const term = document.createElement("dt");
      for (const one of key.split(" ")) {
        const shown = document.createElement("kbd");
        shown.textContent = one;
        term.append(shown, " ");
      }
      const told = document.createElement("dd");
      told.textContent = what;
      row.append(term, told);
      terms.append(row);
    }
    const close = document.createElement("button");
    close.className = "btn";
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    const off = document.createElement("p");
    off.className = "xs dim";
    off.textContent = "They can be turned off on your own page, under your name.";
    dialog.append(title, terms, off, close);
    const before = document.activeElement;
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before) before.focus();
    });
    document.body.append(dialog);
    dialog.show();
  }

  const ACTIONS = {
    "/": () => show(FIND),
    j: () => move(1),
    k: () => move(-1),
    l: nextLesion,
    m: () => show("#missing"),
    t: () => press("a#try"),
    "?": list,
    Escape: () => press("[data-key-back]"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const open = document.querySelector("dialog[open]");
    if (open) {
      if (open.classList.contains("keys") && event.key === "Escape") open.close();
      return;
    }
    if (inField(event.target)) return;
    const afterG = Date.now() - waiting < 1500;
    waiting = 0;
    if (afterG && PLACES[event.key]) {
      event.preventDefault();
      go(PLACES[event.key]);
    } else if (event.key === "g") {
      waiting = Date.now();
    } else if (ACTIONS[event.key]) {
      event.preventDefault();
      ACTIONS[event.key]();
    }
  });
})();
