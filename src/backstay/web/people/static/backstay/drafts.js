// A form with `data-draft` keeps what is typed on the server, and offers it when the page is opened again.
// Two such forms that post to the same path carry different words: data-draft="lesion".
"use strict";
(() => {
  const PAUSE = 1500;
  const KEEP = "/people/drafts/keep/";
  const OFFER = "/people/drafts/offer/";

  function path(form) {
    const name = form.dataset.draft;
    return new URL(form.getAttribute("action") || window.location.href, window.location.href).pathname + (name ? `#${name}` : "");
  }

  function part(kind, role) {
    const made = document.createElement("div");
    made.className = kind;
    if (role) made.setAttribute("role", role);
    return made;
  }

  function values(form) {
    const sent = new FormData(form);
    const kept = { _form: [path(form)], _page: [window.location.pathname + window.location.search] };
    for (const [name, value] of sent) {
      if (typeof value === "string") (kept[name] = kept[name] || []).push(value);
    }
    return kept;
  }

  function keep(form, line) {
    window.htmx.ajax("POST", KEEP, { source: line, target: line, swap: "innerHTML", values: values(form) });
  }

  function fill(form, list) {
    const given = {};
    for (const one of list.querySelectorAll("[data-name]")) (given[one.dataset.name] = given[one.dataset.name] || []).push(one.dataset.value);
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "file" || field.type === "submit") continue;
      const wanted = given[field.name];
      if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(wanted && wanted.includes(field.value));
      else if (field.tagName === "SELECT" && field.multiple) for (const option of field.options) option.selected = Boolean(wanted && wanted.includes(option.value));
      else if (wanted) field.value = wanted.shift() ?? "";
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function offered(form, offer, token) {
    offer.addEventListener("click", async (event) => {
      const away = event.target.closest("[data-throw-away]");
      if (event.target.closest("[data-put-back]")) fill(form, offer);
      else if (away) await fetch(away.dataset.throwAway, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
      else return;
      offer.remove();
      const first = form.querySelector("input:not([type=hidden]), select, textarea");
      if (first) first.focus();
    });
  }

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const line = part("kept-line", "status");
    form.append(line);
    let waiting = 0;
    const soon = () => { window.clearTimeout(waiting); waiting = window.setTimeout(() => keep(form, line), PAUSE); };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("submit", () => window.clearTimeout(waiting));
    if (form.dataset.draft) {
      const name = document.createElement("input");
      Object.assign(name, { type: "hidden", name: "_draft", value: form.dataset.draft });
      form.append(name);
    }
    fetch(`${OFFER}?form=${encodeURIComponent(path(form))}`, { headers: { "X-Background": "draft" } }).then(async (answer) => {
      if (answer.status !== 200 || answer.redirected) return;
      const offer = part("kept-offer", "region");
      offer.setAttribute("aria-label", "Not saved yet");
      offer.innerHTML = await answer.text();
      form.before(offer);
      offered(form, offer, form.elements.csrfmiddlewaretoken.value);
    });
  }
})();
