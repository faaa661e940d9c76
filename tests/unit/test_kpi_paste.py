"""What pasted cells are taken for, and what is refused rather than guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm.core.errors import CjmError
from cjm.kpis.dates import day_in
from cjm.kpis.numbers import fact_in, number_in, with_unit, written
from cjm.kpis.paste import MOST, Pasted, read

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


def pasted(text: str, **given: object) -> Pasted:
    return read(text, **{"known": {}, "unit": "minutes", **given})  # type: ignore[arg-type]


def stored(text: str, **given: object) -> list[tuple[date | None, float | None]]:
    return [(line.day, line.value) for line in pasted(text, **given).good]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-30", SEPTEMBER),
        ("2026-09-30 00:00:00", SEPTEMBER),
        ("2026-09-30T14:05", SEPTEMBER),
        ("2026/9/30", SEPTEMBER),
        ("30.09.2026", SEPTEMBER),
        ("30.9.26", SEPTEMBER),
        ("30/09/2026", SEPTEMBER),
        ("9/30/2026", SEPTEMBER),
        ("30 Sep 2026", SEPTEMBER),
        ("30. September 2026", SEPTEMBER),
        ("Sept 30, 2026", SEPTEMBER),
        ("30-Sep-26", SEPTEMBER),
        ("31. Oktober 2026", OCTOBER),
        ("Saturday, 31 October 2026", OCTOBER),
        ("Sa., 31.10.2026", OCTOBER),
        ("31. Dez. 2026", date(2026, 12, 31)),
        ("15. März 2026", date(2026, 3, 15)),
        ("May 5th, 2026", date(2026, 5, 5)),
        ("04/04/2026", date(2026, 4, 4)),
    ],
)
def test_days_as_people_write_them(text: str, day: date) -> None:
    found = day_in(text)
    assert found is not None and found.day == day


@pytest.mark.parametrize(
    "text", ["", "Total", "2026", "31.02.2026", "13/13/2026", "2026-13-01", "46295", "11.5", "30 Foo 2026", "soon"]
)
def test_what_is_no_day(text: str) -> None:
    assert day_in(text) is None


def test_a_month_is_its_last_day_and_says_so() -> None:
    found = pasted("2026-09\t11\nOct 2026\t10\nFebruar 2028\t9")
    assert [line.day for line in found.good] == [SEPTEMBER, OCTOBER, date(2028, 2, 29)]
    assert all("last day of the month" in line.words for line in found.good)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11", 11),
        ("11.5", 11.5),
        ("11,5", 11.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1'234.50", 1234.5),
        ("1.234.567", 1234567),
        ("-3,25", -3.25),
        ("−3.25", -3.25),
        ("11 minutes", 11),
        ("11 min", 11),
        ("0,125", 0.125),
        (",5", 0.5),
        ("+7", 7),
        ("12.", 12),
        ("1 234 mins.", 1234),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    found = number_in(text, "minutes")
    assert found is not None and found.value == value and not found.unit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "1.2.3",
        "1,23,4",
        "12-13",
        "ten",
        "1.234,5,6",
        "inf",
        "nan",
        "1e5",
        "10 - 12",
        "8 / 10",
        "1:30",
        "10-",
        "2026 200",
        "- 5",
        "5 k",
        "5k",
        "3 Mio",
        "~12",
        "<5",
        "(12)",
        "1 20",
        "1 234 5",
        "10²",
        "1½",
        "3 h 20 min",
        "½",
        "1_000",
        "--5",
        "1’234 567",
    ],
)
@pytest.mark.parametrize("unit", ["", "kg", "minutes", "m", "%", "km", "k€", "Mio €"])
def test_what_is_no_number(text: str, unit: str) -> None:
    found = number_in(text, unit)
    assert found is None or found.unit or (text, unit) == ("3 Mio", "Mio €")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12 %", "%", 12),
        ("12%", "", 12),
        ("12 percent", "%", 12),
        ("€ 1,234.50", "€", 1234.5),
        ("-$5", "USD", -5),
        ("5 EUR", "€", 5),
        ("1 200/month", "calls/month", 1200),
        ("1 200 per month", "calls / month", 1200),
        ("1 200 calls a month", "calls/month", 1200),
        ("3 h", "hours", 3),
        ("2 d", "days", 2),
        ("4 call", "calls", 4),
        ("7 m2", "m2", 7),
        ("12 %", "% of calls", 12),
        ("11 min", "minutes on hold", 11),
        ("€ 5", "€ per visit", 5),
    ],
)
def test_a_unit_that_is_known(text: str, unit: str, value: float) -> None:
    found = number_in(text, unit)
    assert found is not None and found.value == value and not found.unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12 %", "minutes"),
        ("€ 5", "minutes"),
        ("5 k", "kg"),
        ("5 m", "minutes"),
        ("3 h", "minutes"),
        ("1 200/month", ""),
        ("2 million", "m"),
        ("5 h", "humans"),
        ("1 200/week", "calls/month"),
        ("€ 5 k", "€"),
    ],
)
def test_a_unit_that_is_another_one_is_asked_about(text: str, unit: str) -> None:
    found = number_in(text, unit)
    assert found is not None and found.unit


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-09-30 1 200/month", "“/month”"),
        ("2026-09-30\t1 200/month", "“/month”"),
        ("2026-09-30 10 - 12", "more than one number"),
        ("2026-09-30\t10 - 12", "more than one number"),
        ("2026-09-30 8 / 10", "more than one number"),
        ("30.09.2026,8 / 10", "more than one"),
        ("2026-09-30,1,200/month", "Is it 1.200/month?"),
        ("2026-09-30 11 12", "more than one number"),
        ("Sept 10 12", "is no date"),
        ("2026-09-30 1:30", "more than one"),
        ("8 / 10\t2026-09-30", "more than one"),
        ("2026-09-30 5 k", "“k”"),
    ],
)
def test_a_cell_is_never_split_to_make_sense(line: str, said: str) -> None:
    found = pasted(line)
    assert said in found.lines[0].words and not found.good


@given(
    value=st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    decimal=st.sampled_from(".,"),
    group=st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009", "'", "’", "other"]),
    unit=st.sampled_from(["", "minutes", "%", "€", "calls/month"]),
)
def test_what_reads_as_a_number_reads_back_the_same(value: Decimal, decimal: str, group: str, unit: str) -> None:
    other = ("," if decimal == "." else ".") if group == "other" else group
    text = f"{value:,.2f}".translate(str.maketrans({",": other, ".": decimal}))
    for shown in (text, f"{text} {unit}".strip()):
        found = number_in(shown, unit)
        assert found is not None and not found.unit and found.settled(decimal) == pytest.approx(float(value), abs=1e-6)
    again = number_in(written(float(value)))
    assert again is not None and again.settled(".") is not None


@given(st.text(alphabet="0123456789.,  -–/:%€kmh'’\t\u202fxX+()~²½", max_size=14), st.sampled_from(["", "minutes", "%", "km"]))
def test_one_number_or_none(text: str, unit: str) -> None:
    found = number_in(text, unit)
    if found is not None and not found.unit and found.value is not None:
        runs = re.findall(r"\d+", text)
        joined = re.sub(r"[ '’\u202f]", "", text)
        assert len(re.findall(r"[\d.,]+", joined)) == 1, "two numbers never make one"
        assert float("".join(runs) or "0") >= abs(found.value), "no digit is lost"
        assert sum(len(run) for run in runs) >= len(f"{abs(int(found.value))}")


@given(st.integers(0, 999), st.sampled_from([" - ", " / ", "/", "-", ":", " to ", " of ", " x ", "  "]), st.integers(0, 99))
def test_two_numbers_are_asked_about(first: int, between: str, second: int) -> None:
    for line in (
        f"2026-09-30 {first}{between}{second}",
        f"2026-09-30\t{first}{between}{second}",
        f"2026-09-30;{first}{between}{second}",
    ):
        assert not pasted(line).good, line


def test_a_note_may_hold_a_break() -> None:
    found = pasted('2026-09-30\t11\tphone\t"two\nlines"\n2026-10-31\t12\t"he said ""no"""')
    assert [(line.number, line.note, line.source) for line in found.good] == [(1, "two lines", "phone"), (3, "", 'he said "no"')]


