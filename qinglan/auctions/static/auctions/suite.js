/* The suite qinglan-sealed/1 in the browser; twin of qinglan/auctions/sealing/suite.py, which says what it does.
   Needs libsodium (window.sodium). Sets window.qinglanSuite. */
(function () {
  "use strict";
  const NAME = "qinglan-sealed/1";
  const PAIRS = [[1, 2], [1, 3], [2, 3]];
  const SIZES = [16 << 10, 256 << 10, 1 << 20, 4 << 20, 12 << 20];
  const KEY_BYTES = 32;
  const NONCE_BYTES = 32;
  const AEAD_NONCE = 24;
  const OPERATIONS = 3;
  const MEMORY = 64 << 20;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { fatal: true });

  class Broken extends Error {}

  /* Why this browser can't seal: "" when it can, else "context" or "random" or "library". */
  function missing() {
    if (!window.isSecureContext) return "context";
    if (!window.crypto || typeof window.crypto.getRandomValues !== "function") return "random";
    if (!window.sodium || !window.sodium.ready) return "library";
    return "";
  }

  async function ready() {
    const why = missing();
    if (why) throw new Broken(why);
    await window.sodium.ready;
    return window.sodium;
  }

  function random(length) {
    const bytes = new Uint8Array(length);
    window.crypto.getRandomValues(bytes);
    return bytes;
  }

  const hex = (bytes) => window.sodium.to_hex(bytes);
  const unhex = (text) => {
    if (typeof text !== "string" || !/^([0-9a-f]{2})*$/.test(text)) throw new Broken("no hex");
    return window.sodium.from_hex(text);
  };
  const bytesOf = (text) => encoder.encode(text);
  const textOf = (bytes) => decoder.decode(bytes);
  const sha256 = (bytes) => window.sodium.crypto_hash_sha256(bytes);

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let place = 0;
    for (const part of parts) {
      whole.set(part, place);
      place += part.length;
    }
    return whole;
  }

  /* RFC 8785, narrowed as in qinglan/kernel/events/canonical.py: no floats, no lone surrogates. */
  function canonical(value) {
    if (value === null || value === true || value === false) return String(value);
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) throw new Broken("only whole numbers below 2^53");
      return String(value === 0 ? 0 : value);
    }
    if (typeof value === "string") {
      for (const sign of value) {
        const point = sign.codePointAt(0);
        if (point >= 0xd800 && point <= 0xdfff) throw new Broken("half a sign");
      }
      return JSON.stringify(value);
    }
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    if (typeof value === "object") {
      return "{" + Object.keys(value).sort().map((key) => canonical(key) + ":" + canonical(value[key])).join(",") + "}";
    }
    throw new Broken("no canonical form");
  }

  function keyPair() {
    const pair = window.sodium.crypto_box_keypair();
    return { publicKey: pair.publicKey, secretKey: pair.privateKey };
  }

  function fingerprint(publicKey) {
    return hex(sha256(publicKey)).slice(0, 32).match(/.{4}/g).join(" ");
  }

  function commitment(nonce, bytes) {
    if (nonce.length !== NONCE_BYTES) throw new Broken("a nonce has 32 bytes");
    return hex(sha256(joined(nonce, bytes)));
  }

  const seal = (content, publicKey) => window.sodium.crypto_box_seal(content, publicKey);

  function unseal(box, publicKey, secretKey) {
    try {
      return window.sodium.crypto_box_seal_open(box, publicKey, secretKey);
    } catch (error) {
      throw new Broken("this key does not open the box, or the box was changed");
    }
  }

  function wraps(key, publicKeys) {
    if (publicKeys.length !== 3 || new Set(publicKeys.map(hex)).size !== 3) throw new Broken("three different openers are needed");
    const made = {};
    for (const [i, j] of PAIRS) made[`${i}${j}`] = seal(seal(key, publicKeys[j - 1]), publicKeys[i - 1]);
    return made;
  }

  function filled(content) {
    const size = SIZES.find((most) => content.length < most);
    if (!size) throw new Broken("too large");
    const whole = new Uint8Array(size);
    whole.set(content);
    whole[content.length] = 0x80;
    return whole;
  }

  function emptied(content) {
    let end = content.length;
    while (end > 0 && content[end - 1] === 0) end -= 1;
    if (end === 0 || content[end - 1] !== 0x80) throw new Broken("not filled up as it should be");
    return content.slice(0, end - 1);
  }

  function encrypt(key, content, context) {
    const nonce = random(AEAD_NONCE);
    return joined(nonce, window.sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(filled(content), context, null, nonce, key));
  }

  function decrypt(key, closed, context) {
    let content;
    try {
      content = window.sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null, closed.slice(AEAD_NONCE), context, closed.slice(0, AEAD_NONCE), key);
    } catch (error) {
      throw new Broken("the key does not fit, or the bytes were changed");
    }
    return emptied(content);
  }

  function packed(head, files) {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, head.length);
    return joined(length, head, ...(files || []));
  }

  function unpacked(content) {
    if (content.length < 4) throw new Broken("cut off");
    const length = new DataView(content.buffer, content.byteOffset).getUint32(0);
    if (length > content.length - 4) throw new Broken("cut off");
    return [content.slice(4, 4 + length), content.slice(4 + length)];
  }

  function passphraseKey(passphrase, salt, operations, memory) {
    return window.sodium.crypto_pwhash(KEY_BYTES, bytesOf(passphrase), salt, operations, memory, window.sodium.crypto_pwhash_ALG_ARGON2ID13);
  }

  function locked(secretKey, passphrase) {
    const salt = random(16);
    const nonce = random(24);
    const key = passphraseKey(passphrase, salt, OPERATIONS, MEMORY);
    const box = window.sodium.crypto_secretbox_easy(secretKey, nonce, key);
    return { salt: hex(salt), nonce: hex(nonce), box: hex(box), operations: OPERATIONS, memory: MEMORY };
  }

  function unlocked(lock, passphrase) {
    if (!(lock.operations <= 10 && lock.memory <= 256 << 20)) throw new Broken("the file asks for too much work");
    try {
      const key = passphraseKey(passphrase, unhex(lock.salt), lock.operations, lock.memory);
      return window.sodium.crypto_secretbox_open_easy(unhex(lock.box), unhex(lock.nonce), key);
    } catch (error) {
      throw new Broken("the passphrase is wrong, or the file was changed");
    }
  }

  window.qinglanSuite = {
    NAME, PAIRS, SIZES, KEY_BYTES, NONCE_BYTES, Broken, missing, ready, random, hex, unhex, bytesOf, textOf, sha256,
    joined, canonical, keyPair, fingerprint, commitment, seal, unseal, wraps, encrypt, decrypt, packed, unpacked,
    locked, unlocked,
  };
})();
