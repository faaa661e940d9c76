"""The one way to a browser, for tests and benches alike: found, or brought here, and tried before anything rests on it.

``python -m tests.chromium`` sees to it that there is one: the first on the PATH that starts, else Playwright's headless shell,
else, for root where there is apt, the system's package. It says which, and fails where none can be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType, Error, sync_playwright

ON_THE_PATH = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first of these is taken: the one without windows costs about half the processor time."""
SWITCHES = ("--no-sandbox", "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup")
"""No address bar, which would load pages of its own, once a browser context."""
NONE = "No Chromium could be started. Install one, or let “playwright install --only-shell chromium” reach the network."


def launch(chromium: BrowserType, *, hinting: str = "none", environment: dict[str, str] | None = None) -> Browser:
    """A browser of one's own. ``hinting``: how letters are fitted to pixels, "none" (as in a window) or "full".

    Raises playwright's Error where none starts.
    """
    switches = [*SWITCHES, f"--font-render-hinting={hinting}"]
    variables: dict[str, str | float | bool] = {**os.environ, **(environment or {})}
    paths = [path for name in ON_THE_PATH if (path := shutil.which(name))]
    for path in paths:
        try:
            return chromium.launch(executable_path=path, args=switches, env=variables)
        except Error:  # such as a package's place-holder, which only says what to install
            continue
    return chromium.launch(args=switches, env=variables)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser for as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        try:
            yield browser
        finally:
            browser.close()


def found() -> str:
    """The version of the browser that starts; empty where none does."""
    try:
        with browsing() as browser:
            browser.new_page().goto("about:blank")
            return browser.version
    except Error:
        return ""


def _playwrights_own() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], check=False)


def _the_systems() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=False, env=quiet)
    for name in ("chromium-headless-shell", "chromium"):
        install = ["apt-get", "install", "-qy", "--no-install-recommends", name]
        if subprocess.run(install, check=False, env=quiet).returncode == 0:
            return


def _libraries_for_playwrights_own() -> None:
    """Where the shell is here but lacks libraries of the system, as on a bare machine."""
    if os.geteuid() == 0:
        subprocess.run([sys.executable, "-m", "playwright", "install-deps", "chromium-headless-shell"], check=False)


def main() -> int:
    for bring in (lambda: None, _playwrights_own, _the_systems, _libraries_for_playwrights_own):
        bring()
        if version := found():
            print(f"Chromium {version}")
            return 0
    print(NONE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