def test_a_fact_keeps_its_number_whole() -> None:
    told = {
        "14 contacts last year": ("14", "contacts last year"),
        "1 200 contacts": ("1 200", "contacts"),
        "8 / 10 come again": ("8 / 10", "come again"),
        "10 - 12 weeks": ("10 - 12", "weeks"),
        "2 of 3 come back": ("2 of 3", "come back"),
        "85 % of calls": ("85 %", "of calls"),
        "24/7 reachable": ("24/7", "reachable"),
        "€ 1,200 spent": ("€ 1,200", "spent"),
        "often late": ("often", "late"),
    }
    assert {line: fact_in(line) for line in told} == told


def test_tabs_semicolons_commas_and_spaces() -> None:
    wanted = [(SEPTEMBER, 11.2), (OCTOBER, 10.8)]
    for text in (
        "2026-09-30\t11,2\n2026-10-31\t10,8",
        "30.09.2026;11,2\r\n31.10.2026;10,8",
        "2026-09-30,11.2\n2026-10-31,10.8",
        "2026-09-30   11.2\n31 Oct 2026 10.8",
        '"2026-09-30","11,2"\n"2026-10-31","10,8"',
        "11.2\t2026-09-30\n10.8\t2026-10-31",
    ):
        assert stored(text) == wanted, text


