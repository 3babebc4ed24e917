# make run: serve the finder on http://127.0.0.1:8000        make test: every test, but of many like cases a sample
# make test-fast: the tests without a browser and without those marked slow        make test-all: every test with every case
# To choose tests: make test ARGS="-k road"
# Each makes the environment first, from the locks in requirements*.txt, and makes it anew when a lock changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := -m pip install --quiet --disable-pip-version-check

.PHONY: run test test-fast test-all lint lint-python lint-words lint-web format lock sbom fuzz docs accuracy load screenshots messages translations engines wheel clean

run: $(VENV)/run.stamp
	$(BIN)/python -m finder serve

# As many workers as there are cores, and one more if some tests wait (tests/conftest.py). A file stays with one worker, which makes
# what its tests share once; files go in the order of tests/conftest.py. Compiled tests are kept, even where the environment
# says otherwise, or each worker would compile all of them in each run.
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: $(VENV)/test.stamp
	$(PYTEST) --sample $(ARGS)

test-fast: $(VENV)/test.stamp
	$(PYTEST) --sample -m "not browser and not slow" $(ARGS)

test-all: $(VENV)/test.stamp
	$(PYTEST) $(ARGS)

lint: lint-python lint-words lint-web

lint-python: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive finder
	$(BIN)/mypy

lint-words: $(VENV)/test.stamp
	$(BIN)/codespell

lint-web: $(VENV)/test.stamp node_modules/lint.stamp
	$(BIN)/djlint --lint --quiet templates
	node_modules/.bin/eslint --max-warnings 0
	node_modules/.bin/stylelint --max-warnings 0 "finder/web/static/*.css"

format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What the documentation repeats from the code and the reference tables.
docs: $(VENV)/test.stamp
	$(BIN)/python -m docs.generate

# Every table of docs/accuracy.md: a few minutes, the test data, and two environments more.
accuracy: $(VENV)/test.stamp .venv-engines/engines.stamp .venv-roads/roads.stamp
	$(BIN)/python benchmarks/road_accuracy.py --write docs/accuracy.md
	.venv-roads/bin/python benchmarks/road_accuracy.py --fit --write docs/accuracy.md

# Ten minutes of mixed traffic from 16 connections, a tenth of it hostile: waits by kind, faults, and memory.
load: $(VENV)/run.stamp
	$(BIN)/python benchmarks/load.py $(ARGS)

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

$(VENV)/run.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python $(INSTALL) --require-hashes -r requirements.txt
	$(BIN)/python $(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-test.txt
	$(BIN)/python $(INSTALL) --require-hashes -r requirements-test.txt
	touch $@

# Linters of scripts and styles. Nothing that is installed here is part of the program.
node_modules/lint.stamp: package-lock.json
	npm ci --no-audit --no-fund --silent
	touch $@

# Routing engines to test against, in an environment of their own: they need a newer Python.
engines: .venv-engines/engines.stamp

.venv-engines/engines.stamp: requirements-engines.txt
	python=$$($(PYTHON) -m tests.engines python) && $$python -m venv .venv-engines
	.venv-engines/bin/python $(INSTALL) --require-hashes -r requirements-engines.txt
	touch $@

# What data/build/roads.py needs, in an environment of its own: one of its packages takes 160 MB.
.venv-roads/roads.stamp: data/build/requirements-roads.txt
	$(PYTHON) -m venv .venv-roads
	.venv-roads/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r data/build/requirements-roads.txt
	touch $@

# The locks, from the ranges in pyproject.toml. uv rather than pip-tools, since it resolves for every Python and system at
# once: one lock serves Python 3.11 and newer on Linux, macOS, and Windows. Versions in a lock are kept where they still
# fit; make lock UPGRADE=--upgrade takes the newest ones.
UV := uv==0.13.9
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" .venv-lock/bin/uv pip compile --quiet --universal --generate-hashes \
	--fork-strategy fewest $(UPGRADE)

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python $(INSTALL) $(UV)
	$(COMPILE) --python-version 3.11 pyproject.toml --group install -o requirements.txt
	$(COMPILE) --python-version 3.11 pyproject.toml --group install --group test --group lint -c requirements.txt -o requirements-test.txt
	$(COMPILE) --python-version 3.12 --group engines -o requirements-engines.txt

# The bill of materials of what is installed to serve, from the lock: CycloneDX, in an environment of its own.
CYCLONEDX := cyclonedx-bom==7.5.0

sbom: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/python $(INSTALL) $(CYCLONEDX)
	mkdir -p dist
	.venv-sbom/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible -o dist/sbom.json

# Inputs of every kind, tried until one breaks a promise: make fuzz EXAMPLES=100000, or SEED=1 for the same ones again.
EXAMPLES ?= 5000
SEED ?=

fuzz: $(VENV)/test.stamp
	$(BIN)/python -m tests.fuzz --examples $(EXAMPLES) $(if $(SEED),--seed $(SEED))

wheel: $(VENV)/run.stamp
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf $(VENV) .venv-engines .venv-lock .venv-roads .venv-sbom dist node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
