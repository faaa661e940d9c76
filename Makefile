# One environment in .venv; `make run` is all a newcomer needs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
WORKERS ?= 2
ADDRESS ?= localhost

.PHONY: run test test-fast lint bench bench-live browser help

help:
	@echo "make run    start the app on http://localhost:8501; with ADDRESS=0.0.0.0 for the network, too"
	@echo "make test   all tests, with a real browser and a real PostgreSQL"
	@echo "make test-fast  the same without browser and PostgreSQL, for every day"
	@echo "make lint   ruff, mypy --strict, dead code, the import rule"
	@echo "make bench-live  many people writing at once, and two browsers on one board"
	@echo "make bench  what each page costs, and how soon a cold browser shows the board"

run: .venv/.run
	$(BIN)/streamlit run app.py --server.address=$(ADDRESS)

# Files as they stand in their folders: the browser's, which wait most, come first, and nobody waits for them at the end.
test: .venv/.dev browser
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -rsR $(if $(TRIES),--reruns $(TRIES) --reruns-delay 2) --ignore=tests/bench tests

# For every day: no browser, no PostgreSQL server.
test-fast: .venv/.dev
	$(BIN)/pytest -n 2 --dist load -m "not postgres and not browser" tests/unit tests/db tests/pages

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/vulture
	$(BIN)/lint-imports

bench: .venv/.dev browser
	$(BIN)/python -m tests.bench.bench_pages
	$(BIN)/python -m tests.bench.bench_board

bench-live: .venv/.dev browser
	$(BIN)/python -m tests.bench.bench_live

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is older."; exit 1; }
	"$(PYTHON)" -m venv .venv

.venv/.run: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.dev: requirements.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip check
	@touch $@ .venv/.run

# Chromium on the PATH, else Playwright's headless shell, else the system's package.
browser: .venv/.dev
	$(BIN)/python -m tests.chromium
