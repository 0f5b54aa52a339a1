# shellcheck shell=bash
# The demo's script with its words cut short, so that a call of a bench lasts what it should. Sourced after
# home.sh, before the engine starts.

# le32 N: four bytes, the lowest first.
le32() {
  local hex
  hex=$(printf '%08x' "$1")
  printf '%b' "\x${hex:6:2}\x${hex:4:2}\x${hex:2:2}\x${hex:0:2}"
}

# cut_wav FILE MILLISECONDS WAV...: the first of the sound of these A-law files, one after the other.
cut_wav() {
  local bytes=$(($2 * 8)) file=$1
  {
    printf 'RIFF' && le32 $((36 + bytes)) && printf 'WAVEfmt ' && le32 16 && printf '\x06\0\x01\0'
    le32 8000 && le32 8000 && printf '\x01\0\x08\0data' && le32 "$bytes"
    # 58 bytes are the header of the packs' files; what the files lack is silence.
    { for wav in "${@:3}"; do tail -c +59 "$wav"; done && tr '\0' '\325' </dev/zero; } 2>/dev/null | head -c "$bytes"
  } >"$file" || true
}

# shorten_script: into the home's prompts and $stage/script.yaml.
shorten_script() {
  local pack=$home/conf/prompts/zh-CN id sha
  cp "$demo/script.yaml" "$stage/script.yaml"
  sed -n 's/^  - id: //p' "$root/conf/prompts/zh-CN/pack.yaml" | while read -r id; do
    local lasts=240
    case $id in recording_disclosure) lasts=400 ;; choice) lasts=300 ;; message | thanks) lasts=140 ;; esac
    cut_wav "$stage/cut.wav" "$lasts" "$root/conf/prompts/zh-CN/$id.wav"
    cat "$stage/cut.wav" >"$pack/$id.wav"
    sha=$(sha256sum "$pack/$id.wav" | cut -d' ' -f1)
    sed -i -E "/^  - id: $id\$/,/sha256:/s/sha256: .*/sha256: $sha/" "$pack/pack.yaml"
    sed -i -E "/prompt: zh-CN\/$id\$/,/sha256:/s/sha256: .*/sha256: $sha/" "$stage/script.yaml"
  done
}
