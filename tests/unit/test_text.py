"""What people typed, where Streamlit reads Markdown."""

from __future__ import annotations

import pytest

from pages.shared.text import plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Intake", "Intake"),
        ("a\n b\tc", "a b c"),
        ("**loud**", r"\*\*loud\*\*"),
        ("![x](http)", r"\!\[x\]\(http\)"),
        ("$1 and $2", r"\$1 and \$2"),
        ("at 10:30", r"at 10\:30"),
        (":fire:", "\\:\u2060fire\\:"),
        ("https://a.b", "https\\:\u2060//a\\.b"),
        ("a@b.org", "a@\u2060b\\.org"),
    ],
)
def test_markdown_makes_nothing_of_it(typed: str, shown: str) -> None:
    assert plain(typed) == shown
