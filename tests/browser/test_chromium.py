"""The browser that tests and benches use is one that starts; where there is none, they say so instead of passing over it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.chromium import NONE, ON_THE_PATH

ROOT = Path(__file__).resolve().parents[2]


def sought(path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.chromium"]
    environment = {**os.environ, "PATH": str(path), **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_what_does_not_start_is_passed_over(tmp_path: Path) -> None:
    holder = tmp_path / ON_THE_PATH[0]
    holder.write_text("#!/bin/sh\necho 'install the real one' >&2\nexit 1\n")
    holder.chmod(0o755)
    real = next((found for name in ON_THE_PATH if (found := shutil.which(name))), None)
    if real is not None:  # else Playwright's own is the real one, and needs no path
        (tmp_path / ON_THE_PATH[1]).symlink_to(real)
    done = sought(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("Chromium ")


def test_where_none_can_be_had_it_says_so_and_fails(tmp_path: Path) -> None:
    nowhere = {"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9"}
    done = sought(tmp_path, **nowhere)
    assert done.returncode == 1
    assert NONE in done.stderr
