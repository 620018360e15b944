# One Makefile, no recursion: every folder in MODULES is a module and every .c in
# it is part of it. `make VARIANT=asan check-variant` builds beside, not over, the default.
VARIANT ?= release
BUILD   := build/$(VARIANT)
VERSION := 0.1.0
RELEASED := 2026-11-25

CC         ?= cc
PKG_CONFIG ?= pkg-config
LIBRARIES  := sqlite3 gsl yajl zlib libzstd smartcols libxxhash inih

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wvla -Wwrite-strings -Wformat=2
CPPFLAGS += -I. -D_GNU_SOURCE -DHEADROOM_VERSION='"$(VERSION)"' -DHEADROOM_RELEASED='"$(RELEASED)"' \
            $(shell $(PKG_CONFIG) --cflags $(LIBRARIES) 2>/dev/null)
# the same sums on every machine: no fused multiply-add, no excess precision
CFLAGS   += -std=c11 -g -pthread -ffp-contract=off -fstack-protector-strong -fPIE $(WARNINGS)
LDFLAGS  += -pthread -pie -Wl,-z,relro,-z,now
LDLIBS   += $(shell $(PKG_CONFIG) --libs $(LIBRARIES) 2>/dev/null) -lcsv -lm

# with a date given for reproducible builds, the folder of the build is nowhere in what is built
CFLAGS  += $(if $(SOURCE_DATE_EPOCH),-ffile-prefix-map=$(CURDIR)=.)

CFLAGS_release  := -O2 -D_FORTIFY_SOURCE=2
CFLAGS_debug    := -O0
CFLAGS_asan     := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_coverage := -O0 --coverage
# two builds for the fuzzer: one that sees every step outside of memory, and one several times
# as fast, that traps on undefined behaviour
FUZZ_GUIDED     := -O2 -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp -fno-omit-frame-pointer
CFLAGS_fuzz     := $(FUZZ_GUIDED) -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_swift    := $(FUZZ_GUIDED) -fsanitize=undefined -fsanitize-trap=undefined -D_FORTIFY_SOURCE=2
CFLAGS  += $(CFLAGS_$(VARIANT))
LDFLAGS += $(filter -fsanitize=% --coverage,$(CFLAGS_$(VARIANT)))

# Who may include whom; a folder may always include itself. Each name stands to
# the right only of names before it, so there is no circle.
LAYERS := data:  models:data  ingest:data  reports:data  analyzer:data,models,ingest,reports

