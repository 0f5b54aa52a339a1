# shellcheck shell=bash
# What a rehearsal needs: a directory of its own, processes that end with the script, waiting for what
# they say. Sourced by scripts/demo and the scripts of scripts/interop.d; not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
started=()

# Ends the processes this script started, and no other: first gently, after 20 s hard.
end_started() {
  local pid waited=0
  trap - EXIT INT TERM
  if declare -F before_end >/dev/null; then before_end; fi
  for pid in "${started[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do
    while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 200 ]; do
      sleep 0.1
      waited=$((waited + 1))
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
trap end_started EXIT
trap 'end_started; exit 130' INT
trap 'end_started; exit 143' TERM

# start NAME COMMAND...: runs it in the background, its output in $stage/NAME.log; its pid is $last.
start() {
  local name=$1
  shift
  : >"$stage/$name.log" # here: nobody finds there what one before said, while this is being started
  "$@" >"$stage/$name.log" 2>&1 </dev/null &
  last=$!
  started+=("$last")
}

# ended PID...: awaits ours, which are ending; their numbers may be others' from now on.
ended() {
  local pid other kept
  for pid in "$@"; do
    wait "$pid" 2>/dev/null || true
    kept=()
    for other in "${started[@]}"; do
      if [ "$other" != "$pid" ]; then kept+=("$other"); fi
    done
    started=("${kept[@]}")
  done
}

# stop PID: ends one of ours.
stop() {
  kill -TERM "$1" 2>/dev/null || true
  ended "$1"
}

# await SECONDS COMMAND...: until it succeeds.
await() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# await_line SECONDS FILE PATTERN PID: until the file holds the line or the process has ended.
await_line() {
  local end=$((SECONDS + $1))
  until grep -q -e "$3" "$2" 2>/dev/null; do
    if ! kill -0 "$4" 2>/dev/null || [ "$SECONDS" -ge "$end" ]; then
      echo "waited in vain for '$3' in $2:" >&2
      tail -n 20 "$2" >&2 || true
      return 1
    fi
    sleep 0.1
  done
}

# An empty directory of that name under target, what an earlier run left there gone.
new_stage() {
  stage=$root/target/$1
  rm -rf "$stage"
  mkdir -p "$stage"
}

# The directory that an earlier script left.
open_stage() {
  stage=$root/target/$1
  if [ ! -d "$stage" ]; then
    echo "$stage is missing: run scripts/$1 first" >&2
    exit 1
  fi
}

# build: the distribution of this source tree.
build() {
  dist=$("$root/scripts/dist")
}

# assent WORDS...: a command. Short ones are over before the optimising compiler has earned what it costs, half
# of their CPU; engines are started with it.
assent() {
  ASSENT_JAVA_OPTIONS="-XX:TieredStopAtLevel=1 ${ASSENT_JAVA_OPTIONS:-}" "$dist/bin/assent" "$@"
}

# inspect PROGRAM ARGUMENTS...: one of dev.assent.testsip.inspection.
inspect() {
  local program=$1
  shift
  "$dist/bin/java-25" -XX:-UsePerfData -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    -cp "$dist/carrier/*:$dist/lib/*" "dev.assent.testsip.inspection.$program" "$@"
}

# need COMMAND PACKAGE...: installed from Debian if it is not there; no service of it starts.
need() {
  local policy=/usr/sbin/policy-rc.d ours=
  if command -v "$1" >/dev/null; then return; fi
  shift
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    ours=1
  fi
  apt-get -o Acquire::Retries=5 update -qq
  DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends "$@" >/dev/null
  if [ -n "$ours" ]; then rm -f "$policy"; fi
}
