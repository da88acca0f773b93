# make run opens Cairn; make test passes everything. Both install what they need on Debian and Ubuntu.

GO       ?= go
BUILD    := build
LINT     := 2.15.0
LINTER   := $(BUILD)/bin/golangci-lint-$(LINT)
PACKAGES ?= ./...
FUZZTIME ?= 1m

# A checkout that belongs to another user must build, too: Go need not ask git about it.
export GOFLAGS := $(GOFLAGS) -buildvcs=false

.DEFAULT_GOAL := help
.PHONY: help run build test lint cross bench screenshots goldens random kills fuzz test-windows clean

help: ## Say what can be made.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

run: ## Open Cairn.
	@.ci/display
	@.ci/need build
	@echo "Building Cairn (the first time takes some minutes) ..."
	@$(GO) build -o $(BUILD)/cairn ./cmd/cairn
	@$(BUILD)/cairn $(ARGS)

build: ## Build the three programs into build/.
	@.ci/need build
	@mkdir -p $(BUILD)
	$(GO) build -o $(BUILD)/cairn ./cmd/cairn
	CGO_ENABLED=0 $(GO) build -o $(BUILD)/cairnctl ./cmd/cairnctl
	CGO_ENABLED=0 $(GO) build -o $(BUILD)/cairngit ./cmd/cairngit

test: cross ## Run all tests; those of the window run on a virtual display of their own.
	@.ci/need build test
	$(GO) test -timeout 40m $(TESTFLAGS) $(PACKAGES)

lint: $(LINTER) ## Check the code against .golangci.yml.
	@.ci/need build
	$(LINTER) run $(PACKAGES)

# The linter is built by the Go that builds Cairn, from a pinned version, apart from Cairn's own dependencies.
$(LINTER):
	@mkdir -p $(BUILD)/bin
	@echo "Building golangci-lint $(LINT) ..."
	@CGO_ENABLED=0 GOBIN=$(CURDIR)/$(BUILD)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(LINT)
	@mv $(BUILD)/bin/golangci-lint $@

cross: ## Build cairnctl and cairngit for Windows, macOS and Linux/arm64, without cgo.
	@.ci/cross

bench: ## Measure the engine against Git, and the window's start against a bare one.
	@.ci/need build test
	$(GO) run ./internal/bench $(ARGS)
	$(GO) run ./internal/bench/window

screenshots: ## Paint every screen into build/screenshots, light and dark.
	@.ci/need build
	@mkdir -p $(BUILD)/screenshots
	CAIRN_SCREENSHOTS=$(CURDIR)/$(BUILD)/screenshots $(GO) test -count=1 -run Screenshot ./internal/ui/...

goldens: ## Record the words of Git 2.39 beside the differential scripts.
	@.ci/need test
	$(GO) test ./internal/difftest -count=1 -run TestScripts -update

random: ## Compare 500 random command sequences with Git.
	@.ci/need test
	$(GO) test ./internal/difftest -count=1 -timeout 2h -run TestRandom -sequences 500

kills: ## Kill the engine at every change that a command makes to the disk.
	@.ci/need test
	$(GO) test ./internal/difftest -count=1 -timeout 1h -run TestKill -every 1

fuzz: ## Fuzz every parser for FUZZTIME each.
	@.ci/fuzz $(FUZZTIME)

test-windows: ## Build for Windows and try it under wine (takes long).
	@.ci/need build test windows
	@.ci/windows

clean: ## Remove what was built.
	rm -rf $(BUILD)
