# Two commands for newcomers: `make paper` and `make test`. The rest is for who works on the code.

PYTHON ?= python3
PORT ?= 8000
FOLDER ?= demo-paper
VENV ?= .venv
RUN := $(VENV)/bin

.PHONY: help paper test bench lint format lock clean

help: ## say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

paper: $(VENV)/.run ## show the demo paper in the browser (PORT=8000)
	$(RUN)/broadsheet demo --port $(PORT) --folder $(FOLDER)

test: $(VENV)/.dev ## run all tests, on SQLite and on PostgreSQL
	tools/test.sh $(RUN) $(TESTS)

bench: $(VENV)/.dev ## measure all against its budgets (KEEP=DIR keeps the filled papers)
	$(RUN)/python -m bench $(if $(KEEP),--keep $(KEEP))

lint: $(VENV)/.dev ## look for slips without running anything
	tools/lint.sh $(RUN)

format: $(VENV)/.dev ## put the code in its usual form
	$(RUN)/ruff check --fix-only --quiet .
	$(RUN)/ruff format .

lock: $(VENV)/.dev ## write down anew which versions of everything are used
	tools/lock.sh $(RUN)

clean: ## throw away what was built; papers are left alone
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.run: requirements/run.lock pyproject.toml
	tools/install.sh $(PYTHON) $(VENV) run

$(VENV)/.dev: requirements/dev.lock pyproject.toml
	tools/install.sh $(PYTHON) $(VENV) dev
