# make install | setup | run | test | quick | coverage | bench: see README.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPUS ?= corpus
INDEX ?= var/index
PORT ?= 8000
# What `make bench` measures: documents (long articles are cut into several), queries of each kind
DOCUMENTS ?= 40000
QUERIES ?= 200
# As many processes as processors; one that has no tests left takes over half of another's.
# Compiled modules are kept, whatever the environment says: else every process compiles all of them.
unexport PYTHONDONTWRITEBYTECODE
PYTEST := $(BIN)/pytest --numprocesses logical --dist worksteal
COVERAGE := --cov --cov-report=term:skip-covered --cov-fail-under=95
# Of the room that only a cluster runs, by itself: the settings of the others leave it out.
ROOM_COVERAGE := --cov=search/engines/opensearch --cov-branch --cov-config=/dev/null \
  --cov-report=term:skip-covered --cov-fail-under=90

.PHONY: install setup run test lint tests quick coverage cluster cluster-tests check format docs screenshots bench clean

# What running needs, in $(VENV), and the command in $(BIN)/zhengsou.
install: $(BIN)/.installed

# What the tests need, too.
setup: $(BIN)/.ready

$(BIN)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed (make run PYTHON=python3.12 names another one)." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python has no venv module: install it (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@echo "Installing into $(VENV) what running needs, about 250 MB; once, a minute or so …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q search webui
	@touch $@

$(BIN)/.ready: $(BIN)/.installed
	@echo "Installing into $(VENV) what the tests need, about 350 MB more; once, a minute or so …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

# Bring the index up to date; where there is none, or it cannot be used any more, build it.
# Exit code 1 only says that some files were not articles.
run: install
	@if $(BIN)/zhengsou stats --index $(INDEX) >/dev/null 2>&1; \
	  then $(BIN)/zhengsou update $(CORPUS) --index $(INDEX); else (exit 3); fi; \
	if [ $$? -gt 1 ]; then $(BIN)/zhengsou rebuild $(CORPUS) --index $(INDEX); fi; [ $$? -le 1 ]
	@$(BIN)/zhengsou serve --index $(INDEX) --port $(PORT)

test: setup
	@$(MAKE) --no-print-directory --jobs 2 lint tests

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

tests: setup
	$(PYTEST) $(if $(MEASURED),$(COVERAGE))

# What needs neither a browser nor processes of its own, nor reads what is made to cost much; with
# a tenth of the random examples.
quick: setup
	$(PYTEST) -m "not browser and not subprocess and not costly" --hypothesis-profile quick

# A browser measures nothing of Python that the other tests do not.
coverage: setup
	$(PYTEST) -m "not browser" $(COVERAGE)

# Three nodes of OpenSearch on this machine, of jars that Maven fetches into var/; until Ctrl-C.
cluster: setup
	$(BIN)/python -m tests.cluster

# What runs on such a cluster; in one process, for each would start one of its own.
cluster-tests: setup
	$(BIN)/pytest -m cluster --hypothesis-profile quick $(if $(MEASURED),$(ROOM_COVERAGE))

check: test

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup
	$(BIN)/python -m docs.generate

screenshots: setup
	$(BIN)/python docs/screenshots/take.py

# The articles in corpus/ are few: make bench CORPUS=/path/to/articles says more.
bench: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python -m benchmarks.speed $(CORPUS) --documents $(DOCUMENTS) --queries $(QUERIES) \
	  --json var/benchmarks.json --chart docs/benchmarks.svg

clean:
	rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
