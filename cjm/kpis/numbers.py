"""Numbers as people write them, with decimal comma or point, and how we write them; what could be two is never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

LARGEST = 1e15
_SPACES = " '’\u00a0\u2009\u202f"
_SIGN, _MONEY = r"[+\-−–]", r"€|\$|£|EUR|USD|GBP|CHF"
_SAID = re.compile(
    rf"(?P<sign>{_SIGN}?)(?:(?P<before>{_MONEY})\s*)?(?P<late>{_SIGN}?)"
    rf"(?P<digits>\d[\d.,{_SPACES}]*[\d.,]|\d|[.,]\d+)(?P<after>.*)",
    re.DOTALL,
)
_GROUPED = re.compile(rf"[1-9]\d{{0,2}}([{_SPACES}])\d{{3}}(?:\1\d{{3}})*(?P<part>[.,]\d*)?")
_UNITS = (
    "minutes minute mins min minuten",
    "hours hour hrs hr h stunden stunde std",
    "days day d tage tag",
    "weeks week w wk wochen woche",
    "months month mo monate monat",
    "years year yr y jahre jahr",
    "seconds second secs sec s sekunden sekunde",
    "% percent pct prozent",
    "€ eur euro euros",
    "$ usd dollar dollars",
    "£ gbp pound pounds",
    "chf franken",
)
_SAME_UNIT = {word: words.split()[0] for words in _UNITS for word in words.split()}
_TIMES = frozenset(
    ("hundred", "thousand", "million", "millions", "billion", "billions", "mio", "mill", "mrd", "tsd", "lakh", "crore", "dozen")
)
"""Words that make the number another one; they are no unit."""
_DIGITS = rf"\d(?:[\d.,:{_SPACES}]*\d)?"
_FACT = re.compile(
    rf"\s*((?:[~≈<>≤≥]\s*)?{_SIGN}?(?:(?:{_MONEY})\s*)?{_DIGITS}(?:\s*(?:[-–/×x]|of|to)\s*{_DIGITS})*(?:\s?(?:%|{_MONEY}))?\S*)\s*(.*)"
)


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
    """The one number that ``text`` says, with nothing but a unit beside it; None if it says none, or more than one."""
    found = _SAID.fullmatch(text.strip())
    if found is None or (found["sign"] and found["late"]):
        return None
    after = found["after"].strip()
    if any(char.isnumeric() for char in after) and after.casefold() != unit.strip().casefold():
        return None
    said = found["before"] or after
    if found["before"] and after:
        said = f"{found['before']} … {after}"
    strange = "" if not said or _fits(said, unit) else said
    digits, grouped = found["digits"], False
    if any(char in _SPACES for char in digits):
        group = _GROUPED.fullmatch(digits)
        if group is None:
            return None
        digits, grouped = digits.replace(group[1], ""), True
    read = _read(digits, grouped=grouped)
    if read is None:
        return None
    sign = -1 if (found["sign"] or found["late"]) in {*"-−–"} else 1

    def signed(value: float | None) -> float | None:
        return None if value is None else sign * value + 0.0

    return Number(signed(read.value), signed(read.as_decimal), signed(read.as_thousands), read.told, read.mark, strange)


def _plain_unit(words: str) -> list[str]:
    """Its words, each in one spelling: “calls per month” and “call/mo.” are told apart by nothing but a letter."""
    parts = re.sub(r"\s*(?:/|\b(?:per|pro|a|an|each)\b)\s*", " / ", words.casefold()).split()
    return [_SAME_UNIT.get(part.rstrip("."), part.rstrip(".")) for part in parts]


def _fits(said: str, unit: str) -> bool:
    """Whether ``said`` is the unit of the KPI: the same words, the first of them, or cut short. Where no unit is stored, a
    percent sign or a currency is one of its own."""
    one, known = _plain_unit(said), _plain_unit(unit)
    if not known:
        return one in [["%"], ["€"], ["$"], ["£"], ["chf"]]
    if one[0] == "/":
        return len(one) < len(known) and known[-len(one) :] == one
    if len(one) > len(known) or not _TIMES.isdisjoint(one):
        return one == known
    return all(
        a == b or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a))) for a, b in zip(one, known, strict=False)
    )


def more_than_one(text: str) -> bool:
    """Whether ``text``, which is no number, holds several, such as “10 - 12”, “8 / 10” or “1:30”."""
    return len(re.findall(r"\d+", text)) > 1


def fact_in(line: str) -> tuple[str, str]:
    """The number or range with which ``line`` begins, and what it counts: “8 / 10” and “come again”."""
    found = _FACT.match(line)
    if found is None:
        number, _, what = line.strip().partition(" ")
        return number, what.strip()
    return found[1].strip(), found[2].strip()


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
