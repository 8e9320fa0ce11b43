/* An opener's browser at the opening or its rehearsal: takes off the layers that its key opens. */
(function () {
  "use strict";
  const q = window.qinglanSuite;
  const page = window.qinglanSealing;
  const EVERY = 2000;

  async function unlocked(root) {
    let file;
    try {
      file = JSON.parse(await page.chosen(root.querySelector("[name=key_file]")));
    } catch (error) {
      throw new q.Broken("no-key-file");
    }
    if (!file || file.format !== "qinglan-opener-key/1" || file.public_key !== root.dataset.publicKey) throw new q.Broken("no-key-file");
    page.say(page.word("unlocking"));
    await new Promise((done) => setTimeout(done, 30));
    let secretKey;
    try {
      secretKey = q.unlocked(file.lock, root.querySelector("[name=passphrase]").value);
    } catch (error) {
      throw new q.Broken("wrong-passphrase");
    }
    return { publicKey: q.unhex(file.public_key), secretKey };
  }

  function opened(box, pair) {
    try {
      return q.hex(q.unseal(q.unhex(box), pair.publicKey, pair.secretKey));
    } catch (error) {
      return "";
    }
  }

  /* What this key gets out: layers of pairs in which it comes first, keys of pairs in which it comes second. */
  function work(shown, pair, given) {
    const place = String(shown.place);
    const layers = {};
    const keys = {};
    let fresh = 0;
    for (const name in shown.boxes) {
      for (const part in shown.boxes[name]) {
        for (const two in shown.boxes[name][part]) {
          const mark = `${name} ${part} ${two}`;
          if (two[0] !== place || given.has(mark)) continue;
          given.add(mark);
          const inner = opened(shown.boxes[name][part][two], pair);
          if (inner) {
            ((layers[name] = layers[name] || {})[part] = layers[name][part] || {})[two] = inner;
            fresh += 1;
          }
        }
      }
      const taken = shown.layers[name] || {};
      for (const two of new Set([].concat(...Object.values(taken).map(Object.keys)))) {
        if (two[1] !== place || (keys[name] && Object.keys(keys[name]).length > 2)) continue;
        const found = { pair: two };
        for (const part in taken) if (taken[part][two]) found[part] = opened(taken[part][two], pair);
        const whole = Object.keys(shown.boxes[name]).every((part) => found[part]);
        if (whole) keys[name] = found;
      }
    }
    return { layers, keys, fresh };
  }

  page.begin((root) => {
    const start = root.querySelector("[data-open-start]");
    if (!start) return;
    const without = root.querySelector("[data-open-without]");
    let pair = null;
    let force = false;
    const given = new Set();
    let tried = "";

    async function round() {
      const shown = await page.get(root.dataset.boxes);
      if (shown.state !== "begun") return window.location.reload();
      const found = work(shown, pair, given);
      const signature = JSON.stringify(found.keys) + force;
      const keysAreNew = Object.keys(found.keys).length > 0 && signature !== tried;
      if (found.fresh || keysAreNew || !Object.keys(shown.boxes).length) {
        tried = signature;
        const data = new FormData();
        data.append("given", new Blob([JSON.stringify({ layers: found.layers, keys: found.keys })], { type: "application/json" }), "given.json");
        if (force) data.append("without", "1");
        const answer = await page.post(root.dataset.boxes, data);
        if (answer.done) return window.location.reload();
        if (answer.missing) {
          page.say(answer.missing, "late");
          without.hidden = false;
          return undefined;
        }
      }
      page.say(page.word(Object.keys(found.keys).length ? "opened" : "waiting"), "done");
      return undefined;
    }

    page.act(start, async () => {
      pair = await unlocked(root);
      start.hidden = true;
      root.querySelector("[data-open-form]").hidden = true;
      await round();
      const again = () => setTimeout(() => round().catch((error) => page.say(error.message, "late")).then(again), EVERY);
      again();
    });
    page.act(without, async () => {
      force = true;
      await round();
    });
  });
})();