MODULES := data ingest models reports analyzer
SOURCES := $(filter-out %/main.c data/extension/%,$(shell find $(MODULES) -name '*.c' | sort))
MAIN    := analyzer/cli/main.c
HEADERS := $(filter-out data/extension/%,$(shell find $(MODULES) -name '*.h' | sort))
TESTS   := $(sort $(wildcard tests/unit/test_*.c))
TOOLS   := $(sort $(wildcard tests/tools/*.c))
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FAULTS  := $(sort $(wildcard tests/fault/fault_*.c))
FAULT_PARTS := $(filter-out $(FAULTS),$(sort $(wildcard tests/fault/*.c)))
BENCHES := $(sort $(wildcard tests/bench/bench_*.c))
BENCH_PARTS := $(filter-out $(BENCHES),$(sort $(wildcard tests/bench/*.c)))

OBJECTS    := $(SOURCES:%.c=$(BUILD)/%.o)
TEST_BINS  := $(TESTS:%.c=$(BUILD)/%)
TOOL_BINS  := $(TOOLS:%.c=$(BUILD)/%)
FUZZ_BINS  := $(FUZZERS:%.c=$(BUILD)/%)
FAULT_BINS := $(FAULTS:%.c=$(BUILD)/%)
BENCH_BINS := $(BENCHES:%.c=$(BUILD)/%)

Q := $(if $(filter 1,$(V)),,@)

all: $(BUILD)/headroom $(BUILD)/headroom.so

$(BUILD)/headroom: $(MAIN:%.c=$(BUILD)/%.o) $(OBJECTS)
	$(Q)echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The extension for SQLite: what it needs of data/, compiled to call SQLite through its host, and without
# sanitizers, which the host has not.
PLUGIN := $(filter data/%,$(SOURCES)) data/extension/extension.c

$(BUILD)/plugin/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(filter-out $(CFLAGS_$(VARIANT)) -fPIE,$(CFLAGS)) $(CFLAGS_release) -fPIC \
	    -fvisibility=hidden -include data/extension/extension.h -MMD -MP -c -o $@ $<

$(BUILD)/plugin/data.a: $(PLUGIN:%.c=$(BUILD)/plugin/%.o)
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/headroom.so: $(BUILD)/plugin/data/extension/extension.o $(BUILD)/plugin/data.a
	$(Q)echo "  LINK  $@"
	$(Q)$(CC) -shared $(filter-out -pie -fsanitize=% --coverage,$(LDFLAGS)) -Wl,--exclude-libs,ALL -Wl,-z,defs \
	    -o $@ $^ $(filter-out -lsqlite3 -lcsv,$(LDLIBS))

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(OBJECTS)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$(BUILD)/tests/tools/%: $(BUILD)/tests/tools/%.o $(OBJECTS)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/tools/make_samples: $(BUILD)/tests/tools/samples/track.o

# What the forecasts are worth, measured on public data: the programs say what they want to be given.
$(BUILD)/tests/bench/bench_%: $(BUILD)/tests/bench/bench_%.o $(BENCH_PARTS:%.c=$(BUILD)/%.o) $(OBJECTS)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

benches: $(BENCH_BINS)

# Speed, memory and size, each beside what is asked, peers as ratios in one run; takes some
# minutes and 5 GB. docs/performance.md tells what came of it.
bench: $(BUILD)/headroom $(BUILD)/tests/tools/make_load $(BENCH_BINS)
	$(Q)sh tests/bench/ingest.sh $(BUILD)
	$(Q)sh tests/bench/scale.sh $(BUILD)
	$(Q)$(BUILD)/tests/bench/bench_store
	$(Q)sh tests/bench/analysis.sh $(BUILD)

# A fuzz target without the fuzzer: replays the files it is given.
$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o $(OBJECTS)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

READER_FUZZERS := csv json text
CUTS_FUZZERS   := $(READER_FUZZERS) mapping
$(READER_FUZZERS:%=$(BUILD)/tests/fuzz/fuzz_%): $(BUILD)/tests/fuzz/readers.o
$(CUTS_FUZZERS:%=$(BUILD)/tests/fuzz/fuzz_%): $(BUILD)/tests/fuzz/cuts.o

$(BUILD)/tests/fault/fault_%: $(BUILD)/tests/fault/fault_%.o $(FAULT_PARTS:%.c=$(BUILD)/%.o) $(OBJECTS)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Loaded in front of the program under test, so without a sanitizer of its own.
$(BUILD)/tests/fault/lib/%.so: tests/fault/lib/%.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(filter-out -fsanitize% -fPIE,$(CFLAGS)) -fPIC -shared -o $@ $< -ldl
$(BUILD)/tests/fault/fault_memory: | $(BUILD)/tests/fault/lib/memory.so

$(BUILD)/tests/unit/test_oom: LDFLAGS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

# Kernels whose inner loops are worth vector instructions; gcc makes them from -O3 on. They stay
# element by element, so every sum comes out the same.
ifeq ($(VARIANT),release)
$(BUILD)/models/autoreg.o $(BUILD)/models/cholesky.o: CFLAGS += -O3
endif

$(BUILD)/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# --- tests -----------------------------------------------------------------

# Everything that must be green: the release build and the sanitized one.
check: check-layers check-headers
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) VARIANT=release build-tests
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) VARIANT=asan build-tests
	$(Q)sh tests/run.sh build/release build/asan

check-variant: build-tests
	$(Q)sh tests/run.sh $(BUILD)

build-tests: $(BUILD)/headroom $(BUILD)/headroom.so $(TEST_BINS) $(TOOL_BINS) $(FUZZ_BINS) $(FAULT_BINS)

# Pages of the report in headless Chromium: axe-core, html-validate, size, speed, paper. Wants chromium and node,
# which nothing else does, and says so where they are not there.
check-browser: $(BUILD)/headroom $(TOOL_BINS)
	$(Q)sh tests/browser/run.sh $(BUILD)

bless: $(BUILD)/headroom $(TOOL_BINS)
	$(Q)sh tests/cli/run.sh $(BUILD) --bless

# The exports of data/samples/, written anew; a command-line test compares them.
samples: $(BUILD)/tests/tools/make_samples
	$(Q)$< data/samples

# Every include that crosses a folder must be one that LAYERS allows.
check-layers:
	$(Q)grep -Hno '^#include "[a-z]*/' $(SOURCES) $(MAIN) $(HEADERS) | awk -v layers='$(LAYERS)' -F'[:"/]' '\
	    BEGIN { n = split(layers, row, " "); for (i = 1; i <= n; i++) { split(row[i], part, ":"); \
	            m = split(part[2], to, ","); for (j = 1; j <= m; j++) allowed[part[1] " " to[j]] = 1 } } \
	    { from = $$1; to_ = $$(NF - 1); if (from != to_ && !((from " " to_) in allowed)) { print; bad = 1 } } \
	    END { exit bad }' && \
	! grep -Hn '^#include "data/store/' $$(find models reports -name '*.[ch]') && echo "layers hold"

# Every header compiles alone, so no file depends on the order of its includes.
check-headers:
	$(Q)set -e; for header in $(HEADERS); do \
	    $(CC) $(CPPFLAGS) $(CFLAGS) -fsyntax-only -x c $$header; done; echo "headers stand alone"

# Coverage-guided fuzzing needs clang: make fuzz SECONDS=60, make fuzz RUNS=10000000, make fuzz-csv
SECONDS ?= 20
RUNS    ?= 0
FUZZ_NAMES := $(FUZZERS:tests/fuzz/fuzz_%.c=%)

fuzz: fuzzers
	$(Q)sh tests/fuzz/run.sh $(RUNS) $(SECONDS) $(FUZZ_NAMES)

fuzz-%: fuzzers
	$(Q)sh tests/fuzz/run.sh $(RUNS) $(SECONDS) $*

fuzzers:
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) VARIANT=fuzz CC=clang build-replays build-fuzzers
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) VARIANT=swift CC=clang build-fuzzers

build-replays: $(FUZZ_BINS)
build-fuzzers: $(FUZZ_NAMES:%=$(BUILD)/fuzzer/%)

# Only what a target calls is linked, or the fuzzer would look through the counters of all.
$(BUILD)/parts.a: $(OBJECTS)
	$(Q)rm -f $@ && ar rcs $@ $^

# The fuzzer's own memcmp and strcmp, which look for words to try, would take a third of the time;
# the sanitizer's build keeps them.
FUZZ_ENGINE = -fsanitize=fuzzer
ifeq ($(VARIANT),swift)
FUZZ_LIBRARY := $(wildcard $(addprefix $(shell $(CC) -print-resource-dir)/lib/*/libclang_rt.fuzzer, \
                  -$(shell uname -m).a .a))
FUZZ_ENGINE = $(if $(FUZZ_LIBRARY),$(firstword $(FUZZ_LIBRARY)) -lstdc++,-fsanitize=fuzzer)
endif

$(READER_FUZZERS:%=$(BUILD)/fuzzer/%): $(BUILD)/tests/fuzz/readers.o
$(CUTS_FUZZERS:%=$(BUILD)/fuzzer/%): $(BUILD)/tests/fuzz/cuts.o $(BUILD)/tests/fuzz/mutate.o
$(BUILD)/fuzzer/%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/parts.a
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(BUILD)/parts.a $(FUZZ_ENGINE) $(LDLIBS)

# The full counts, before a release; needs clang. Ends in a table of what was asked and what was done.
check-long: SECONDS = 60
check-long: fuzzers
	$(Q)$(MAKE) --no-print-directory -j$(shell nproc) VARIANT=release build-tests
	$(Q)sh tests/long.sh $(SECONDS) $(FUZZ_NAMES)

# --- installing --------------------------------------------------------------

PREFIX ?= /usr/local
bindir := $(PREFIX)/bin
mandir := $(PREFIX)/share/man
docdir := $(PREFIX)/share/doc/headroom
bashdir := $(PREFIX)/share/bash-completion/completions
zshdir := $(PREFIX)/share/zsh/site-functions
fishdir := $(PREFIX)/share/fish/vendor_completions.d
libdir ?= $(PREFIX)/lib
INSTALL ?= install

# The manual pages and the shells' completions, printed by the program from its own tables.
$(BUILD)/share: $(BUILD)/headroom docs/schema.md docs/man.awk
	$(Q)rm -rf $@ && mkdir -p $@/man
	$(Q)set -e; for page in $$($< help --manual); do $< help --manual $$page >$@/man/$$page; done
	$(Q)set -e; for shell in bash zsh fish; do $< completion $$shell >$@/completion.$$shell; done
	$(Q)awk -v name=headroom-schema -v section=7 -v summary='the tables of a store' -v date=$(RELEASED) \
	    -v version=$(VERSION) -f docs/man.awk docs/schema.md >$@/man/headroom-schema.7

# make install PREFIX=/usr DESTDIR=/tmp/root
install: $(BUILD)/headroom $(BUILD)/headroom.so $(BUILD)/share
	$(Q)$(INSTALL) -D -m 755 $< $(DESTDIR)$(bindir)/headroom
	$(Q)$(INSTALL) -D -m 644 $(BUILD)/headroom.so $(DESTDIR)$(libdir)/headroom/headroom.so
	$(Q)set -e; for page in $(BUILD)/share/man/*; do \
	    $(INSTALL) -D -m 644 $$page $(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/}; done
	$(Q)$(INSTALL) -D -m 644 $(BUILD)/share/completion.bash $(DESTDIR)$(bashdir)/headroom
	$(Q)$(INSTALL) -D -m 644 $(BUILD)/share/completion.zsh $(DESTDIR)$(zshdir)/_headroom
	$(Q)$(INSTALL) -D -m 644 $(BUILD)/share/completion.fish $(DESTDIR)$(fishdir)/headroom.fish
	$(Q)$(INSTALL) -d $(DESTDIR)$(docdir)
	$(Q)$(INSTALL) -m 644 README.md docs/*.md $(DESTDIR)$(docdir)
	$(Q)$(INSTALL) -d $(DESTDIR)$(docdir)/json
	$(Q)$(INSTALL) -m 644 docs/json/*.json $(DESTDIR)$(docdir)/json

	$(Q)$(INSTALL) -d $(DESTDIR)$(docdir)/examples
	$(Q)$(INSTALL) -m 644 contrib/headroom.* data/samples/headroom.ini $(DESTDIR)$(docdir)/examples

uninstall:
	$(Q)rm -f $(DESTDIR)$(bindir)/headroom $(DESTDIR)$(mandir)/man[1-9]/headroom[-.]* \
	    $(DESTDIR)$(bashdir)/headroom $(DESTDIR)$(zshdir)/_headroom $(DESTDIR)$(fishdir)/headroom.fish
	$(Q)rm -rf $(DESTDIR)$(docdir) $(DESTDIR)$(libdir)/headroom

# --- demo ------------------------------------------------------------------

DEMO := $(BUILD)/headroom --db out/demo.db --config data/samples/headroom.ini

# Ten weeks of a small company, from exports to the report.
demo: $(BUILD)/headroom
	$(Q)mkdir -p out && rm -f out/demo.db out/report.html
	$(Q)$(DEMO) ingest data/samples/*.gz
	$(Q)$(DEMO) report -o out/report.html
	$(Q)$(DEMO) analyze
	$(Q)echo "The report: $(CURDIR)/out/report.html"

# The JSON Schemas in docs/json/, written anew; a command-line test compares them.
schemas: $(BUILD)/headroom
	$(Q)set -e; for schema in $$($< help --schema); do $< help --schema $$schema >docs/json/$$schema; done

# The documents, with the console blocks in them run anew in an empty folder.
docs: $(BUILD)/headroom
	$(Q)set -e; for document in $$(grep -l '^```console' README.md docs/*.md); do \
	    rm -rf out/docs && mkdir -p out/docs && ln -s ../../data out/docs/data; \
	    (cd out/docs && PATH=$(CURDIR)/$(BUILD):$$PATH TZ=UTC LC_ALL=C \
	        sh ../../tests/tools/transcript.sh ../../$$document >new.md); \
	    cp out/docs/new.md $$document; done

# --- packages --------------------------------------------------------------

PACKAGES := gcc libc6-dev make pkg-config libsqlite3-dev libgsl-dev libcsv-dev libyajl-dev \
            zlib1g-dev libzstd-dev libinih-dev libsmartcols-dev uthash-dev libxxhash-dev \
            libcmocka-dev gnuplot-nox tzdata mandoc tidy zsh fish sqlite3 parallel python3-jsonschema

deps:
	$(Q)missing=; for package in $(PACKAGES); do \
	    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || \
	    missing="$$missing $$package"; done; \
	if [ -z "$$missing" ]; then echo "deps: every package is installed"; exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	    echo "deps: this is no Debian or Ubuntu; install what answers to:$$missing" >&2; exit 1; fi; \
	if [ "$$(id -u)" = 0 ]; then run=; elif command -v sudo >/dev/null; then run=sudo; else \
	    echo "deps: run as root: apt-get install$$missing" >&2; exit 1; fi; \
	echo "deps: installing$$missing"; \
	$$run env DEBIAN_FRONTEND=noninteractive apt-get update -q && \
	$$run env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing

clean:
	$(Q)rm -rf build out

.PHONY: all bench benches check check-browser check-long check-variant build-tests check-layers check-headers bless samples install uninstall demo docs schemas fuzz fuzzers build-fuzzers deps build-replays clean
.SECONDARY:

-include $(shell find build -name '*.d' 2>/dev/null)
