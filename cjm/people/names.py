"""Whether two names may be the same person’s: whatever their case, accents and order, or where one has initials or less."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")


def words_of(name: str) -> list[str]:
    """The words of a name as they are compared: folded, without accents and marks."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _WORD.findall(bare.translate(_PLAIN))


def alike(one: str, other: str) -> bool:
    """Whether every word of the shorter name is in the longer one, whole or as an initial, and at least one of them whole."""
    few, many = sorted((words_of(one), words_of(other)), key=len)
    if not few:
        return one.strip().casefold() == other.strip().casefold()
    left, whole = list(many), 0
    for word in sorted(few, key=len, reverse=True):
        match = word if word in left else next((it for it in left if _initial(word, it)), None)
        if match is None:
            return False
        left.remove(match)
        whole += match == word and (len(word) > 1 or len(few) == len(many) == 1)
    return whole > 0


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and one[0].isalpha() and 1 in (len(one), len(other))
