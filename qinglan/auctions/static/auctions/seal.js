/* The bidder's browser: seal the bid, keep it in a file, send the envelope. The bid itself never leaves the browser. */
(function () {
  "use strict";
  const q = window.qinglanSuite;
  const page = window.qinglanSealing;

  /* "1,234.5" → 123450 分; refuses what is no amount. */
  function fen(text) {
    const bare = text.replace(/[,，\s]/g, "").replace(/[０-９]/g, (sign) => String(sign.charCodeAt(0) - 0xff10)).replace("．", ".");
    const found = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(bare);
    if (!found) throw new q.Broken("no-amount");
    const amount = Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0"));
    if (amount <= 0) throw new q.Broken("no-amount");
    return amount;
  }

  async function files(input) {
    const found = [];
    for (const file of input.files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (!bytes.length) throw new q.Broken("empty-file");
      found.push({ named: { bytes: bytes.length, name: file.name.slice(-120), sha256: q.hex(q.sha256(bytes)) }, bytes });
    }
    if (found.length > 8) throw new q.Broken("too-many-files");
    return found;
  }

  async function sealed(root) {
    const field = (name) => root.querySelector(`[name=${name}]`);
    if (!field("unrelated").checked) throw new q.Broken("not-declared");
    const unit = field("organisation").selectedOptions[0];
    const given = await files(field("files"));
    const bid = {
      amount: fen(field("amount").value),
      bidder: { code: unit.dataset.code, name: unit.dataset.name },
      declared: { unrelated: true },
      deposit: { kind: field("deposit_kind").value, number: field("deposit_number").value.trim() },
      files: given.map((one) => one.named),
      form: "qinglan-bid/1",
      lot: root.dataset.lot,
      offer: field("offer").value.trim(),
      suite: q.NAME,
    };
    const text = q.canonical(bid);
    const nonce = q.random(q.NONCE_BYTES);
    const key = q.random(q.KEY_BYTES);
    const token = q.random(32);
    const commitment = q.commitment(nonce, q.bytesOf(text));
    const context = q.bytesOf(q.canonical({ commitment, lot: bid.lot, suite: q.NAME }));
    const head = q.bytesOf(q.canonical({ bid: text, nonce: q.hex(nonce) }));
    const openers = JSON.parse(root.dataset.openers);
    const wraps = q.wraps(key, openers.map(q.unhex));
    for (const pair in wraps) wraps[pair] = q.hex(wraps[pair]);
    const envelope = {
      body: page.base64(q.encrypt(key, q.packed(head, given.map((one) => one.bytes)), context)),
      commitment, format: "qinglan-envelope/1", lot: bid.lot, openers, suite: q.NAME,
      token_digest: q.hex(q.sha256(token)), wraps,
    };
    const own = { bid: text, commitment, format: "qinglan-own/1", key: q.hex(key), lot: bid.lot, nonce: q.hex(nonce), receipt: null, suite: q.NAME, token: q.hex(token) };
    return { envelope, own, organisation: unit.value };
  }

  async function earlier(root) {
    const text = await page.chosen(root.querySelector("[name=earlier]"));
    if (!text) return null;
    let own;
    try {
      own = JSON.parse(text);
    } catch (error) {
      throw new q.Broken("no-own-file");
    }
    if (own.format !== "qinglan-own/1" || !own.receipt) throw new q.Broken("no-own-file");
    return { envelope: own.receipt.envelope, token: own.token };
  }

  async function send(root, text, organisation, replaces) {
    const data = new FormData();
    data.append("act", "put");
    data.append("lot", root.dataset.lot);
    data.append("organisation", organisation);
    data.append("envelope", new Blob([text], { type: "application/json" }), "envelope.json");
    if (replaces) {
      data.append("replaces", replaces.envelope);
      data.append("token", replaces.token);
    }
    return (await page.post(root.dataset.url, data)).receipt;
  }

  function receive(root, receipt) {
    root.querySelector("[data-seal-done]").hidden = false;
    root.querySelector("[data-seal-form]").hidden = true;
    for (const name of ["received_at", "commitment", "hash", "envelope"]) {
      root.querySelector(`[data-receipt=${name}]`).textContent = name === "received_at" ? page.moment(receipt[name]) : receipt[name];
    }
    root.querySelector("[data-seal-done] h2").focus();
  }

  page.begin((root) => {
    let made = null;
    let replaces = null;
    const sender = root.querySelector("[data-seal-send]");
    const name = () => `qinglan-bid-${root.dataset.lot}.json`;
    sender.disabled = true;
    page.act(root.querySelector("[data-seal-close]"), async () => {
      page.say(page.word("sealing"));
      replaces = await earlier(root);
      made = await sealed(root);
      page.download(name(), JSON.stringify(made.own));
      page.say(page.word("sealed"), "done");
      sender.hidden = false;
      sender.disabled = false;
      sender.focus();
    });
    page.act(sender, async () => {
      page.say(page.word("sending"));
      made.own.receipt = await send(root, JSON.stringify(made.envelope), made.organisation, replaces);
      page.download(name(), JSON.stringify(made.own));
      page.say("");
      receive(root, made.own.receipt);
    });
    page.act(root.querySelector("[data-seal-again]"), async () => page.download(name(), JSON.stringify(made.own)));
    page.act(root.querySelector("[data-seal-elsewhere]"), async () => {
      const text = await page.chosen(root.querySelector("[name=made]"));
      if (!text) throw new q.Broken("no-envelope");
      const receipt = await send(root, text, root.querySelector("[name=organisation]").value, null);
      made = { own: receipt };
      page.download(`qinglan-receipt-${root.dataset.lot}.json`, JSON.stringify(receipt));
      page.say("");
      receive(root, receipt);
    });
  });
})();
