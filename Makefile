# Everything a person needs: build, certify, test. Only Go and make are required;
# tests with the race detector also want a C compiler, which .ci/run installs.

GO        ?= go
ENGINE    ?= docker
IMAGE     ?= mockpass:dev
BIN       := bin
OUT       := out
ROUNDS    := 20
LINT      := .tools/golangci-lint-$(LINT_VERSION)
LINT_VERSION := v2.15.0

.PHONY: all build image certify certify-process certify-container certify-defect test check format vet lint unit readme whole defects circumstances containers languages variants docs coverage bench clean

all: build

build: ## build the three programs into bin/; they need no C library, as passproof goes into containers
	CGO_ENABLED=0 $(GO) build -o $(BIN)/ ./cmd/...

image: ## build the container image mockpass:dev; ENGINE=podman works too
	CGO_ENABLED=0 GOOS=linux $(GO) build -trimpath -ldflags "-s -w" -o $(BIN)/image/mockpass ./cmd/mockpass
	DOCKER_BUILDKIT=0 $(ENGINE) build --tag $(IMAGE) .

certify: ## certify the reference Programmer Service, in a container if an engine answers
	@if $(ENGINE) info >/dev/null 2>&1; then \
		echo "A container engine answers: the service runs in a container."; $(MAKE) --no-print-directory certify-container; \
	else \
		echo "No container engine answers: the service runs as a process."; $(MAKE) --no-print-directory certify-process; \
	fi

certify-process: build ## certify it as a process
	$(BIN)/passproof run --config examples/reference/passproof.yaml --out $(OUT)

certify-container: build ## certify it in a container
	CGO_ENABLED=0 GOOS=linux $(GO) build -trimpath -ldflags "-s -w" -o $(BIN)/image/programmer ./cmd/programmer
	sed 's|^  dir: .*|  dockerfile: Dockerfile\n  context: ../..|; s|"./bin/programmer", ||' examples/reference/passproof.yaml > examples/reference/.container.yaml
	$(BIN)/passproof run --config examples/reference/.container.yaml --out $(OUT)

certify-defect: build ## certify it with DEFECT switched on: it must fail
	sed 's|"./bin/programmer"|"./bin/programmer", "--defect", "$(DEFECT)"|' examples/reference/passproof.yaml > examples/reference/.defect.yaml
	! $(BIN)/passproof run --config examples/reference/.defect.yaml --out $(OUT) --quiet

test: check unit readme whole defects ## everything that the gate runs

check: format vet lint ## everything that reads the code without running it

format:
	@unformatted="$$(gofmt -l $$(git ls-files '*.go'))"; \
	if [ -n "$$unformatted" ]; then echo "gofmt -w these files:"; echo "$$unformatted"; exit 1; fi

vet:
	$(GO) vet ./...

.tools/golangci-lint-v2.15.0:
	GOBIN="$(CURDIR)/.tools" $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	mv .tools/golangci-lint $@

lint: .tools/golangci-lint-v2.15.0
	.tools/golangci-lint-v2.15.0 run ./...

unit: ## unit tests with the race detector
	$(GO) test -race -p 4 ./...

readme: ## run the commands of the README
	$(GO) test ./house -run TestReadme -readme

whole: ## certify services in other languages by the whole catalogue, one after the other
	$(GO) test ./defects -run TestLanguages -languages -at-once 1 -timeout 20m

defects: build ## certify the reference service once per defect, in containers too, and once per other way of being right; services that do nothing; and what platforms do by themselves
	$(GO) test ./defects -skip 'TestCircumstances|TestLanguages|TestContainers/none$$' -defects -variants -languages -containers -parallel 256 -at-once 10 -timeout 40m

circumstances: build ## verdicts in another order, with few scenarios at once, and on a busy machine
	$(GO) test ./defects -run TestCircumstances -defects -timeout 40m

containers: build ## ROUNDS times, in containers: the reference service, clean and with every defect of networks, and replicas
	$(GO) test ./defects -run 'TestContainers|TestReplicas' -containers -rounds $(ROUNDS) -parallel 256 -at-once 5 -timeout 3h

languages: build ## certify services in JavaScript, Python and Java, as far as these are installed, and what these platforms do by themselves
	$(GO) test ./defects -run 'TestLanguages|TestPlatforms' -languages -parallel 256 -at-once 4 -timeout 20m

variants: build ## run the correct variants ROUNDS times, a random half each
	$(GO) test ./defects -run TestVariants -variants -rounds $(ROUNDS) -parallel 12 -at-once 10 -timeout 3h

docs: ## write the generated docs again
	$(GO) test ./specs ./defects ./mockpass -run Generated -update

coverage: certify ## measure again which scenarios make the evidence of which rule
	$(GO) test ./scenarios -run TestEvidence -measured ../$(OUT)/report.json
	$(MAKE) docs

bench:
	$(GO) test -run '^$$' -bench . ./specs ./mockpass ./cmd/mockpass

clean:
	rm -rf $(BIN) $(OUT)
