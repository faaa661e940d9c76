"""python -m cjm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cjm.__main__ import main
from cjm.core.access import Role
from cjm.core.service import Service
from cjm.people.invitations import look_up
from db.engine import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def database(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(sqlite_template, tmp_path / "cli.db")
    monkeypatch.setenv("CJM_DATABASE_URL", f"sqlite:///{tmp_path / 'cli.db'}")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_example_list_export_import(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert said(capsys, "list") == ""
    workshop_id = said(capsys, "example", "hospital").strip()
    listed = said(capsys, "list").splitlines()
    assert len(listed) == 1
    assert listed[0].split()[0] == workshop_id
    assert "Riverside Hospital: planned care" in listed[0]
    said(capsys, "export", workshop_id, "--out", str(tmp_path / "out.json"))
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == said(capsys, "export", workshop_id)
    copy = said(capsys, "import", str(tmp_path / "out.json")).strip()
    assert copy != workshop_id
    assert {line.split()[0] for line in said(capsys, "list").splitlines()} == {workshop_id, copy}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_schema_and_migrate(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(said(capsys, "schema"))["title"] == "Workshop document"
    assert said(capsys, "migrate")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["example", "nowhere"], "There is no example called “nowhere”"),
        (["export", "nowhere"], "There is no workshop “nowhere”"),
        (["import", "/nowhere.json"], "can’t be read"),
        (["import", str(Path(__file__))], "is not valid JSON"),
        ([], "COMMAND"),
        (["dance"], "dance"),
        (["export"], "WORKSHOP"),
    ],
)
def test_a_users_error_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    try:
        status = main(arguments)
    except SystemExit as left:
        status = int(left.code or 0)
    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert message in captured.err
    assert len(captured.err.splitlines()) == 1


def test_a_file_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    workshop_id = said(capsys, "example", "hospital").strip()
    for out in (tmp_path, tmp_path / "no" / "folder"):
        assert main(["export", workshop_id, "--out", str(out)]) == 2
        assert "can’t be written" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite:////dev/null/x.db"])
def test_a_database_that_cannot_be_used(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CJM_DATABASE_URL", url)
    assert main(["list"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_link_lets_somebody_in(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workshop_id = said(capsys, "example", "hospital").strip()
    monkeypatch.delenv("CJM_PUBLIC_URL", raising=False)
    assert said(capsys, "link", workshop_id).startswith("http://localhost:8501/join/")
    monkeypatch.setenv("CJM_PUBLIC_URL", "https://map.example.org/")
    address = said(capsys, "link", workshop_id, "--role", "facilitator").strip()
    base, _, token = address.rpartition("/join/")
    assert base == "https://map.example.org"
    service = Service(Store())
    assert look_up(service, token=token).role is Role.FACILITATOR
    assert main(["link", "nowhere"]) == 2
    assert "There is no workshop" in capsys.readouterr().err
    service.store.close()


def test_help_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "cjm", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in ("example", "list", "link", "export", "import", "schema", "migrate"):
        assert name in done.stdout


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://here/x", "must be a sqlite or postgresql address"),
        ("sqlite:////proc/nowhere/cjm.db", "The database can’t be opened"),
    ],
)
def test_the_web_application_says_in_a_sentence_why_it_does_not_start(url: str, words: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0", "--server.headless=true"],
        cwd=ROOT,
        env={**os.environ, "CJM_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 2
    assert words in ended.stderr and "Traceback" not in ended.stderr + ended.stdout
