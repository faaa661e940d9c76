"""Three machines with letters of their own: fitted to pixels, not fitted, and wider where the page's font cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests import chromium

CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>/usr/share/fonts</dir><dir>{folder}</dir><cachedir>{cache}</cachedir>
<match target="font"><edit name="hinting" mode="assign"><bool>{hinted}</bool></edit>
<edit name="hintstyle" mode="assign"><const>hint{hinting}</const></edit></match>
{rule}</fontconfig>
"""
WIDER = """<match target="pattern">
<edit name="family" mode="prepend" binding="strong"><string>Noto Sans</string></edit></match>"""
MACHINES = {"full": ("full", ""), "none": ("none", ""), "wider": ("none", WIDER)}
"""By name: how letters are fitted, and what fontconfig does besides."""


@contextmanager
def machine(name: str, browser: Browser, folder: Path) -> Iterator[Any]:
    """Opens browser contexts as on that machine."""
    hinting, rule = MACHINES[name]
    config = folder / f"{name}.conf"
    fonts = files("fontpkg_noto_sans") / "files"
    hinted, cache = str(hinting != "none").lower(), folder / f"{name}-cache"
    config.write_text(CONFIG.format(folder=fonts, cache=cache, hinting=hinting, hinted=hinted, rule=rule))
    there = chromium.launch(browser.browser_type, hinting=hinting, environment={"FONTCONFIG_FILE": str(config)})

    def opened(**how: Any) -> BrowserContext:
        context = there.new_context(**how)
        if rule:
            context.route("**/*SourceSans*.woff2", lambda route: route.abort())
        return context

    try:
        yield opened
    finally:
        there.close()
