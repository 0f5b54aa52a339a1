# shellcheck shell=bash
# A window of a bench with the C callees: CPU, memory, pace. Sourced after stage.sh.
# measure sets what the other functions use.

# The callees and the media thread go before everything (chrt), so that a busy machine is not what is measured.
# The rest of a caller is scheduled as usual, in a session of its own that goes before the others: under a
# real-time class with one core, the JVM's own threads take 100 ms from each other at a time.
if chrt -r 10 true 2>/dev/null; then first=(chrt -r 10); else first=(); fi
scheduling="callees and media thread ${first[*]:-as usual}"

# prefer PID: before other people's processes, where the kernel groups them by session.
prefer() {
  { echo -20 >"/proc/$1/autogroup"; } 2>/dev/null || true
}

# raise_media PID: the media thread goes before the rest of the engine, as root can do for any engine (the package does
# not). Before the first call: where it is late the words last longer, and a key pressed at its time comes too early.
raise_media() {
  local task
  [ "${#first[@]}" -gt 0 ] || return 0
  for task in /proc/"$1"/task/*; do
    case "$(cat "$task/comm")" in media-*) chrt -r -p 10 "${task##*/}" ;; esac
  done
}

# Whether it has come to a session of its own, which setsid gave it.
leads_session() {
  [ "$(awk '{ sub(/^.*\) /, ""); print $4 }' "/proc/$1/stat")" = "$1" ]
}

ticks_of() { # user and system time of a process, in 1/100 s
  awk '{ sub(/^.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"
}

# value LINE KEY [INNER]: a number of a callee's line.
value() {
  local rest=${1#*\"$2\":}
  [ $# -lt 3 ] || rest=${rest#*\"$3\":}
  printf '%s' "${rest%%[,\}]*}"
}

# period CALLEES: asks for the line of what happened since the last one; $line.
period() {
  local before
  before=$(wc -l <"$stage/callee.log")
  kill -USR1 "$1"
  await 5 more_lines "$before"
  line=$(tail -n 1 "$stage/callee.log")
}

more_lines() {
  [ "$(wc -l <"$stage/callee.log")" -gt "$1" ]
}

# measure CALLEES CALLER SECONDS
measure() {
  local ticks
  period "$1"
  ticks=$(ticks_of "$2")
  sleep "$3"
  period "$1"
  ticks=$(($(ticks_of "$2") - ticks))
  rss=$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$2/status")
  seconds=$(value "$line" seconds) ended=$(value "$line" byes) failed=$(value "$line" failed)
  lost=$(value "$line" lost) skipped=$(value "$line" skipped_rounds)
  p50=$(value "$line" off_20ms p50) p99=$(value "$line" off_20ms p99) p999=$(value "$line" off_20ms p999)
  at_once=$(awk "BEGIN { printf \"%.0f\", $(value "$line" call_minutes) * 60 / $seconds }")
  core=$(awk "BEGIN { printf \"%.1f\", $ticks / $seconds }")
  farm_core=$(awk "BEGIN { printf \"%.1f\", $(value "$line" cpu_seconds) * 100 / $seconds }")
  ms_a_call=$(awk "BEGIN { printf \"%.2f\", $ended ? $ticks * 10 / $ended : 0 }")
  job_seconds=$(awk "BEGIN { printf \"%.2f\", $ended ? $at_once * $seconds / $ended : 0 }")
  load=$(cut -d' ' -f1 /proc/loadavg)
}

table_head() {
  printf '%-7s %6s %8s %8s %7s %8s %9s %22s %6s %7s %8s %6s\n' caller step 'at once' 'call s' 'ended' 'core %' \
    'ms/call' 'pace p50/p99/p99.9 ms' lost 'RSS MiB' 'farm %' load
}

row() { # caller, step
  printf '%-7s %6s %8s %8s %7s %8s %9s %22s %6s %7s %8s %6s\n' "$1" "$2" "$at_once" "$job_seconds" "$ended" \
    "$core" "$ms_a_call" "$p50/$p99/$p999" "$lost" "$rss" "$farm_core" "$load"
}
