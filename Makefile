# `make` lists the targets. The build finds a JDK 25 by itself; the formatter needs Maven to run on it.
MVN ?= mvn
SEEDS ?= 1000
FILE ?= examples/hello_world.yaml
BENCH ?= .

JDK25 := $(shell for home in "$$JAVA_HOME" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do \
	[ -x "$$home/bin/javac" ] && grep -qE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$$home/release" && \
	{ echo "$$home"; break; }; done 2>/dev/null)
ifneq ($(JDK25),)
export JAVA_HOME := $(JDK25)
endif

.DEFAULT_GOAL := help
.PHONY: help run fix test check simulate chaos accept coverage mutation jmh ui browser screenshots clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | \
	awk -F ':.*## ' '{ printf "  make %-11s %s\n", $$1, $$2 }'

run: ## run a playbook: make run FILE=examples/hello_world.yaml
	./noetl run $(FILE)

fix: ## format the sources
	$(MVN) -q spotless:apply
	@[ ! -d ui/node_modules ] || npm --prefix ui run --silent fix

test: ## compile and run the fast tests
	$(MVN) -q test

check: ## everything that CI runs: compile, lint, test, package, integration tests, format
	$(MVN) -B verify

simulate: ## random playbooks, crashes, races: make simulate SEEDS=10000, or SEED=17 with its story
	@$(MVN) -q test -Dtest=SimulationTest $(if $(SEED),-Dnoetl.seed=$(SEED),-Dnoetl.seeds=$(SEEDS)); \
	status=$$?; cat target/surefire-reports/*SimulationTest-output.txt; exit $$status

chaos: ## servers, workers and PostgreSQL killed at random: nothing is lost
	./noetl --version && python3 src/test/chaos/chaos.py

accept: ## the integration tests alone: examples, command line, kill -9
	$(MVN) -B verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false

coverage: ## the share of the code that tests reach: target/site/jacoco/index.html
	$(MVN) -q verify -Pcoverage

mutation: ## does a test notice when the broker is changed? target/pit-reports
	$(MVN) -q test -Pmutation

jmh: ## times single functions: make jmh BENCH=decide ARGS='-prof gc' (bench/README.md)
	@$(MVN) -q -DskipTests package
	@$(MVN) -q -f bench compile
	@"$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -cp 'bench/target/classes:bench/target/lib/*:target/noetl.jar' \
	org.openjdk.jmh.Main '(?i)$(BENCH)' $(ARGS)

ui: ## the web UI while one works on it, at :5173; the API is that of NOETL_SERVER_URL (:8082)
	@cd ui && { [ -d node_modules ] || npm ci; } && npm run dev

browser: ## the web UI's tests in Chromium alone: make browser ARGS='shell --headed'
	@$(MVN) -q -Dmaven.test.skip=true package
	@cd ui && npx playwright test $(ARGS)

screenshots: ## takes the pictures of docs/ui anew, from real runs
	@$(MVN) -q -Dmaven.test.skip=true package
	@cd ui && npx playwright test --config e2e/screenshots.config.ts

clean: ## remove what was built
	$(MVN) -q clean
