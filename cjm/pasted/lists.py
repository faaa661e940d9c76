"""Lists as office programs and chats give them: one line each, without bullets, numbers, boxes and invisible marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

AT_ONCE = 200
"""Lines that become things of their own in one go."""
_BREAKS = re.compile(r"[\u000b\u000c\u0085\u2028\u2029]")
_BLANKS = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_HYPHENS = re.compile(r"[\u001e\u2011]")
_NOTHING = re.compile(r"[\u001f\u00ad\u2060\ufeff\ufffc]")
_JOINERS = re.compile(r"[\u200c\u200d]")
_PARTING = re.compile(r"[\u180e\u200b]")
_JOINING = (
    "ARABIC",
    "SYRIAC",
    "MONGOLIAN",
    "NKO",
    "DEVANAGARI",
    "BENGALI",
    "GURMUKHI",
    "GUJARATI",
    "ORIYA",
    "TAMIL",
    "TELUGU",
    "KANNADA",
    "MALAYALAM",
    "SINHALA",
    "KHMER",
    "MYANMAR",
    "TIBETAN",
)
"""Scripts in which a joiner changes what is read."""
_UNSPACED = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "MONGOLIAN", "TAI", "BALINESE", "JAVANESE")
"""Scripts without blanks between words: a mark without width says where one ends."""
_BULLET = re.compile(
    r"\s*(?:"
    r"[•◦▪▫■□●○‣⁃∙·➢➤►▸✦❖\uf0b7\uf0a7\uf0d8]\s*"
    r"|[-–—*+o§](?=\s)\s*"
    r"|\(?(?:\d{1,3}|[a-zA-Z])\)(?=\s)\s*"
    r"|\d{1,3}(?:\.\d{1,3})*\.(?=\s)\s*"
    r")"
)
_BOX = re.compile(r"\s*(?:\[[ xX✓✔]?\]|[☐☑☒✓✔✗✘✅⬜])\s*")


@dataclass(frozen=True)
class Item:
    """One line of a list and where it stood."""

    line: int
    text: str


def unmarked(text: str) -> str:
    """``text`` without what only an office program sees: soft breaks and special blanks become blanks, special hyphens plain
    ones, invisible marks nothing. What joins the parts of an emoji, or letters of a script that needs it, stays."""
    if text.isascii() and text.isprintable():
        return text
    text = _NOTHING.sub("", _HYPHENS.sub("-", _BLANKS.sub(" ", _BREAKS.sub(" ", text))))
    text = _PARTING.sub(lambda found: found[0] if _beside(text, found.start(), _UNSPACED) else "", text)
    return _JOINERS.sub(lambda found: found[0] if _joins(text, found.start()) else "", text)


def _joins(text: str, at: int) -> bool:
    """Whether the joiner at ``at`` does something: between two parts of an emoji, or beside a letter of a joining script."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before or not after:
        return False
    if (text[at] == "\u200d" and before in "\ufe0f\u20e3") or unicodedata.category(before) in {"So", "Sk"}:
        return (text[at] == "\u200d" and unicodedata.category(after) == "So") or after in "♀♂⚕⚖✈❤⚧↔↕"
    return _beside(text, at, _JOINING)


def _beside(text: str, at: int, scripts: tuple[str, ...]) -> bool:
    """Whether a letter of one of the scripts stands on a side of what is at ``at``."""
    return any(unicodedata.name(char, "").startswith(scripts) for char in text[max(at - 1, 0) : at] + text[at + 1 : at + 2])


def without_bullet(line: str) -> str:
    """A line of a list without its bullet or number, and without its check box."""
    line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    return (_BOX.sub("", line, count=1) if _BOX.match(line) else line).strip()


def items_of(text: str) -> list[Item]:
    """Every line that says something. “o” and letters are bullets only where several lines have them."""
    found = [Item(number, unmarked(line).strip()) for number, line in enumerate(_lines(text), start=1)]
    found = [one for one in found if one.text]
    return [Item(one.line, bare) for one in found if (bare := without_bullet(one.text))]


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
