"""What the operator sets, and what follows if nothing is set."""

from __future__ import annotations

import pytest

from cjm.core.errors import CjmError
from cjm.core.limiter import Guesses, TooManyGuesses
from cjm.core.settings import anyone_may_start, check_operator_code, is_loopback, link, open_installation, public_url, unreachable
from cjm.core.tokens import hashed_code, new_code, new_token, spoken, typed_code


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]", "LOCALHOST", "app.localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", [None, "", "0.0.0.0", "::", "192.168.1.4", "localhost.example.org", "127.0.0.1.nip.io"])
def test_not_loopback(host: str | None) -> None:
    assert not is_loopback(host)


def test_who_may_start() -> None:
    assert anyone_may_start("localhost", {})
    assert not anyone_may_start(None, {})
    assert not anyone_may_start("0.0.0.0", {"CJM_START": ""})
    assert anyone_may_start("0.0.0.0", {"CJM_START": "anyone"})
    assert not anyone_may_start("localhost", {"CJM_PUBLIC_URL": "https://map.example.org"}), "behind a proxy"
    assert not anyone_may_start("127.0.0.1", {"CJM_START": "Operator"})
    with pytest.raises(CjmError, match="CJM_START"):
        anyone_may_start("127.0.0.1", {"CJM_START": "everybody"})


def test_the_operators_code() -> None:
    guesses = Guesses(lambda: 0.0)
    with pytest.raises(CjmError, match="none is set"):
        check_operator_code("", guesses, "b", {})
    check_operator_code(" sesame ", guesses, "b", {"CJM_OPERATOR_CODE": "sesame"})
    for _ in range(6):
        with pytest.raises(CjmError, match="isn’t the operator’s code"):
            check_operator_code("sésame", guesses, "b", {"CJM_OPERATOR_CODE": "sesame"})
    with pytest.raises(TooManyGuesses):
        check_operator_code("sesame", guesses, "b", {"CJM_OPERATOR_CODE": "sesame"})


def test_open_only_where_it_is_asked_for() -> None:
    assert open_installation({"CJM_OPEN": "1"})
    assert not open_installation({"CJM_OPEN": "0"})


def test_where_links_lead() -> None:
    assert link("t", public_url("http://192.168.1.4:8501/", {})) == "http://192.168.1.4:8501/join/t"
    assert public_url("http://10.0.0.1", {"CJM_PUBLIC_URL": "https://map.example.org/cjm/"}) == "https://map.example.org/cjm"
    assert public_url(None, {"CJM_PUBLIC_URL": "map.example.org"}) == "https://map.example.org"
    assert public_url(None, {}) == "http://localhost:8501"
    assert "CJM_PUBLIC_URL" in unreachable("http://localhost:8501")
    assert unreachable("https://map.example.org") == ""


def test_secrets_are_long_and_codes_can_be_typed() -> None:
    assert len({new_token() for _ in range(50)}) == 50 and all(len(new_token()) >= 22 for _ in range(50))
    code = new_code()
    assert len(code) == 8 and code.isdecimal()
    assert typed_code(spoken(code)) == code == typed_code(f" {code[:3]}-{code[3:]} ")
    assert typed_code("١٢٣٤ ٥٦٧٨") == "12345678"
    assert typed_code("1234567") is None and typed_code("1234 567x8") is None and typed_code("") is None
    assert code not in hashed_code(code) and hashed_code(code) == hashed_code(code)
