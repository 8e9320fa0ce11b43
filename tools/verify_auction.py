#!/usr/bin/env python3
"""Check an auction from its export, with nothing but Python's standard library.

    python3 verify_auction.py EXPORT.zip

EXPORT is what the page of a lot offers: the events of the lot (lot.jsonl) and, of a sealed lot, those of every
envelope (envelopes/<id>.jsonl). What is checked, in this order:

1. the chains: each event fits its hash and follows the one before, none is missing, no time runs back;
2. the rules: what the disclosure fixed, with every published amendment;
3. open bids: only bidders who were admitted, each bid counted once and in order, none before the beginning or after
   the end that held then, each amount right by the rules, each prolongation right by the soft close;
4. sealed bids: every envelope that the opening listed, and no other; received before the deadline, taken back or kept
   as its own chain says; its bid and nonce give the commitment that its chain held before the opening;
5. the reserve price against its commitment, the names of the bidders against the commitments of their numbers;
6. the result: winner, price and ranking are reckoned anew and compared with every result that was published.

Exit status: 0 when all is sound, 1 when something is not (it is named), 2 for a wrong call. No part of Qinglan is
imported: this file can be read in half an hour and judged alone.
"""

import hashlib
import json
import sys
import zipfile
from datetime import datetime, timedelta

LARGEST = 2**53 - 1
NAMES = {"sha-256": "sha256", "sm3": "sm3"}
HEADER = {"actor", "algorithm", "format", "kind", "payload", "previous", "sequence", "stream", "time"}
OPEN = ("online", "auction")
SEALED = ("sealed_first", "sealed_second", "comparison")


class Bad(Exception):
    """What is wrong, in one sentence."""


def must(holds, words, *parts):
    """Raise Bad with `words` unless `holds`."""
    if not holds:
        raise Bad(words % parts if parts else words)


# --- Canonical JSON (RFC 8785) without floats, and chains -------------------------------------


def canonical(value):
    """The canonical bytes of a JSON value."""
    if isinstance(value, dict):
        rows = sorted(value.items(), key=lambda row: row[0].encode("utf-16-be"))
        return b"{" + b",".join(canonical(key) + b":" + canonical(item) for key, item in rows) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(canonical(item) for item in value) + b"]"
    return json.dumps(value, ensure_ascii=False).encode()


def parsed(content, what):
    """The JSON value in `content`, which must be canonical."""
    try:
        value = json.loads(
            content.decode(), parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_without_doubles
        )
        same = canonical(value) == content
    except (ValueError, RecursionError):
        raise Bad(what + " is not JSON in canonical form") from None
    must(same, what + " is not in canonical form")
    return value


def _refuse(text):
    raise ValueError(text)


