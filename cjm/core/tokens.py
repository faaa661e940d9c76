"""Secrets: how they are made, and what of them is stored."""

from __future__ import annotations

import hashlib
import secrets

CODE_DIGITS = 8


def new_token() -> str:
    """192 random bits for a link; only ``hashed`` is stored."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """What is stored of a token or of a browser's key; nobody can guess 192 bits, so a quick hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """Eight digits: said, typed and understood in any language."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def hashed_code(code: str) -> str:
    """What is stored of a spoken code. Slow on purpose: there are only a hundred million, so whoever steals the database needs
    weeks of computing for codes that end within hours."""
    return hashlib.scrypt(code.encode(), salt=b"journey canvas: spoken code", n=2**13, r=8, p=1, dklen=32).hex()


def typed_code(text: str) -> str | None:
    """The digits of a code as people type it, or None if it can't be one."""
    digits = "".join(str(int(char)) for char in text if char.isdecimal())
    others = [char for char in text if not (char.isdecimal() or char.isspace() or char in "-–.·")]
    return digits if len(digits) == CODE_DIGITS and not others else None


def spoken(code: str) -> str:
    """A code as it stands on the wall, in two groups."""
    return f"{code[:4]} {code[4:]}"
