"""Names beside bubbles: never on one another, and all of them when there is room."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from cjm.figures import labels
from cjm.figures.labels import Circle, Rect, Spot

BOUNDS: Rect = (0.0, 0.0, 1200.0, 700.0)
circles = st.lists(st.tuples(st.floats(20, 1180), st.floats(20, 680), st.floats(12, 40)), min_size=1, max_size=30)
sizes = st.tuples(st.floats(20, 180), st.floats(18, 60))


def _rect(spot: Spot, size: tuple[float, float]) -> Rect:
    return (spot.x - size[0] / 2, spot.y - size[1] / 2, spot.x + size[0] / 2, spot.y + size[1] / 2)


def _apart(one: Rect, other: Rect) -> bool:
    return one[2] <= other[0] + 1e-6 or other[2] <= one[0] + 1e-6 or one[3] <= other[1] + 1e-6 or other[3] <= one[1] + 1e-6


def _clear(rect: Rect, circle: Circle) -> bool:
    dx = max(rect[0] - circle[0], 0, circle[0] - rect[2])
    dy = max(rect[1] - circle[1], 0, circle[1] - rect[3])
    return math.hypot(dx, dy) >= circle[2]


@given(circles, st.data())
def test_what_is_shown_overlaps_nothing(found: list[Circle], data: st.DataObject) -> None:
    given_sizes = tuple(data.draw(sizes) for _ in found)
    taken: Rect = (0.0, 640.0, 240.0, 700.0)
    spots = labels.placed(tuple(found), given_sizes, BOUNDS, (taken,))
    rects = [_rect(spot, size) for spot, size in zip(spots, given_sizes, strict=True) if spot]
    for index, rect in enumerate(rects):
        assert all(_apart(rect, other) for other in rects[index + 1 :])
        assert all(_clear(rect, circle) for circle in found)
        assert _apart(rect, taken)
        assert rect[0] >= 0 and rect[1] >= 0 and rect[2] <= 1200 and rect[3] <= 700


@given(st.integers(1, 4), st.integers(1, 4), st.floats(12, 30), sizes)
def test_everything_is_shown_when_there_is_room(columns: int, rows: int, radius: float, size: tuple[float, float]) -> None:
    found = tuple((150 + 300.0 * x, 90 + 170.0 * y, radius) for x in range(columns) for y in range(rows))
    spots = labels.placed(found, (size,) * len(found), BOUNDS)
    assert all(spots)


@given(st.integers(1, 12), st.floats(12, 24))
def test_ties_are_fanned_out_inside_their_quadrant(count: int, radius: float) -> None:
    box: Rect = (600.0, 350.0, 1200.0, 700.0)
    at = labels.fanned(((700.0, 500.0, radius),) * count, (box,) * count)
    assert all(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in at)
    for index, one in enumerate(at):
        for other in at[index + 1 :]:
            assert math.dist(one, other) >= 2 * radius - 1.5


def test_who_stands_alone_stays_where_it_is() -> None:
    ((x, y),) = labels.fanned(((700.0, 500.0, 20.0),), (BOUNDS,))
    assert math.dist((x, y), (700, 500)) < 0.1


def test_lines_are_even_and_cut_with_an_ellipsis() -> None:
    assert labels.wrapped("48-hour follow-up call") == ("48-hour", "follow-up call")
    assert labels.wrapped("Short") == ("Short",)
    assert labels.wrapped("") == ()
    long = labels.wrapped("Donaudampfschifffahrtsgesellschaftskapitän fragt sehr viele Leute sehr lange")
    assert len(long) == 2 and long[-1].endswith("…") and all(len(line) <= 22 for line in long)


def test_writing_without_spaces_is_broken_anywhere() -> None:
    lines = labels.wrapped("一つの予約ですべての検査を受けられるようにする", 18)
    assert len(lines) == 2 and lines[-1].endswith("…") and all(labels.width_of(line, 20) <= 11 * 20 for line in lines)


def test_wide_letters_are_wider() -> None:
    assert labels.width_of("病院", 20) > labels.width_of("ab", 20) > labels.width_of("il", 20)
    assert labels.width_of("e\u0301", 20) == labels.width_of("e", 20)
