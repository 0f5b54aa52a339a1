# shellcheck shell=bash
# A simulated home with its people, and a carrier for it. Sourced after stage.sh.
# Of $stage: home, passphrases/NAME, carrier (what the carrier kept), trunk.yaml.

demo=$root/demo

# Passphrases of Alice who runs campaigns, Bob who approves, Quinn who listens.
make_passphrases() {
  local name
  (umask 077 && mkdir -p "$stage/passphrases")
  for name in alice bob quinn recovery; do
    (umask 077 && printf '%s correct horse battery staple\n' "$name" >"$stage/passphrases/$name")
  done
}

passphrase() {
  printf '%s\n' --passphrase-file "$stage/passphrases/$1"
}

# as USER COMMAND...: a command of the program on this home.
as() {
  local user=$1
  shift
  assent --home "$home" --as "$user" "$@"
}

# start_carrier PLAN [OPTION...]: on a free port of the loopback; $carrier_port, $carrier_pid.
start_carrier() {
  local plan=$1
  shift
  start carrier "$dist/bin/java-25" -XX:-UsePerfData -XX:TieredStopAtLevel=1 \
    -cp "$dist/carrier/*:$dist/lib/*" dev.assent.testsip.carrier.CarrierMain \
    --listen 127.0.0.1:0 --plan "$plan" --out "$stage/carrier" "$@"
  carrier_pid=$last
  await_line 20 "$stage/carrier.log" 'listening on' "$carrier_pid"
  carrier_port=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' "$stage/carrier.log")
}

# make_home [OPTION...]: simulated, with Alice, Bob and Quinn, at 10:00 on 15 September 2026 in Beijing.
make_home() {
  local name files=()
  for name in alice bob quinn; do files+=(--passphrase-file "$name=$stage/passphrases/$name"); done
  assent init --home "$home" --controller "Example Telecom" --user alice:OPERATOR --user bob:COMPLIANCE \
    --qa quinn --recovery-dir "$stage/recovery" --simulated 2026-09-15T10:00:00+08:00 "${files[@]}" "$@"
}

# start_engine: $engine_pid; serves until the script ends.
start_engine() {
  start engine "$dist/bin/assent" --home "$home" engine
  engine_pid=$last
  await_line 60 "$stage/engine.log" serving "$engine_pid"
}

# open_sessions: Alice opens the engine's keys; Alice and Bob log in.
open_sessions() {
  sessions_open=1
  as alice unlock --passphrase-file "$stage/passphrases/alice"
  as alice login --passphrase-file "$stage/passphrases/alice"
  as bob login --passphrase-file "$stage/passphrases/bob"
}

# close_sessions: leaves no opened key behind in memory files.
close_sessions() {
  sessions_open=
  as bob logout
  as alice logout
  as alice lock
}

# However a script ends. Called by stage.sh.
before_end() {
  if [ -n "${sessions_open:-}" ]; then close_sessions >/dev/null 2>&1 || true; fi
}

# write_trunk NAME PORT [USER PASSWORD]: the demo's trunk, at another port.
write_trunk() {
  local file=$home/conf/trunks/$1.yaml
  mkdir -p "$home/conf/trunks"
  sed -e "s/127\.0\.0\.1:[0-9]*/127.0.0.1:$2/" "$demo/trunk.yaml" >"$file"
  if [ $# -eq 4 ]; then
    (umask 077 && printf '%s\n' "$4" >"$home/conf/trunks/$1.password")
    printf 'user: %s\npasswordFile: %s.password\n' "$3" "$1" >>"$file"
  fi
}

# submit_and_approve FILE: Alice brings the script device-care, Bob hears it from a file and approves it.
submit_and_approve() {
  as alice script submit "$1"
  as bob script listen device-care --to "$stage/device-care.wav"
  as bob script approve device-care --heard "$stage/device-care.wav"
}

# approve_demo_script: likewise the demo's.
approve_demo_script() {
  submit_and_approve "$demo/script.yaml"
}

# add_demo_source: likewise; and our licence.
add_demo_source() {
  as alice source add "$demo/source.yaml"
  as bob source review service-register
  as alice licence add "$demo/licence.yaml"
  as bob licence review call-centre
}

# import CSV: prints the id of the batch.
import() {
  as alice contacts import "$1" --source service-register -o json |
    sed -n 's/.*"batch" *: *"\([0-9a-f-]*\)".*/\1/p'
}

# campaign_of NAME TRUNK CSV: imports the people, writes the campaign, submits and approves it.
campaign_of() {
  local batch
  batch=$(import "$3")
  sed -e "s/^campaign: .*/campaign: $1/" -e "s/^trunk: .*/trunk: $2/" -e "s/@BATCH@/$batch/" \
    "$demo/campaign.yaml" >"$stage/$1.yaml"
  as alice campaign add "$stage/$1.yaml"
  as alice campaign submit "$1"
  as bob campaign approve "$1"
}

# script_milliseconds TYPE...: how long the segments of these types of the demo's script last.
script_milliseconds() {
  local type prompt bytes=0
  for type in "$@"; do
    prompt=$(awk -v type="$type" '$2 == "type:" {on = $3 == type} on && /prompt:/ {print $2; exit}' \
      "$demo/script.yaml")
    bytes=$((bytes + $(stat -c %s "$root/conf/prompts/$prompt.wav") - 44))
  done
  echo $((bytes / 8)) # G.711: a byte each sample
}

# number N: the N-th fictional one.
number() {
  printf '+86%d\n' $((19900000000 + $1))
}

# write_contacts FILE FIRST COUNT: people who agreed to be called, numbers from the FIRST on.
write_contacts() {
  local n
  {
    echo "number,person,purposes,synthetic_voice,consent_form,consent_at,consent_expires,notice_version,evidence_sha256"
    for ((n = $2; n < $2 + $3; n++)); do
      printf '%s,P-%d,service,yes,web-tick,2026-03-02T10:00:00+08:00,2027-03-01T00:00:00+08:00,2026-02,%064x\n' \
        "$(number "$n")" "$n" "$n"
    done
  } >"$1"
}

# report_number FILE KEY: a number of a report in JSON.
report_number() {
  sed -n 's/.*"'"$2"'" *: *\([0-9][0-9]*\).*/\1/p' "$1" | head -n 1
}
