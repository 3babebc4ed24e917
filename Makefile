# make run: serve the finder on http://127.0.0.1:8000        make test: every test that this machine can run
# Both make the environment first. It is made anew when a requirements file changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint format screenshots messages translations engines clean

run: $(VENV)/run.stamp
	$(BIN)/python -m finder serve

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest

lint: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: $(VENV)/test.stamp
	PYTHONPATH=. $(BIN)/python docs/screenshots.py

# New sentences into the translations, empty; make translations when they are filled in.
PYBABEL := $(BIN)/python -m babel.messages.frontend
POT := translations/messages.pot

messages: $(VENV)/run.stamp
	$(PYBABEL) -q extract -F translations/babel.cfg -k text -k text_n:1,2 --no-location --sort-output -o $(POT) .
	$(PYBABEL) -q update --no-fuzzy-matching --ignore-obsolete -i $(POT) -d translations

translations: $(VENV)/run.stamp
	$(PYBABEL) -q compile -d translations

$(VENV)/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	touch $@

# Routing engines to test against, in an environment of their own: they need a newer Python.
engines: .venv-engines/engines.stamp

.venv-engines/engines.stamp: requirements-engines.txt
	python=$$($(PYTHON) -m tests.engines python) && $$python -m venv .venv-engines
	.venv-engines/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-engines.txt
	touch $@

clean:
	rm -rf $(VENV) .venv-engines .pytest_cache .mypy_cache .ruff_cache .hypothesis