def _without_doubles(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def digest(algorithm, content):
    """The hash of `content` in hex."""
    try:
        return hashlib.new(NAMES[algorithm], content).hexdigest()
    except (KeyError, ValueError):
        raise Bad("the hash algorithm %r is not offered here" % (algorithm,)) from None


def chain(content, stream):
    """The events `(number, time, actor, kind, payload)` of one export, its chain checked to the last byte."""
    lines = content.split(b"\n")
    must(len(lines) > 2 and lines[-1] == b"", "%s: the export is cut off", stream)
    rows = [parsed(line, "%s: line %d" % (stream, n)) for n, line in enumerate(lines[:-1], 1)]
    first, last = rows[0], rows[-1]
    must(
        first.get("line") == "stream" and first.get("stream") == stream,
        "%s: another stream stands here",
        stream,
    )
    must(last.get("line") == "end" and last.get("lines") == len(rows), "%s: lines are missing", stream)
    whole = hashlib.sha256(b"".join(line + b"\n" for line in lines[:-2])).hexdigest()
    must(whole == last.get("digest"), "%s: the digest of the whole does not fit", stream)
    events, previous, before = [], "", ""
    for row in rows[1:-1]:
        if row.get("line") == "anchor":
            continue
        n = len(events) + 1
        name = "%s: event %d" % (stream, n)
        must(row.get("line") == "event" and n <= first["events"], "%s does not belong here", name)
        header, payload = parsed(row["header"].encode(), name), parsed(row["payload"].encode(), name)
        must(set(header) == HEADER and header["format"] == "qinglan-event/1", "%s has another form", name)
        must(header["stream"] == stream and header["sequence"] == n, "%s stands in a wrong place", name)
        must(header["previous"] == previous, "%s does not follow the one before", name)
        must(
            digest(header["algorithm"], row["payload"].encode()) == header["payload"],
            "%s: payload changed",
            name,
        )
        must(digest(header["algorithm"], row["header"].encode()) == row["hash"], "%s: header changed", name)
        must(header["time"] >= before, "%s: its time runs back", name)
        previous, before = row["hash"], header["time"]
        events.append((n, header["time"], header["actor"], header["kind"], payload))
    must(len(events) == first["events"], "%s: events are missing", stream)
    return events


# --- What the events tell ----------------------------------------------------------------------


class Lot:
    """The facts of one lot, read event by event; what contradicts the rules raises Bad."""

    def __init__(self, number, envelopes):
        self.number, self.envelopes = number, envelopes
        self.rules, self.reserve, self.bids = None, None, []
        self.admitted, self.excluded, self.names = {}, {}, {}
        self.opens = self.closes = self.price = self.leader = None
        self.closed = self.begun = self.scores = None
        self.opened, self.parts, self.results = [], 0, []

    def read(self, n, time, actor, kind, payload):
        """One event."""
        reader = getattr(self, "on_" + kind.removeprefix("auctions.").replace("-", "_"), None)
        if reader is not None and kind.startswith("auctions."):
            must(
                self.rules is not None or kind == "auctions.lot-disclosed",
                "event %d comes before the rules",
                n,
            )
            reader(payload, "event %d" % n, actor)

    def on_lot_disclosed(self, said, name, actor):
        must(self.rules is None, "%s: the rules were fixed before", name)
        self.rules = dict(said["rules"])
        self.sign = -1 if self.rules["better"] == "lower" else 1
        if isinstance(self.rules.get("reserve"), int):
            self.reserve = self.rules["reserve"]

    def on_lot_amended(self, said, name, actor):
        must(
            not self.bids or set(said["after"]) <= {"bids_until"},
            "%s: rules changed after the first bid",
            name,
        )
        must(self.begun is None and self.closed is None, "%s: rules changed after the end", name)
        for key, value in said["after"].items():
            self.rules[key] = value
        if isinstance(self.rules.get("reserve"), int):
            self.reserve = self.rules["reserve"]
        if self.closes is not None and said["after"].get("bids_until"):
            later = moment(said["after"]["bids_until"])
            must(later >= self.closes, "%s: an amendment brought the end forward", name)
            self.closes = later

    def on_bidder_qualified(self, said, name, actor):
        must(str(said["bidder"]) not in self.admitted, "%s: this number was given before", name)
        self.admitted[str(said["bidder"])] = said.get("who", "")

    def on_bidder_excluded(self, said, name, actor):
        self.excluded[str(said["bidder"])] = said["reason"]

    def on_bidding_opened(self, said, name, actor):
        self.opens = moment(said["opens"])
        self.closes = (
            None if said["closes"] is None else moment(said["closes"])
        )  # a standing offer has no end

    def on_bid(self, said, name, actor):
        rules, amount, who = self.rules, said["amount"], str(said["bidder"])
        must(self.closed is None, "%s: a bid after the end", name)
        must(said["bid"] == len(self.bids) + 1, "%s: bids are not counted one by one", name)
        must(not self.admitted or who in self.admitted, "%s: bidder %s was not admitted", name, who)
        must(who not in self.excluded, "%s: bidder %s was excluded", name, who)
        must(type(amount) is int and 0 < amount <= LARGEST, "%s: %r is no amount", name, amount)
        if rules["mode"] in OPEN:
            self._rising(said, name, amount, who)
        elif rules["mode"] == "dutch":
            self._falling(said, name, amount)
        elif rules["mode"] in ("fixed", "agreed", "open_licence"):
            must(amount == rules["start_price"], "%s: the price is %s", name, rules["start_price"])
            must(rules["mode"] == "open_licence" or not self.bids, "%s: somebody accepted before", name)
            self._accepted(said, name)
        self.bids.append({"who": who, "amount": amount, "order": said["bid"], "nonce": "", "points": {}})

    def _accepted(self, said, name):
        """A fixed price or a licence is accepted while it stands; an agreed one at its disclosure."""
        if self.rules["mode"] == "agreed":
            return
        at = moment(said["at"])
        inside = self.opens is not None and self.opens <= at and (self.closes is None or at < self.closes)
        must(inside, "%s: not within the time for bids", name)

    def _rising(self, said, name, amount, who):
        at, rules = moment(said["at"]), self.rules
        must(
            self.opens is not None and self.opens <= at < self.closes,
            "%s: not within the time for bids",
            name,
        )
        least = rules["start_price"] if self.price is None else self.price + self.sign * rules["step"]
        if said["kind"] == "proxy":
            least = rules["start_price"] if self.price is None else self.price + self.sign
        else:
            must(
                (amount - rules["start_price"]) % rules["step"] == 0, "%s: not a whole number of steps", name
            )
            must(who != self.leader, "%s: its bidder led already", name)
        must((amount - least) * self.sign >= 0, "%s: worse than the least bid of %d", name, least)
        after = self.closes
        if rules["soft_close_seconds"] and at >= self.closes - timedelta(seconds=rules["soft_close_seconds"]):
            after = max(self.closes, at + timedelta(seconds=rules["extend_seconds"]))
        must(moment(said["closes"]) == after, "%s: the end after it should be %s", name, after.isoformat())
        self.price, self.leader, self.closes = amount, who, after

    def _falling(self, said, name, amount):
        at, rules = moment(said["at"]), self.rules
        must(
            self.opens is not None and self.opens <= at < self.closes,
            "%s: not within the time for bids",
            name,
        )
        must(not self.bids, "%s: somebody accepted before", name)
        steps = (at - self.opens) // timedelta(seconds=rules["step_seconds"])
        price = max(rules["floor_price"], rules["start_price"] - steps * rules["step"])
        must(amount == price, "%s: the price had fallen to %d", name, price)

    def on_bidding_closed(self, said, name, actor):
        must(said["bids"] == len(self.bids), "%s: it counts %s bids", name, said["bids"])
        self.closed = moment(said["closed_at"])
        accepted = self.rules["mode"] in ("dutch", "fixed", "agreed") and self.bids
        over = self.closes is not None and self.closed >= self.closes
        must(accepted or over, "%s: bidding ended before its end", name)

    def on_opening_begun(self, said, name, actor):
        must(self.begun is None, "%s: the opening began before", name)
        self.begun = {one["envelope"]: one for one in said["envelopes"]}
        must(len(self.begun) == len(said["envelopes"]), "%s: an envelope is listed twice", name)

    def on_envelopes_opened(self, said, name, actor):
        must(self.begun is not None, "%s: envelopes were opened before the opening began", name)
        self.parts += 1
        must(said.get("part", 1) == self.parts, "%s: a part is missing", name)
        for one in said["envelopes"]:
            self._envelope(one, "envelope %s" % one["envelope"])

    def _envelope(self, one, name):
        listed = self.begun.get(one["envelope"])
        must(listed is not None, "%s was not there when the opening began", name)
        must(one["envelope"] not in {other["envelope"] for other in self.opened}, "%s was opened twice", name)
        self.opened.append(one)
        must(listed["commitment"] == one["commitment"], "%s: another commitment than before", name)
        received, ended = self._own_chain(one, name)
        must(one["received_at"] == listed["received_at"] == received, "%s: another time than before", name)
        must(moment(received) < moment(self.rules["bids_until"]), "%s came after the deadline", name)
        taken_back = one["state"] in ("withdrawn", "replaced")
        must(ended == (one["state"] if taken_back else None), "%s: its own chain says otherwise", name)
        if "bid" in one:
            made = hashlib.sha256(bytes.fromhex(one["nonce"]) + canonical(one["bid"])).hexdigest()
            must(made == one["commitment"], "%s: bid and nonce are not what was committed to", name)
            must(one["bid"].get("lot") == self.number, "%s: a bid for another lot", name)
        if one["state"] == "kept":
            must("bid" in one, "%s counts without its bid", name)
            who, bidder = str(one["label"]), one["bid"]["bidder"]
            must(who not in self.names, "%s: the number %s stands twice", name, who)
            self.names[who] = bidder
            self.bids.append(
                {
                    "who": who,
                    "amount": one["bid"]["amount"],
                    "order": one["order"],
                    "nonce": one["nonce"],
                    "points": {},
                }
            )

    def _own_chain(self, one, name):
        events = self.envelopes.get(one["envelope"])
        must(events, "%s: its own chain is not in the export", name)
        _n, time, _actor, kind, said = events[0]
        must(kind == "auctions.envelope-received", "%s: its chain does not begin with its receipt", name)
        must(said["commitment"] == one["commitment"], "%s: its chain holds another commitment", name)
        salted = hashlib.sha256(bytes.fromhex(one["salt"]) + self.number.encode()).hexdigest()
        must(said["lot"] == salted, "%s: it was sent in for another lot", name)
        ended = None
        for _n, at, _actor, kind, more in events[1:]:
            must(kind == "auctions.envelope-ended" and ended is None, "%s: its chain goes on wrongly", name)
            must(moment(at) < moment(self.rules["bids_until"]), "%s was taken back after the deadline", name)
            ended = more["kind"]
        return time, ended

    def on_reserve_revealed(self, said, name, actor):
        promised = self.rules.get("reserve")
        must(isinstance(promised, dict), "%s: no reserve price was promised", name)
        made = hashlib.sha256(bytes.fromhex(said["nonce"]) + canonical(said["reserve"])).hexdigest()
        must(made == promised["commitment"], "%s: not the reserve price that was fixed before", name)
        self.reserve = said["reserve"]

    def on_bidders_named(self, said, name, actor):
        for one in said["bidders"]:
            who = str(one["bidder"])
            promised = self.admitted.get(who, "")
            if promised and "salt" in one:
                made = hashlib.sha256(bytes.fromhex(one["salt"]) + canonical(one["code"])).hexdigest()
                must(made == promised, "%s: number %s was given to somebody else", name, who)
            self.names.setdefault(who, {"code": one["code"], "name": one["name"]})

    def on_scores_fixed(self, said, name, actor):
        must(self.scores is None, "%s: the points were fixed before", name)
        self.scores = said["points"]
        for bid in self.bids:
            by_place = self.scores.get(bid["who"], {})
            bid["points"] = {int(place): points for place, points in by_place.items()}

    def on_result(self, said, name, actor):
        if self.begun is not None:
            missing = set(self.begun) - {one["envelope"] for one in self.opened}
            must(not missing, "%s: %d envelopes were never opened", name, len(missing))
        must(said["turn"] == len(self.results) + 1, "%s: a result is missing before it", name)
        found = outcome(self)(set(said["passed_over"]))
        for key, value in found.items():
            must(said[key] == value, "%s: %s should be %r and is %r", name, key, value, said[key])
        self.results.append(said)


def moment(text):
    """A moment as events write it."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        raise Bad("%r is no moment" % (text,)) from None


# --- The result, reckoned anew -----------------------------------------------------------------


def outcome(lot):
    """A function of who is passed over: failure, winner, price, what decided, seed and ranking."""
    rules, sign, mode = lot.rules, lot.sign, lot.rules["mode"]
    limit = rules.get("start_price") if mode in SEALED else None
    bids = [bid for bid in lot.bids if bid["who"] not in lot.excluded]
    if limit is not None:
        bids = [bid for bid in bids if (bid["amount"] - limit) * sign >= 0]

    def reckon(passed):
        standing = bids if mode == "comparison" else [bid for bid in bids if bid["who"] not in passed]
        if not standing:
            return nobody("no_bids")
        if mode in ("fixed", "dutch", "agreed"):
            first = sorted(standing, key=lambda bid: bid["order"])
            return won(first[0]["who"], first[0]["amount"], "first", "", first)
        drawn = rules["tie_rule"] == "draw"
        nonces = "|".join(sorted(bid["nonce"] for bid in standing))
        seed = hashlib.sha256(nonces.encode()).hexdigest() if drawn else ""

        def tie(bid):
            lot_drawn = hashlib.sha256((seed + "|" + bid["nonce"]).encode()).hexdigest() if drawn else ""
            return (lot_drawn, bid["order"])

        if mode == "comparison":
            return compared(standing, passed, tie, seed)
        ranked = sorted(standing, key=lambda bid: (-sign * bid["amount"], *tie(bid)))
        if mode in OPEN:  # one line for each bidder, his best
            seen = set()
            ranked = [bid for bid in ranked if not (bid["who"] in seen or seen.add(bid["who"]))]
        best = ranked[0]
        if lot.reserve is not None and (best["amount"] - lot.reserve) * sign < 0:
            return nobody("below_reserve", ranked, seed)
        price = best["amount"]
        if mode == "sealed_second":
            limits = [bid["amount"] for bid in ranked[1:2]]
            limits += [lot.reserve] if lot.reserve is not None else []
            start = rules.get("start_price")
            price = sign * max(sign * one for one in limits) if limits else price if start is None else start
        tied = len(ranked) > 1 and ranked[1]["amount"] == best["amount"]
        return won(best["who"], price, rules["tie_rule"] if tied else "price", seed if tied else "", ranked)

    def compared(standing, passed, tie, seed):
        if len(standing) < 3:
            return nobody("too_few")
        prices = [bid["amount"] for bid in standing]
        best = min(prices) if sign < 0 else max(prices)
        for bid in standing:
            bid["by"] = {one["place"]: points_of(one, bid, best) for one in rules["criteria"]}
            bid["total"] = sum(bid["by"].values())
        ranked = sorted(standing, key=lambda bid: (-bid["total"], -sign * bid["amount"], *tie(bid)))
        left = [bid for bid in ranked if bid["who"] not in passed]
        if not left:
            return nobody("no_bids", ranked)
        by = "points"
        if len(left) > 1 and left[0]["total"] == left[1]["total"]:
            by = "price" if left[0]["amount"] != left[1]["amount"] else rules["tie_rule"]
        return won(left[0]["who"], left[0]["amount"], by, seed if by == "draw" else "", ranked)

    def points_of(one, bid, best):
        if one["is_price"]:
            part, whole = (best, bid["amount"]) if sign < 0 else (bid["amount"], best)
            return (200 * one["points"] * part + whole) // (2 * whole)
        given = bid["points"].get(one["place"], [])
        return (2 * sum(given) + len(given)) // (2 * len(given)) if given else 0

    def lines(ranked):
        return [
            dict(
                {"bidder": bid["who"], "place": place, "amount": bid["amount"]},
                **(
                    {"points": bid["total"], "by_criterion": {str(k): v for k, v in bid["by"].items()}}
                    if "total" in bid
                    else {}
                ),
            )
            for place, bid in enumerate(ranked, 1)
        ]

    def nobody(why, ranked=(), seed=""):
        return {
            "failure": why, "winner": "", "price": None, "decided_by": "", "seed": seed, "ranking": lines(ranked),
        }  # fmt: skip

    def won(who, price, by, seed, ranked):
        return {
            "failure": "", "winner": who, "price": price, "decided_by": by, "seed": seed, "ranking": lines(ranked),
        }  # fmt: skip

    return reckon


# --- The file ----------------------------------------------------------------------------------


def verify(path):
    """Check the export at `path`; the Lot. Raises Bad with the first fault."""
    with zipfile.ZipFile(path) as pack:
        names = pack.namelist()
        must("lot.jsonl" in names, "lot.jsonl is not in the export")
        content = pack.read("lot.jsonl")
        first = parsed(content.split(b"\n", 1)[0], "lot.jsonl: line 1")
        stream = str(first.get("stream"))
        must(stream.startswith("lot:"), "this is the stream %r and not a lot", stream)
        envelopes = {}
        for name in names:
            if name.startswith("envelopes/") and name.endswith(".jsonl"):
                key = name[len("envelopes/") : -len(".jsonl")]
                envelopes[key] = chain(pack.read(name), "envelope:" + key)
    lot = Lot(stream[len("lot:") :], envelopes)
    for event in chain(content, stream):
        try:
            lot.read(*event)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise Bad("event %d has not the form of its kind (%s)" % (event[0], error)) from None
    must(lot.rules is not None, "the lot was never disclosed")
    extra = set(envelopes) - set(lot.begun or {})
    must(not extra, "%d envelopes come along that the opening did not list", len(extra))
    return lot


def main(arguments):
    """The exit status."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    try:
        lot = verify(arguments[0])
    except (OSError, zipfile.BadZipFile) as error:
        print("The file can't be read: %s" % error)
        return 2 if isinstance(error, OSError) else 1
    except Bad as fault:
        print("NOT SOUND: %s." % fault)
        return 1
    print("Sound: lot %s, %d bids, %d envelopes." % (lot.number, len(lot.bids), len(lot.opened)))
    for one in lot.results:
        who = lot.names.get(one["winner"], {}).get("name", "")
        print(
            "Result %d: %s"
            % (one["turn"], one["failure"] or "%s %s at %d fen" % (one["winner"], who, one["price"]))
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
