# One command each: `make demo`, `make test`. Both set themselves up from nothing but Python ≥ 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := build/demo
CASES ?= 10000

.PHONY: demo test fix bench bench-matching bench-qualifying bench-rivals bench-linkage prove proof fuzz docs messages templates sample clean

demo: $(STAMP)  ## the main job on sample data: new, check, monthly
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BIN)/crmbook new $(DEMO)/台账.xlsx --sample
	-$(BIN)/crmbook check $(DEMO)/台账.xlsx --today 2024-03-31
	$(BIN)/crmbook monthly $(DEMO)/台账.xlsx --today 2024-03-31
	@echo "→ $(DEMO)/台账.xlsx"

test: $(STAMP)  ## every check; CI runs this and nothing else
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m crmbook.cli.reference --check
	$(BIN)/pytest -n 2

fix: $(STAMP)  ## write what a machine can write
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m crmbook.cli.reference

prove: $(STAMP)  ## the long version of the proofs
	$(BIN)/python -m tests.proof.table
	CRMBOOK_PROVE=1 $(BIN)/pytest -n 2 --durations=15

proof: $(STAMP)  ## docs/proof.md: every edit of every foreign workbook
	$(BIN)/python -m tests.proof.table

fuzz: $(STAMP)  ## broken workbooks, seeded: CASES of them
	$(BIN)/python -m tests.fuzz.fuzzer --cases $(CASES)

bench: $(STAMP) bench-rivals  ## ratios against floors measured in the same run, 100,000 rows and all of them
	$(BIN)/python bench/ratios.py
	$(BIN)/python bench/ratios.py --rows 1048575 --runs 2
	$(BIN)/python bench/writing.py --openpyxl
	$(BIN)/python bench/writing.py --rows 1048575 --runs 2

bench-matching: $(STAMP)  ## precision, recall and seconds of dedupe, link and lookup
	$(BIN)/python bench/matching.py

bench-qualifying: $(STAMP)  ## grade, score and assign against check
	$(BIN)/python bench/qualifying.py

bench-rivals: $(STAMP)  ## wolfxl, paper-xlsx and openpyxl on the same foreign workbooks
	$(BIN)/python bench/rivals.py

bench-linkage: $(STAMP)  ## Splink and recordlinkage beside dedupe, on the same rows
	$(BIN)/python -m bench.linkage.table

docs: $(STAMP)  ## REFERENCE.md from the code
	$(BIN)/python -m crmbook.cli.reference

messages: $(STAMP)  ## collect msgids, compile the zh_CN catalogue
	$(BIN)/pybabel -q extract -F babel.cfg -k _ -k N_ -k ngettext:1,2 --no-location --sort-output --omit-header -o build/crmbook.pot crmbook
	$(BIN)/pybabel -q update -i build/crmbook.pot -d crmbook/locale -D crmbook -l zh_CN --no-fuzzy-matching --ignore-obsolete --omit-header
	$(BIN)/pybabel -q compile -d crmbook/locale -D crmbook -l zh_CN

templates sample: $(STAMP)  ## committed workbooks, rebuilt
	$(BIN)/python sample_data/make_all.py

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
