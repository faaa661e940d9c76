"""What the operator sets by environment variables; read whenever it is asked for."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from cjm.core.errors import CjmError
from cjm.core.limiter import Guesses

DEFAULT_URL = "http://localhost:8501"


def open_installation(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there are no roles: everybody who reaches the server is facilitator of everything (``CJM_OPEN=1``)."""
    return environment.get("CJM_OPEN", "").strip().lower() in {"1", "true", "yes"}


def is_loopback(host: str | None) -> bool:
    """Whether a host name means the machine itself, so that no other device can open it."""
    name = (host or "").strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def anyone_may_start(bound_to: str | None, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether starting a workshop needs no code: as ``CJM_START`` says (anyone, operator), else if only this machine gets in.

    A proxy in front of the app gets in from this machine: then ``CJM_PUBLIC_URL`` tells that others do.
    """
    rule = environment.get("CJM_START", "").strip().lower()
    if rule not in {"", "anyone", "operator"}:
        raise CjmError("CJM_START must be “anyone” or “operator”.")
    alone = is_loopback(bound_to) and is_loopback(urlsplit(public_url(None, environment)).hostname)
    return rule == "anyone" or (rule == "" and alone)


def most_starts(environment: Mapping[str, str] = os.environ) -> int:
    """How many workshops one browser may start within an hour: ``CJM_STARTS_PER_HOUR``, else 30."""
    given = environment.get("CJM_STARTS_PER_HOUR", "").strip() or "30"
    if not given.isdecimal() or not 0 < len(given) < 7:
        raise CjmError("CJM_STARTS_PER_HOUR must be a number such as 30.")
    return int(given)


def check_operator_code(typed: str, guesses: Guesses, browser_key: str, environment: Mapping[str, str] = os.environ) -> None:
    """Raises CjmError unless ``typed`` is the operator's code, ``CJM_OPERATOR_CODE``."""
    code = environment.get("CJM_OPERATOR_CODE", "").strip()
    if not code:
        raise CjmError("Starting a workshop needs the operator’s code, and none is set on this server yet. Ask the operator.")
    guesses.check("operator", browser_key)
    if not hmac.compare_digest(typed.strip().encode(), code.encode()):
        guesses.wrong("operator", browser_key)
        raise CjmError("This isn’t the operator’s code. Ask whoever runs this server.")


def public_url(used: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """The address links begin with: ``CJM_PUBLIC_URL``, else the one the browser used, without a slash at its end."""
    given = environment.get("CJM_PUBLIC_URL", "").strip() or used or DEFAULT_URL
    parts = urlsplit(given if "//" in given else f"https://{given}")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def further_hosts(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Names beside that of ``public_url`` by which the server may be asked, ``CJM_HOSTS``."""
    given = environment.get("CJM_HOSTS", "").replace(",", " ").split()
    return frozenset(one.lower().rstrip(".") for one in given)


def link(token: str, base: str) -> str:
    """The address that lets somebody in."""
    return f"{base}/join/{token}"


def unreachable(base: str) -> str:
    """Why other devices can't open links that begin with ``base``, in words; empty if they can, as far as one can tell."""
    if not is_loopback(urlsplit(base).hostname):
        return ""
    return (
        "Phones can’t open this link: it leads to the machine it is opened on. Start the app for the network "
        "(make run ADDRESS=0.0.0.0) and open it by this machine’s address, or set CJM_PUBLIC_URL."
    )
