"""Numbers as people write them, with decimal comma or point, and how we write them; what could be two is never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

LARGEST = 1e15
_GROUPED = re.compile(r"(?<=\d)[ '’\u00a0\u2009\u202f](?=\d{3}(?:\D|$))")
_MONEY = re.compile(r"^(?:€|\$|£|EUR|USD|GBP|CHF)\s*|\s*(?:%|€|\$|£|EUR|USD|GBP|CHF)$")
_WORDS = re.compile(r"\s*([^\W\d_][^\d,.]*)$")


@dataclass(frozen=True)
class Number:
    """``value`` if it is certain; else what it is with its mark taken for the decimal one, and for the one of thousands. ``told``
    is the decimal mark that it gives away, ``mark`` the one in doubt. ``unit``: letters behind it that are not the KPI's unit."""

    value: float | None = None
    as_decimal: float | None = None
    as_thousands: float | None = None
    told: str = ""
    mark: str = ""
    unit: str = ""

    def settled(self, decimal: str | None) -> float | None:
        """The value, once the decimal mark is known."""
        if self.value is not None or not decimal:
            return self.value
        return self.as_decimal if decimal == self.mark else self.as_thousands


def number_in(text: str, unit: str = "") -> Number | None:
    """The number that ``text`` says, or None if it says none."""
    clean = _MONEY.sub("", text.strip()).strip()
    strange = ""
    if (words := _WORDS.search(clean)) and words.start():
        said, known = words[1].strip().rstrip(".").casefold(), unit.strip().casefold()
        strange = "" if known and (known.startswith(said) or said.startswith(known)) else words[1].strip()
        clean = clean[: words.start()].strip()
    negative = clean[:1] in {"-", "−", "–"}
    clean = clean.lstrip("+-−–").strip()
    bare = _GROUPED.sub("", clean)
    if not re.fullmatch(r"\d[\d.,]*|[.,]\d+", bare):
        return None
    found = _read(bare, grouped=bare != clean)
    if found is None:
        return None
    sign = -1 if negative else 1

    def signed(value: float | None) -> float | None:
        return None if value is None else sign * value + 0.0

    return Number(signed(found.value), signed(found.as_decimal), signed(found.as_thousands), found.told, found.mark, strange)


def _read(bare: str, *, grouped: bool) -> Number | None:
    marks = [char for char in bare if char in ".,"]
    if not marks:
        return Number(float(bare))
    last, kinds = marks[-1], set(marks)
    if len(kinds) == 2:
        whole, _, part = bare.rpartition(last)
        other = "," if last == "." else "."
        if last in whole or not _in_thousands(whole, other):
            return None
        return Number(float(f"{whole.replace(other, '')}.{part}"), told=last)
    if len(marks) > 1:
        return Number(float(bare.replace(last, "")), told="," if last == "." else ".") if _in_thousands(bare, last) else None
    whole, _, part = bare.partition(last)
    decimal = float(f"{whole or '0'}.{part or '0'}")
    if grouped or not _in_thousands(bare, last):
        return Number(decimal, told=last)
    return Number(None, decimal, float(whole + part), mark=last)


def _in_thousands(text: str, mark: str) -> bool:
    return re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+", text) is not None


def which_decimal(found: list[Number]) -> str | None:
    """The decimal mark of a column, if one of its numbers gives it away; None if none does, or if they disagree."""
    told = {one.told for one in found} - {""}
    return told.pop() if len(told) == 1 else None


def written(value: float) -> str:
    """As few digits as tell it: four that count, thousands apart by a narrow space, a true minus."""
    size = abs(value)
    digits = 0 if size >= 1000 or size == round(size) else 1 if size >= 100 else 2
    told = f"{size:,.{digits}f}".replace(",", "\u202f")
    if "." in told:
        told = told.rstrip("0").rstrip(".")
    if told == "0" and size:
        told = f"{size:.2g}"
    return f"−{told}" if value < 0 and told != "0" else told


def with_unit(value: float, unit: str) -> str:
    """“11 minutes”, “12 %”."""
    return f"{written(value)} {unit.strip()}".strip()
