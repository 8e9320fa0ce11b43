// Open bids as they come. All facts come from the server, in the page and then by its stream; this draws them, counts the
// time down by the server's clock, and sends bids. A bid without an answer is sent again under the same key: it counts once.
"use strict";
(() => {
  const root = document.querySelector("[data-q-auction]");
  if (!root) return;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const either = (value, other) => (value === null || value === undefined ? other : value);
  const pressed = (name, act) => { const button = part(name); if (button) button.addEventListener("click", act); };
  const words = JSON.parse(root.dataset.words);
  const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const me = root.dataset.number ? Number(root.dataset.number) : null;
  const SHOWN = 200, SILENCE = 40000, AGAIN = 2000, PATIENCE = 8000, GIVE_UP = 45000, NEWS = 10000;
  let now = JSON.parse(root.dataset.standing);
  let bids = [], newEndUntil = 0;

  // --- Words for amounts and moments
  const number = new Intl.NumberFormat(root.dataset.lang, { maximumFractionDigits: 2 });
  const yuan = (fen) => say("yuan", { amount: number.format(fen / 100) });
  const clockText = new Intl.DateTimeFormat(root.dataset.lang, {
    timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  const when = (ms) => clockText.format(new Date(ms));
  const two = (value) => String(value).padStart(2, "0");
  const span = (ms) => {
    const all = Math.max(0, Math.ceil(ms / 1000)), days = Math.floor(all / 86400), hours = Math.floor(all / 3600) % 24;
    const clock = `${days || hours ? `${two(hours)}:` : ""}${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
    return days ? say("days", { days, clock }) : clock;
  };

  // --- The server's clock: the message that was shortest on its way tells it best
  let clockAt = performance.now(), clockShown = now.now, factor = now.factor;
  const shown = () => clockShown + (performance.now() - clockAt) * factor;
  const setClock = (ms, newFactor) => {
    if (newFactor !== factor || ms > shown()) [clockAt, clockShown, factor] = [performance.now(), ms, newFactor];
  };

  // --- What follows from the facts
  const falls = () => now.stepSeconds !== null;
  const over = () => (now.opened && !now.open) || !["disclosed", "bidding"].includes(now.state);
  const running = () => now.open && now.state === "bidding" && shown() >= now.opens && shown() < now.closes;
  const least = () => (now.price === null ? now.start : now.price + now.sign * now.step);
  const fallen = () => Math.max(0, Math.floor((Math.min(shown(), now.closes) - now.opens) / 1000 / now.stepSeconds));
  const fallingPrice = () => Math.max(now.floor, now.start - fallen() * now.step);
  const put = (name, text) => { const at = part(name); if (at && at.textContent !== text) at.textContent = text; };

  const drawPrice = () => {
    if (!now.opened) { put("price-label", words.start); put("price", now.start === null ? "—" : yuan(now.start)); put("price-note", ""); return; }
    if (now.price !== null) {
      put("price-label", falls() ? words.sold : now.sign > 0 ? words.highest : words.lowest);
      put("price", yuan(now.price));
      put("price-note", say("bidder", { number: now.leader }));
      return;
    }
    put("price-label", falls() ? words.falling : words.start);
    put("price", yuan(falls() ? fallingPrice() : now.start));
    if (!falls() || over()) put("price-note", words.nobids);
    else if (fallingPrice() <= now.floor) put("price-note", words.floor);
    else {
      const next = now.opens + (fallen() + 1) * now.stepSeconds * 1000;
      put("price-note", say("next", { amount: yuan(Math.max(now.floor, fallingPrice() - now.step)), clock: span(next - shown()) }));
    }
  };
  const drawTime = () => {
    if (over()) { put("time-label", words.over); put("time", "00:00"); put("until", now.closes ? say("since", { when: when(now.closes) }) : ""); return; }
    const begun = now.opened && shown() >= now.opens, left = (begun ? now.closes : now.opens) - shown();
    put("time-label", begun ? (left > 0 ? words.left : words.closing) : words.begins);
    put("time", span(left));
    const word = begun && performance.now() < newEndUntil ? "extended" : "until";
    put("until", left > 0 ? say(word, { when: when(begun ? now.closes : now.opens) }) : words.waits);
  };
  const drawMine = () => {
    const box = part("mine"), place = now.ranks.indexOf(me) + 1;
    const state = me === null || !place ? "" : now.leader === me ? "ahead" : over() ? "out" : "behind";
    box.className = `q-live-mine${state ? ` q-live-mine-${state}` : ""}`;
    if (me === null) put("mine-text", words.watching);
    else if (!place) put("mine-text", say("none", { number: me }));
    else if (now.leader === me) put("mine-text", say(over() ? "won" : "ahead", { number: me }));
    else put("mine-text", say(over() ? "lost" : "behind", { leader: now.leader }));
    put("mine-note", place ? say("rank", { place, bidders: now.bidders }) : "");
  };
  const drawButtons = () => {
    const open = running() && !sending;
    for (const button of root.querySelectorAll("[data-step]")) {
      const amount = least() + now.sign * now.step * Number(button.dataset.step);
      const text = now.start === null ? "" : say("bid", { amount: yuan(amount) });
      if (button.textContent !== text) button.textContent = text;
      button.disabled = !open || now.leader === me || amount <= 0;
    }
    for (const name of ["other", "limit-set", "limit-end"]) if (part(name)) part(name).disabled = !open || (name === "other" && now.leader === me);
    const accept = part("accept");
    if (accept) {
      put("accept", now.opened ? say("acceptNow", { amount: yuan(either(now.price, fallingPrice())) }) : words.begins);
      accept.disabled = !open || now.price !== null;
    }
  };
  const drawBids = () => {
    const list = part("bids"), top = list.firstElementChild ? Number(list.firstElementChild.dataset.n) : 0;
    for (const [n, who, amount, at, kind] of bids) {
      if (n <= top) continue;
      const row = document.createElement("li"), note = document.createElement("div");
      row.dataset.n = n;
      if (who === me) row.dataset.mine = "";
      row.append(yuan(amount));
      note.className = "q-muted";
      note.textContent = [who === me ? say("you", { number: who }) : say("bidder", { number: who }), when(at), either(words[kind], "")].filter(Boolean).join(" · ");
      row.append(note);
      list.prepend(row);
    }
    while (list.children.length > SHOWN) list.lastElementChild.remove();
    put("count", now.n ? say("count", { count: now.n, bidders: now.bidders }) : words.nobids);
  };
  const drawEnd = () => {
    part("after").hidden = !over();
    either(part("bid"), part("watching")).hidden = over() && !sending;
  };
  const draw = () => { drawPrice(); drawTime(); drawMine(); drawEnd(); if (me !== null) drawButtons(); };

  const take = (fresh) => {
    const last = bids.length ? bids[bids.length - 1][0] : 0, closed = now.closes;
    setClock(fresh.now, fresh.factor);
    if (fresh.n < now.n) return;
    bids = [...bids, ...fresh.bids.filter((row) => row[0] > last)].slice(-1000);
    now = fresh;
    if (now.open && closed && now.closes > closed) newEndUntil = performance.now() + NEWS;
    drawBids();
    draw();
  };

  // --- The stream. `now.n` says from where on bids are missing after a lost connection.
  let source = null, heard = 0;
  const connection = document.querySelector("[data-q-connection]");
  const show = (state) => {
    if (!connection || connection.dataset.state === state) return;
    connection.dataset.state = state;
    connection.querySelector("[data-q-word]").textContent = connection.dataset[state];
  };
  const connect = () => {
    if (source) source.close();
    heard = performance.now();
    source = new EventSource(`${root.dataset.stream}?after=${now.n}`);
    source.addEventListener("open", () => { heard = performance.now(); show("open"); });
    source.addEventListener("standing", (event) => { heard = performance.now(); show("open"); take(JSON.parse(event.data)); });
    source.addEventListener("tick", (event) => { heard = performance.now(); show("open"); setClock(Number(event.data), factor); });
    source.addEventListener("error", () => {
      show("closed");
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN);
    });
  };
  setInterval(() => { if (performance.now() - heard > SILENCE) { show("closed"); connect(); } }, 5000);
  window.addEventListener("online", connect);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && performance.now() - heard > SILENCE) connect(); });

  // --- Bidding
  let sending = false;
  const told = (text, light) => {
    const note = part("said");
    if (!note) return;
    note.className = `q-note${light ? ` q-note-${light}` : ""}`;
    note.textContent = text;
    note.hidden = false;
  };
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const sure = (title, text) => new Promise((done) => {
    const box = part("sure");
    part("sure-title").textContent = title;
    part("sure-text").textContent = text;
    const end = (yes) => { box.close(); done(yes); };
    part("sure-yes").onclick = () => end(true);
    part("sure-no").onclick = () => end(false);
    box.oncancel = () => done(false);
    box.showModal();
    part("sure-no").focus();
  });
  const once = async (form, body) => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: stop.signal, headers: { "X-Requested-With": "fetch", Accept: "application/json" } });
      if (answer.status >= 500) return null;
      const isJson = either(answer.headers.get("Content-Type"), "").startsWith("application/json");
      return isJson && !answer.redirected ? await answer.json() : { code: "logout", message: words.logout };
    } catch (_error) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  };
  const send = async (kind, amountText) => {
    const form = part("bid"), body = new FormData(form), began = performance.now();
    body.set("kind", kind);
    body.set("amount", amountText);
    body.set("key", newKey());
    sending = true;
    draw();
    told(words.sending, "");
    let answer = await once(form, body);
    while (answer === null && performance.now() - began < GIVE_UP) {
      told(words.again, "due");
      await wait(1000);
      answer = await once(form, body);
    }
    sending = false;
    draw();
    return either(answer, { code: "unknown", message: words.unknown });
  };
  const report = (answer, ownText) => {
    if (answer.code !== "accepted") { told(answer.message, "late"); return false; }
    told(ownText(answer), answer.leader === me ? "done" : "due");
    return true;
  };
  const ownText = (answer) => say("counts", { amount: yuan(answer.amount), n: answer.n }) + (answer.leader === me ? "" : ` ${words.overtaken}`);
  const plain = (fen) => String(fen / 100);
  const bidAmount = async (fen) => {
    if (!(await sure(say("sure", { amount: yuan(fen), number: me }), words.binds))) return;
    report(await send("own", plain(fen)), ownText);
  };
  for (const button of root.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => bidAmount(least() + now.sign * now.step * Number(button.dataset.step)));
  }
  const typed = (name) => part(name).value.trim();
  const asFen = (text) => { const value = Number(text.replace(/[,，\s]/g, "")); return Number.isFinite(value) && text ? Math.round(value * 100) : null; };
  pressed("other", async () => {
    const text = typed("amount"), fen = asFen(text), field = part("amount");
    const title = say("sure", { amount: fen === null ? text : yuan(fen), number: me });
    if (text && !(await sure(title, words.binds))) return;
    field.setAttribute("aria-invalid", String(!report(await send("own", text), ownText)));
    if (field.getAttribute("aria-invalid") === "false") field.value = "";
    else field.focus();
  });
  const limitText = (answer) => (answer.amount === null ? words.limitGone : say("limitSet", { amount: yuan(answer.amount) }));
  const showLimit = (fen) => { root.dataset.limit = either(fen, ""); part("limit-end").hidden = fen === null; };
  pressed("limit-set", async () => {
    const text = typed("limit-amount"), fen = asFen(text), field = part("limit-amount");
    if (!text) { field.focus(); return; }
    const title = say(now.sign < 0 ? "sureLimitDown" : "sureLimit", { amount: fen === null ? text : yuan(fen) });
    if (!(await sure(title, words.limitBinds))) return;
    const answer = await send("limit", text);
    if (report(answer, limitText)) { showLimit(answer.amount); field.value = ""; }
  });
  pressed("limit-end", async () => {
    const answer = await send("limit", "");
    if (report(answer, limitText)) showLimit(null);
  });
  pressed("accept", async () => {
    const fen = fallingPrice();
    if (!(await sure(say("sureAccept", { amount: yuan(fen), number: me }), words.binds))) return;
    report(await send("accept", plain(fen)), ownText);
  });

  // --- Begin
  bids = now.bids;
  drawBids();
  draw();
  if (root.dataset.limit) told(say("limitSet", { amount: yuan(Number(root.dataset.limit)) }), "");
  connect();
  setInterval(draw, 200);
})();
