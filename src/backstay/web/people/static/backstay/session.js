// Before a session ends, a line says so, and one click (or any work on the page) keeps it. The server decides.
"use strict";
(() => {
  const line = document.getElementById("idle");
  if (!line) return;
  const words = document.getElementById("idle-words");
  const form = line.querySelector("form");
  const allowed = Number(document.body.dataset.idleMinutes) * 60;
  const warnAt = Math.min(120, allowed / 2);
  const pause = Math.max(1, Math.min(15, warnAt / 4)) * 1000;
  let end = Date.now() + allowed * 1000;
  let touched = Date.now();
  let busy = false;
  let said = "";

  const left = () => Math.round((end - Date.now()) / 1000);
  const leave = () => window.location.assign(window.location.pathname + window.location.search);

  async function ask(method) {
    const headers = { Accept: "application/json" };
    if (method === "GET") headers["X-Background"] = "session";
    const body = method === "POST" ? new FormData(form) : undefined;
    try {
      const answer = await fetch(line.dataset.session, { method, headers, body, cache: "no-store" });
      if (!answer.ok) return;
      const told = await answer.json();
      end = Date.now() + told.left * 1000;
      if (method === "POST") touched = Date.now();
    } catch (error) {
      // No network: the server counts on, and the next tick asks again.
    }
  }

  function say() {
    const seconds = left();
    line.hidden = seconds > warnAt;
    const minutes = Math.ceil(seconds / 60);
    const time = seconds > 60 ? `${minutes} minutes` : seconds > 20 ? "one minute" : "a few seconds";
    const sentence = line.hidden ? "" : `You will be signed out in ${time}, because nothing was done here. What you send later is kept.`;
    if (sentence !== said) words.textContent = said = sentence;
  }

  async function tick() {
    if (busy && line.hidden && Date.now() - touched > Math.min(60, allowed / 4) * 1000) {
      busy = false;
      await ask("POST");
    }
    if (left() <= warnAt) await ask("GET");
    if (left() <= 0) { leave(); return; }
    say();
  }

  for (const sign of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(sign, () => { busy = true; }, { passive: true, capture: true });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await ask("POST");
    say();
    document.getElementById("main").focus();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  window.setInterval(tick, pause);
})();
