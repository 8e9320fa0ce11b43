// What a page does beyond its links and forms. Everything works without it, more slowly.
"use strict";
document.documentElement.classList.add("js");

document.addEventListener("click", (event) => {
  const menu = event.target.closest("[data-q-menu]");
  if (menu) {
    const nav = document.getElementById(menu.getAttribute("aria-controls"));
    menu.setAttribute("aria-expanded", String(nav.classList.toggle("q-open")));
  }
  if (event.target.closest("[data-q-print]")) window.print();
  const copy = event.target.closest("[data-q-copy]");
  if (copy) copyText(copy);
  for (const open of document.querySelectorAll("details.q-dropdown[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  // The key / leads to the search box, unless somebody is typing.
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const boxes = [...document.querySelectorAll("main .q-search input, .q-search input")];
    const box = boxes.find((one) => one.offsetParent !== null);
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    return;
  }
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.q-dropdown[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
    return;
  }
  const nav = document.querySelector(".q-nav.q-open");
  if (nav) {
    const button = document.querySelector("[data-q-menu]");
    nav.classList.remove("q-open");
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }
});

// Browsers inside chat programs, and pages without https, know only the old way.
function copyText(button) {
  const done = () => {
    button.textContent = button.dataset.qCopied;
  };
  if (navigator.clipboard && window.isSecureContext) {
    navigator.clipboard.writeText(button.dataset.qCopy).then(done, () => {});
    return;
  }
  const field = document.createElement("textarea");
  field.value = button.dataset.qCopy;
  field.className = "q-hidden";
  document.body.appendChild(field);
  field.select();
  if (document.execCommand("copy")) done();
  field.remove();
  button.focus();
}

// A second press of the same button sends nothing twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.qSent) {
    if (form.dataset.qSent) event.preventDefault();
    return;
  }
  form.dataset.qSent = "1";
  window.setTimeout(() => delete form.dataset.qSent, 4000);
});

// What is downloaded by a form leaves the page as it was: show what it has become.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("form[data-q-reload]")) return;
  window.setTimeout(() => window.location.reload(), 1500);
});

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".q-error-summary");
  if (summary) summary.focus();
  for (const button of document.querySelectorAll("[data-q-print], [data-q-copy]")) button.hidden = false;
  // On a wide screen the filters stand beside the list.
  const wide = window.matchMedia("(min-width: 992px)");
  const lay = () => document.querySelectorAll("details.q-filters").forEach((d) => (d.open = wide.matches));
  lay();
  wide.addEventListener("change", lay);
});

// On paper what is folded is open.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details.q-details:not([open])")) {
    folded.open = true;
    folded.dataset.qPrinted = "1";
  }
});
window.addEventListener("afterprint", () => {
  for (const folded of document.querySelectorAll("details[data-q-printed]")) {
    folded.open = false;
    delete folded.dataset.qPrinted;
  }
});