def test_headings_are_left_out_and_source_and_note_are_kept() -> None:
    found = pasted("Date\tMinutes on hold\tSource\tNote\n\n30.09.2026\t11,2\tTelephony; all lines\tbefore the change")
    assert [line.state for line in found.lines] == ["heading", "new"]
    assert (found.good[0].source, found.good[0].note, found.good[0].number) == ("Telephony; all lines", "before the change", 3)


def test_a_day_that_could_be_two_is_asked_about() -> None:
    found = pasted("03/04/2026\t11")
    assert found.asks_day == "03/04/2026" and not found.good and "3 Apr 2026 or 4 Mar 2026" in found.lines[0].words
    assert stored("03/04/2026\t11", day_first=True) == [(date(2026, 4, 3), 11)]
    assert stored("03/04/2026\t11", day_first=False) == [(date(2026, 3, 4), 11)]
    assert stored("03/04/2026\t11\n13/04/2026\t12")[0] == (date(2026, 4, 3), 11), "another line of the column settles it"
    assert stored("03/04/2026\t11\n03/14/2026\t12")[0] == (date(2026, 3, 4), 11)
    assert pasted("03/04/2026\t11\n13/04/2026\t12\n03/14/2026\t12").asks_day, "lines that disagree settle nothing"


def test_a_number_that_could_be_two_is_asked_about() -> None:
    found = pasted("2026-09-30\t1.234")
    assert found.asks_decimal == "1.234" and not found.good
    assert stored("2026-09-30\t1.234", decimal=".") == [(SEPTEMBER, 1.234)]
    assert stored("2026-09-30\t1.234", decimal=",") == [(SEPTEMBER, 1234)]
    assert stored("2026-09-30\t1.234\n2026-10-31\t11,5")[0] == (SEPTEMBER, 1234), "the column has a decimal comma"
    assert stored("2026-09-30\t0.123") == [(SEPTEMBER, 0.123)], "no thousands begin with a zero"


def test_a_decimal_comma_between_commas_is_refused() -> None:
    found = pasted("2026-09-30,11,5\n2026-10-31,12")
    assert "semicolons" in found.lines[0].words and [line.value for line in found.good] == [12]


def test_every_fault_says_its_line_and_the_rest_is_stored() -> None:
    found = pasted("Date\tValue\n30.09.2026\tn/a\nTotal\t99\n31.10.2026\t10\n30.11.2026\t5 h\n01.01.1026\t3")
    assert {line.number: line.words.split(":")[0] for line in found.of("wrong")} == {
        2: "“n/a” is no number.",
        3: "“Total” is no date",
        5: "says “h”, but this KPI is counted in minutes",
        6: "The year 1026 can’t be meant.",
    }
    assert [line.value for line in found.good] == [10]
    assert found.left == "30.09.2026\tn/a\nTotal\t99\n30.11.2026\t5 h\n01.01.1026\t3"


def test_the_same_day_replaces_and_says_so_and_twice_in_one_paste_is_refused() -> None:
    found = pasted("2026-09-30\t12\n2026-10-31\t10", known={SEPTEMBER: 11.0, OCTOBER: 10.0})
    assert [(line.state, line.words) for line in found.lines] == [
        ("replaces", "Replaces 11 minutes of that day"),
        ("same", "Stored already"),
    ]
    twice = pasted("2026-09-30\t12\n30.09.2026\t13\n2026-10-31\t10\n31.10.2026\t10")
    assert [line.state for line in twice.lines] == ["wrong", "wrong", "new", "same"] and "see line 2" in twice.lines[0].words


def test_a_day_in_the_future_is_pointed_out() -> None:
    assert "future" in pasted("2026-10-31\t10", today=SEPTEMBER).good[0].words


def test_too_much_is_refused_in_a_sentence() -> None:
    with pytest.raises(CjmError, match="too much at once"):
        pasted("2026-09-30\t1\n" * (MOST + 1))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "\t\t", ";", "\x00\t1", "2026-09-30\t" + "9" * 400, '"', "2026-09-30\t1\t" + "x" * 500]
)
def test_nothing_breaks_it(text: str) -> None:
    assert not pasted(text).good


def test_numbers_are_written_shortly() -> None:
    given = ((11.0, "minutes"), (8.6, "%"), (1234.5, ""), (-0.123, "°"), (0.00123, ""))
    assert [with_unit(*one) for one in given] == ["11 minutes", "8.6 %", "1\u202f234", "−0.12 °", "0.0012"]
