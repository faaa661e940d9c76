"""Cards of one lane that say nearly the same, found anew only for those that changed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, OrderedDict, defaultdict
from functools import lru_cache
from itertools import islice
from threading import Lock

from db.tables import Entry

LIKELY = 0.6
"""From which share of common words on two cards are likely duplicates."""
OFFERED = 20
MOST_PARTNERS = 10
"""Of one card."""
NEAR = 40
"""A word on very many cards tells nothing: a card is compared with the latest that have it."""
KEPT = 16
"""Workshops."""
_COMMON = frozenset(
    {
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "from",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "not",
        "too",
        "but",
        "all",
        "any",
        "can",
        "its",
        "our",
        "their",
        "they",
    }
)

Said = tuple[str, str]
"""Lane and text of a card."""


@lru_cache(maxsize=10_000)
def _tokens(text: str) -> frozenset[str]:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return frozenset(word.rstrip("s") for word in re.findall(r"\w+", plain) if len(word) > 2 and word not in _COMMON)


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, 0 to 1."""
    words, others = _tokens(one), _tokens(other)
    return len(words & others) / len(words | others) if words and others else 0.0


class Alike:
    """Pairs of cards with at least ``LIKELY`` of their words in common."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._clear()

    def _clear(self) -> None:
        self._said: dict[str, Said] = {}
        self._having: defaultdict[Said, dict[str, None]] = defaultdict(dict)
        """Cards by lane and word."""
        self._often: Counter[str] = Counter()
        self._partners: dict[str, dict[str, float]] = {}
        """Share of common words by card and card, both ways."""
        self._pairs: defaultdict[float, dict[frozenset[str], None]] = defaultdict(dict)

    def pairs(self, entries: list[Entry]) -> list[tuple[str, str]]:
        """Those among exactly these cards that don't lie in one group, the most alike first, at most ``OFFERED``."""
        said = {entry.id: (entry.lane_id, entry.text) for entry in entries}
        place = {entry.id: (index, entry.group_id) for index, entry in enumerate(entries)}
        with self._lock:
            if said != self._said:
                self._follow(said)
            found: list[tuple[str, str]] = []
            for share in sorted(self._pairs, reverse=True):
                both = (sorted(pair, key=lambda id: place[id][0]) for pair in self._pairs[share])
                apart = ((a, b) for a, b in both if place[a][1] is None or place[a][1] != place[b][1])
                found += sorted(islice(apart, OFFERED - len(found)), key=lambda pair: (place[pair[0]][0], place[pair[1]][0]))
                if len(found) >= OFFERED:
                    break
        return found

    def _follow(self, said: dict[str, Said]) -> None:
        other = [id for id, one in self._said.items() if said.get(id) != one]
        new = [id for id, one in said.items() if self._said.get(id) != one]
        if len(other) + len(new) > len(said) + 50:  # another board
            self._clear()
            other, new = [], list(said)
        lonely: set[str] = set()  # who had as many partners as are counted may have others
        for id in other:
            lonely |= {one for one in self._remove(id) if len(self._partners[one]) == MOST_PARTNERS - 1}
        for id in new:
            self._add(id, said[id])
        for id in lonely & self._said.keys():
            self._look(id)

    def _remove(self, id: str) -> list[str]:
        lane, text = self._said.pop(id)
        for word in _tokens(text):
            self._often[word] -= 1
            having = self._having[lane, word]
            having.pop(id, None)
            if not having:
                del self._having[lane, word]
        partners = self._partners.pop(id, {})
        for one, share in partners.items():
            del self._partners[one][id]
            self._pairs[share].pop(frozenset((id, one)), None)
            if not self._pairs[share]:
                del self._pairs[share]
        return list(partners)

    def _add(self, id: str, said: Said) -> None:
        self._said[id] = said
        self._partners[id] = {}
        lane, text = said
        mine = _tokens(text)
        if len(mine) >= 2:
            self._look(id)
        for word in mine:
            self._often[word] += 1
            if len(mine) >= 2:
                self._having[lane, word][id] = None

    def _look(self, id: str) -> None:
        """Two cards that are alike share one of any card's rarest words, so only cards with one of those are compared."""
        lane, text = self._said[id]
        mine = _tokens(text)
        partners = self._partners[id]
        rarest = sorted(mine, key=lambda word: (self._often[word], word))[: len(mine) - math.ceil(LIKELY * len(mine)) + 1]
        near: dict[str, None] = {}
        for word in rarest:
            near.update(dict.fromkeys(islice(reversed(self._having.get((lane, word), {})), NEAR)))
        for other in near:
            if len(partners) >= MOST_PARTNERS:
                return
            if other == id or other in partners or len(self._partners[other]) >= MOST_PARTNERS:
                continue
            theirs = _tokens(self._said[other][1])
            common = len(mine & theirs)
            both = len(mine) + len(theirs) - common
            if common >= 2 and common >= LIKELY * both:
                share = common / both
                partners[other] = self._partners[other][id] = share
                self._pairs[share][frozenset((id, other))] = None


_known: OrderedDict[str, Alike] = OrderedDict()
_lock = Lock()


def likely_duplicates(workshop_id: str, entries: list[Entry]) -> list[list[str]]:
    """Pairs of cards of one lane that say nearly the same and don't lie in one group, each in the order of ``entries``."""
    with _lock:
        alike = _known.setdefault(workshop_id, Alike())
        _known.move_to_end(workshop_id)
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return [list(pair) for pair in alike.pairs(entries)]
