// Saves what somebody types, keeps it on the device while there is no connection, and says after
// the back button that a form was sent already. Without this script forms work as ever.
"use strict";
(() => {
  const PREFIX = "q-draft:";
  const PAUSE = 1200;
  const AGAIN = 15000;
  const SECRET = /passw|passphrase|secret|otp|captcha|(^|[_-])pin($|[_-])|verification_?code|sms_?code|one_?time|id_?number/i;
  const OURS = ["csrfmiddlewaretoken", "look_again", "next", "q_once", "q_secret", "q_draft"];
  const SECRET_KINDS = ["one-time-code", "current-password", "new-password"];

  const store = {
    get(key) {
      try {
        return JSON.parse(window.localStorage.getItem(key));
      } catch (error) {
        return null;
      }
    },
    set(key, value) {
      try {
        window.localStorage.setItem(key, JSON.stringify(value));
      } catch (error) {
        // The device has no room, or forbids it: the server still keeps the draft.
      }
    },
    drop(key) {
      try {
        window.localStorage.removeItem(key);
      } catch (error) {
        // As above.
      }
    },
    keys() {
      try {
        return Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX));
      } catch (error) {
        return [];
      }
    },
  };

  const hidden = (form, name) => {
    const field = form.querySelector(`input[name="${name}"]`);
    return field ? field.value : "";
  };
  const secretNames = (form) => Array.from(form.querySelectorAll('input[name="q_secret"]'), (one) => one.value);
  const isTyped = (control, secrets) =>
    control.name &&
    !control.disabled &&
    !["password", "file", "submit", "button", "image", "reset"].includes(control.type) &&
    !OURS.includes(control.name) &&
    !secrets.includes(control.name) &&
    !SECRET.test(control.name) &&
    !SECRET_KINDS.includes(control.autocomplete);

  function valuesOf(form) {
    const secrets = secretNames(form);
    const values = {};
    const add = (name, value) => {
      if (!values[name]) values[name] = [];
      values[name].push(value);
    };
    for (const control of Array.from(form.elements)) {
      if (!isTyped(control, secrets)) continue;
      if ((control.type === "checkbox" || control.type === "radio") && !control.checked) continue;
      if (control.tagName === "SELECT") {
        for (const option of Array.from(control.selectedOptions)) add(control.name, option.value);
      } else add(control.name, control.value);
    }
    return values;
  }

  function putBack(form, values) {
    const secrets = secretNames(form);
    const used = {};
    for (const control of Array.from(form.elements)) {
      if (!isTyped(control, secrets)) continue;
      const some = values[control.name] || [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = some.includes(control.value);
      else if (control.tagName === "SELECT") {
        for (const option of Array.from(control.options)) option.selected = some.includes(option.value);
      } else if (some.length) {
        const place = used[control.name] || 0;
        if (place < some.length) control.value = some[place];
        used[control.name] = place + 1;
      }
    }
  }

  class Saver {
    constructor(form) {
      this.form = form;
      this.words = form.dataset;
      this.key = `${PREFIX}${this.words.qOwner}:${window.location.pathname}${window.location.search}:${form.getAttribute("action") || ""}`;
      this.window = Math.random().toString(36).slice(2, 12);
      this.last = JSON.stringify(valuesOf(form));
      this.timer = 0;
      this.busy = false;
      this.mark = this.makeMark();
      this.takeUp();
      form.addEventListener("input", () => this.touched());
      form.addEventListener("change", () => this.touched());
      form.addEventListener("submit", () => {
        window.clearTimeout(this.timer);
        this.over = true;
        // Whether it arrives is not known yet: it stays here until the server says that it was done.
        store.set(this.key, { values: valuesOf(form), at: Date.now(), sent: hidden(form, "q_once") });
      });
      window.addEventListener("online", () => this.save());
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden" && this.timer) this.save();
      });
    }

    makeMark() {
      const mark = document.createElement("p");
      mark.className = "q-saved";
      mark.setAttribute("role", "status");
      const actions = this.form.querySelector(".q-actions");
      if (actions) actions.appendChild(mark);
      else this.form.appendChild(mark);
      return mark;
    }

    // What the server never got, from an earlier visit of the same person.
    takeUp() {
      const kept = store.get(this.key);
      if (!kept || !kept.values) return;
      if (this.words.qBound || this.form.querySelector(".q-error")) {
        // The page answers what was sent, so it holds it already.
        store.drop(this.key);
        return;
      }
      if (JSON.stringify(kept.values) === this.last) {
        store.drop(this.key); // The server has it.
        return;
      }
      putBack(this.form, kept.values);
      this.say(this.words.qUnsaved, "due");
      this.save();
    }

    touched() {
      const now = valuesOf(this.form);
      if (JSON.stringify(now) === this.last) return;
      store.set(this.key, { values: now, at: Date.now() });
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), PAUSE);
    }

    async save() {
      window.clearTimeout(this.timer);
      this.timer = 0;
      if (this.busy || this.over) return;
      const values = valuesOf(this.form);
      const text = JSON.stringify(values);
      if (text === this.last) {
        return;
      }
      this.busy = true;
      const body = new URLSearchParams();
      body.append("csrfmiddlewaretoken", hidden(this.form, "csrfmiddlewaretoken"));
      body.append("token", hidden(this.form, "q_once"));
      body.append("values", text);
      body.append("window", this.window);
      for (const name of secretNames(this.form)) body.append("secret", name);
      try {
        const answer = await window.fetch(this.words.qDraft, { method: "POST", body, credentials: "same-origin" });
        if (this.over) return;
        if (answer.ok) {
          const saved = await answer.json();
          this.last = text;
          store.drop(this.key);
          if (saved.elsewhere) this.sayElsewhere(saved.elsewhere);
          else this.say(this.words.qSaved.replace("{}", saved.at), "done");
        } else if (answer.status === 413) this.say(this.words.qLong, "due");
        else this.say(this.words.qEnded, "due");
      } catch (error) {
        this.say(this.words.qLocal, "due");
        this.timer = window.setTimeout(() => this.save(), AGAIN);
      } finally {
        this.busy = false;
      }
      if (!this.timer && !this.over && JSON.stringify(valuesOf(this.form)) !== text) this.touched();
    }

    say(text, kind) {
      this.mark.className = `q-saved q-saved-${kind}`;
      this.mark.textContent = text;
    }

    sayElsewhere(time) {
      this.say(`${this.words.qElsewhere.replace("{}", time)} `, "due");
      const link = document.createElement("a");
      link.href = "?draft=other";
      link.textContent = this.words.qTake;
      this.mark.appendChild(link);
    }
  }

  // A device that several people share: what another account left behind goes.
  function forgetOthers(owner) {
    for (const key of store.keys()) if (!key.startsWith(`${PREFIX}${owner}:`)) store.drop(key);
  }

  // What the server says of a form that was sent; null when it can't be asked.
  async function asked(token) {
    const csrf = document.querySelector('input[name="csrfmiddlewaretoken"]');
    if (!token || !csrf || !document.body.dataset.qSentUrl) return null;
    const body = new URLSearchParams();
    body.append("csrfmiddlewaretoken", csrf.value);
    body.append("token", token);
    const answer = await window.fetch(document.body.dataset.qSentUrl, { method: "POST", body, credentials: "same-origin" });
    return answer.ok ? answer.json() : null;
  }

  // What was sent and done need not be kept on the device any longer.
  async function settle() {
    for (const key of store.keys()) {
      const kept = store.get(key);
      if (!kept || !kept.sent) continue;
      try {
        const found = await asked(kept.sent);
        if (found && found.sent) store.drop(key);
      } catch (error) {
        return;
      }
    }
  }

  // A picker of days takes nothing from the clipboard: 2026年11月21日 and the like are put in for it.
  document.addEventListener("paste", (event) => {
    const input = event.target;
    if (!input.matches || !input.matches('input[type="date"]') || !event.clipboardData) return;
    const text = event.clipboardData.getData("text").normalize("NFKC").replace(/\s+/g, "");
    const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(日|号)?(T?\d{1,2}:\d{2}(:\d{2})?)?$/.exec(text) || /^(\d{4})(\d{2})(\d{2})$/.exec(text);
    if (!found) return;
    event.preventDefault();
    input.value = `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}`;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // After the back button: has this form been sent meanwhile?
  async function lookWhetherSent(form) {
    try {
      const found = await asked(hidden(form, "q_once"));
      if (!found || !found.sent) return;
      const words = document.body.dataset;
      const note = document.createElement("div");
      note.className = "q-note q-note-due q-sent";
      note.setAttribute("role", "status");
      const inner = document.createElement("div");
      inner.textContent = `${words.qSentWords.replace("{}", found.at)} `;
      form.dataset.qDone = "1";
      if (found.url) {
        const link = document.createElement("a");
        link.href = found.url;
        link.textContent = words.qSentOpen;
        inner.appendChild(link);
      }
      note.appendChild(inner);
      form.insertBefore(note, form.firstChild);
    } catch (error) {
      // Not connected: the server says it when the form is sent.
    }
  }

  const savers = [];
  async function start() {
    await settle();
    for (const form of Array.from(document.querySelectorAll("form[data-q-draft]"))) savers.push(new Saver(form));
    if (savers.length) forgetOthers(savers[0].words.qOwner);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();

  // The key under which this window remembers the token that a form was last sent with.
  const sentKey = (form) => `q-sent:${window.location.pathname}${window.location.search}:${form.getAttribute("action") || ""}`;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-q-leave")) forgetOthers("nobody");
    const token = form.method === "post" ? hidden(form, "q_once") : "";
    try {
      if (token) window.sessionStorage.setItem(sentKey(form), token);
    } catch (error) {
      // The server notices a second sending all the same.
    }
  });

  window.addEventListener("pageshow", (event) => {
    const came = window.performance.getEntriesByType ? window.performance.getEntriesByType("navigation")[0] : null;
    if (!event.persisted && !(came && came.type === "back_forward")) return;
    for (const form of Array.from(document.querySelectorAll("form"))) {
      delete form.dataset.qSent;
      const field = form.querySelector('input[name="q_once"]');
      try {
        const before = field ? window.sessionStorage.getItem(sentKey(form)) : null;
        if (before) {
          // The browser has put the old text back, perhaps into a page fetched anew: the old key too.
          field.value = before;
          lookWhetherSent(form);
        }
      } catch (error) {
        // As above.
      }
    }
  });
})();
