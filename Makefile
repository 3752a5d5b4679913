# Two commands for a newcomer: `make demo` and `make test`. Each sets up what it needs in $(VENV).
PYTHON ?= python3
VENV ?= .venv
CONSTRAINTS ?= constraints.txt
BIN = $(VENV)/bin
PIP = PIP_CONSTRAINT=$(CONSTRAINTS) PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet

.PHONY: help demo demo-report report-pictures test lint types layers tests coverage fuzz torture format docs site wheel oldest bench clean

CHECKED = MASTHEAD_BOUNDS=1
# The machine code of the tests checks that every place is inside its array, so there is one compilation.

EXTRAS ?= test

SUITES = demo fa_kes semeval2019 webis2016 babe basil subjectivity outlets abp

help:
	@echo "make demo    set up and compare the outlets of the bundled corpus"
	@echo "make demo-report      write the report of the bundled corpus, demo-report.html"
	@echo "make report-pictures  pictures of it in a window, on a phone and on paper, in report-pictures/ (needs Chromium)"
	@echo "make test    set up and run every check: ruff, mypy, import-linter, pytest"
	@echo "make coverage  run the tests in one process and say which branches none takes"
	@echo "make fuzz    fuzz readers, lists, options and the text model for SECONDS=600; findings stay in .fuzz/findings"
	@echo "make torture  kill commands KILLS=200 times, and read the hostile files of DATA=DIR; keeps the results (an hour)"
	@echo "make format  format the code with ruff"
	@echo "make docs    write what the manual takes from the code"
	@echo "make site    build the manual as a site, site/index.html"
	@echo "make wheel   build the wheel of a release, with machine code inside, in dist/"
	@echo "make oldest  run the tests with the oldest versions of what masthead depends on, in .venv-oldest"
	@echo "make bench   run every suite of classifiers on DATA=DIR and keep the results (abp takes an hour)"
	@echo "make clean   remove the virtual environment and caches"

demo: $(VENV)/.runtime
	@$(BIN)/masthead demo

demo-report: $(VENV)/.runtime
	@$(BIN)/masthead report corpora/demo -o demo-report.html

report-pictures: demo-report $(VENV)/.test
	@$(BIN)/python docs/report_pictures.py demo-report.html report-pictures

test: lint types layers tests

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

layers: $(VENV)/.test
	$(BIN)/lint-imports

tests: $(VENV)/.test
	$(CHECKED) $(BIN)/masthead doctor  # compiles the counting code once, before two processes of pytest want it
	$(CHECKED) $(BIN)/python benchmarks/equality.py --texts 500 > /dev/null
	$(CHECKED) $(BIN)/pytest --numprocesses 2

coverage: $(VENV)/.test
	$(CHECKED) $(BIN)/masthead doctor > /dev/null
	$(CHECKED) $(BIN)/coverage run -m pytest
	$(BIN)/coverage combine
	$(BIN)/coverage report

SECONDS = 600

fuzz: $(VENV)/.test
	$(PIP) --editable '.[fuzz]'
	$(BIN)/python tests/fuzz/run.py --seconds $(SECONDS)

KILLS = 200

torture: $(VENV)/.test
	$(BIN)/python benchmarks/torture.py --kills $(KILLS) $(if $(DATA),--data $(DATA)) -o benchmarks/results/torture.json

format: $(VENV)/.test
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "masthead needs Python 3.11 or newer; this is %s. Try: make demo PYTHON=python3.12" % sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python pyproject.toml $(CONSTRAINTS)
	@echo "Setting up $(VENV): a minute or two, the first time only"
	$(PIP) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml $(CONSTRAINTS)
	@echo "Setting up $(VENV): a minute or two, the first time only"
	$(PIP) --editable '.[$(EXTRAS)]'
	@touch $@

docs: $(VENV)/.runtime
	$(BIN)/python docs/make.py

site: $(VENV)/.test
	$(BIN)/zensical build --strict --clean

wheel: $(VENV)/.wheel
	$(BIN)/python toolkit/platform_wheel.py
	$(BIN)/pytest tests/test_platform_wheel.py

$(VENV)/.wheel: $(VENV)/.test
	@echo "Setting up the linker: a minute, the first time only"
	$(PIP) --editable '.[wheel]'
	@touch $@

oldest:
	$(MAKE) tests VENV=.venv-oldest CONSTRAINTS=constraints-oldest.txt

bench: $(VENV)/.runtime
	@for suite in $(SUITES); do $(BIN)/masthead bench run $$suite --data $(DATA) -o benchmarks/results/$$suite.json || exit 1; done

clean:
	rm -rf $(VENV) .venv-oldest .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .fuzz .coverage .coverage.* dist site .cache
