/* A bidder's own file: look into it, check it, take the envelope back, open it where the openers failed. */
(function () {
  "use strict";
  const q = window.qinglanSuite;
  const page = window.qinglanSealing;

  function read(text) {
    let own;
    try {
      own = JSON.parse(text);
    } catch (error) {
      throw new q.Broken("no-own-file");
    }
    if (own.format !== "qinglan-own/1") throw new q.Broken("no-own-file");
    const made = q.commitment(q.unhex(own.nonce), q.bytesOf(own.bid));
    if (made !== own.commitment || (own.receipt && own.receipt.commitment !== made)) throw new q.Broken("changed-file");
    return own;
  }

  page.begin((root) => {
    let own = null;
    root.querySelector("[name=own]").addEventListener("change", async (event) => {
      own = null;
      const part = root.querySelector("[data-own-shown]");
      part.hidden = true;
      try {
        own = read(await page.chosen(event.target));
      } catch (error) {
        page.say(error instanceof q.Broken ? page.word(error.message) : page.word("no-own-file"), "late");
        return;
      }
      const bid = JSON.parse(own.bid);
      const shown = {
        lot: own.lot, bidder: bid.bidder.name, amount: (bid.amount / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2 }),
        offer: bid.offer || "—", files: bid.files.map((one) => one.name).join(", ") || "—", commitment: own.commitment,
        received_at: own.receipt ? page.moment(own.receipt.received_at) : page.word("no-receipt"), hash: own.receipt ? own.receipt.hash : "—",
      };
      for (const name in shown) root.querySelector(`[data-own=${name}]`).textContent = shown[name];
      for (const button of root.querySelectorAll("[data-own-act]")) button.hidden = !own.receipt;
      part.hidden = false;
      page.say(page.word("checked"), "done");
    });
    for (const button of root.querySelectorAll("[data-own-act]")) {
      page.act(button, async () => {
        const data = new FormData();
        data.append("act", button.dataset.ownAct);
        data.append("lot", own.lot);
        data.append("envelope_id", own.receipt.envelope);
        data.append(button.dataset.ownAct === "back" ? "token" : "key", button.dataset.ownAct === "back" ? own.token : own.key);
        await page.post(root.dataset.url, data);
        page.say(page.word(button.dataset.ownAct === "back" ? "taken-back" : "opened-own"), "done");
        button.hidden = true;
      });
    }
  });
})();
