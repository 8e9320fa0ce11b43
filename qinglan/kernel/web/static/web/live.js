// Shows whether the stream of a live page is connected, and keeps the numbers in the header current while it is.
"use strict";
(() => {
  const show = (state) => {
    for (const mark of document.querySelectorAll("[data-q-connection]")) {
      mark.dataset.state = state;
      mark.querySelector("[data-q-word]").textContent = mark.dataset[state];
    }
  };
  // What a stream brings may concern the reader: his numbers are asked for again, at most every 10 s.
  const PAUSE = 10000;
  let asked = 0;
  const renew = async () => {
    const held = document.querySelector("[data-q-counts]");
    if (!held || Date.now() - asked < PAUSE) return;
    asked = Date.now();
    const answer = await fetch(held.dataset.qCounts, { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok && !answer.redirected) held.outerHTML = await answer.text();
  };
  document.addEventListener("htmx:sseMessage", renew);
  document.addEventListener("htmx:sseOpen", () => show("open"));
  document.addEventListener("htmx:sseError", () => show("closed"));
  document.addEventListener("htmx:sseClose", () => show("closed"));
})();
