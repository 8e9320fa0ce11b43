/* An opener's browser: make the pair of keys, keep the secret half in a file under a passphrase, send the public half. */
(function () {
  "use strict";
  const q = window.qinglanSuite;
  const page = window.qinglanSealing;
  const SHORTEST = 10;

  page.begin((root) => {
    const make = root.querySelector("[data-key-make]");
    if (!make) return;
    const send = root.querySelector("[data-key-send]");
    let pair = null;
    page.act(make, async () => {
      const [first, second] = ["passphrase", "again"].map((name) => root.querySelector(`[name=${name}]`).value);
      if ([...first].length < SHORTEST) throw new q.Broken("short-passphrase");
      if (first !== second) throw new q.Broken("other-passphrase");
      page.say(page.word("making"));
      await new Promise((done) => setTimeout(done, 30));
      pair = q.keyPair();
      const file = { format: "qinglan-opener-key/1", lock: q.locked(pair.secretKey, first), lot: root.dataset.lot, place: Number(root.dataset.place), public_key: q.hex(pair.publicKey), suite: q.NAME };
      page.download(`qinglan-key-${root.dataset.lot}-${root.dataset.place}.json`, JSON.stringify(file));
      root.querySelector("[data-key-print]").textContent = q.fingerprint(pair.publicKey);
      root.querySelector("[data-key-made]").hidden = false;
      page.say(page.word("made"), "done");
      send.focus();
    });
    page.act(send, async () => {
      const data = new FormData();
      data.append("public_key", q.hex(pair.publicKey));
      await page.post(root.dataset.url, data);
      window.location.reload();
    });
  });
})();
