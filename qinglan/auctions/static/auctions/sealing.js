/* What the pages of sealed bids share: words, files, sending, and the refusal where a browser can't do it safely.
   Sets window.qinglanSealing. Nothing here is kept beyond the page. */
(function () {
  "use strict";
  const suite = window.qinglanSuite;
  const root = () => document.querySelector("[data-seal]");

  /* A sentence of the page in the reader's language. */
  function word(key, values) {
    const found = document.querySelector(`[data-seal-word="${key}"]`);
    let text = found ? found.textContent : key;
    for (const name in values || {}) text = text.replace(`{${name}}`, values[name]);
    return text;
  }

  function say(text, kind) {
    const place = document.querySelector("[data-seal-status]");
    if (!place) return;
    place.textContent = text;
    place.className = `q-note q-section q-note-${kind || "due"}`;
    place.hidden = !text;
  }

  function download(name, document_) {
    const link = window.document.createElement("a");
    link.href = URL.createObjectURL(new Blob([document_], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function chosen(input) {
    const file = input && input.files && input.files[0];
    return file ? file.text() : "";
  }

  function token() {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  async function answer(response) {
    let found = {};
    try {
      found = await response.json();
    } catch (error) {
      found = {};
    }
    if (!response.ok) throw new suite.Broken(found.error || word("no-answer"));
    return found;
  }

  async function post(url, data) {
    let response;
    try {
      response = await fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": token(), Accept: "application/json" }, credentials: "same-origin" });
    } catch (error) {
      throw new suite.Broken(word("no-answer"));
    }
    return answer(response);
  }

  async function get(url) {
    return answer(await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" }));
  }

  /* One act at a time; what goes wrong is said in words. */
  function act(button, work) {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        await work();
      } catch (error) {
        say(error instanceof suite.Broken ? known(error.message) : word("failed"), "late");
      } finally {
        button.disabled = false;
      }
    });
  }

  function known(message) {
    return document.querySelector(`[data-seal-word="${message}"]`) ? word(message) : message;
  }

  /* Show the page, or why it must not be used in this browser. */
  async function begin(work) {
    const why = suite ? suite.missing() : "library";
    if (why) {
      const refusal = document.querySelector(`[data-seal-refusal="${why}"]`);
      if (refusal) refusal.hidden = false;
      return;
    }
    await suite.ready();
    for (const part of document.querySelectorAll("[data-seal-part]")) part.hidden = false;
    const found = root();
    if (found) work(found);
  }

  /* A moment as people here read it: the clock of Beijing. */
  const moment = (text) => new Date(text).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
  const base64 = (bytes) => window.sodium.to_base64(bytes, window.sodium.base64_variants.ORIGINAL);

  window.qinglanSealing = { word, say, download, chosen, post, get, act, begin, base64, moment };
})();
