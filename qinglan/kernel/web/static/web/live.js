// Shows whether the stream of a live page is connected.
"use strict";
(() => {
  const show = (state) => {
    for (const mark of document.querySelectorAll("[data-q-connection]")) {
      mark.dataset.state = state;
      mark.querySelector("[data-q-word]").textContent = mark.dataset[state];
    }
  };
  document.addEventListener("htmx:sseOpen", () => show("open"));
  document.addEventListener("htmx:sseError", () => show("closed"));
  document.addEventListener("htmx:sseClose", () => show("closed"));
})();
