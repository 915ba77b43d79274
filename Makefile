# Thin: scripts/bootstrap.py sets up .venv and does the work. Without make: python scripts/bootstrap.py build
#
#   make            validate, then write every generated file
#   make validate   validate only
#   make check      validate, require that every phrase is verified, and hold the generated files against a fresh build
#   make test       the tests; make test ARGS='-k dates' hands arguments on
#   make test-all   the linters, then all tests, those that need other tools included
#   make bench      measure this tool against others; ARGS=--quick for a first look
#   make lint, make setup, make lock: see scripts/bootstrap.py

# The first Python that is new enough; bootstrap.py says what is wrong if none is.
ifeq ($(origin PYTHON), undefined)
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; echo python3)
endif

.DEFAULT_GOAL := build
COMMANDS := build validate check test test-all bench lint setup lock
.PHONY: $(COMMANDS)

check: ARGS += --require-verified

$(COMMANDS):
	@$(PYTHON) scripts/bootstrap.py $@ $(ARGS)
