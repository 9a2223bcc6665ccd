# SPDX-License-Identifier: Apache-2.0
# What the other scripts share; sourced from the repository's root, never run.
# shellcheck shell=bash

logs=build/logs
mkdir -p "$logs"
jobs=$(nproc)
# CMake reads this when a build folder is configured for the first time.
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi

# elapsed SINCE: "2 min 05 s"
elapsed() {
  local seconds=$((SECONDS - $1))
  printf '%d min %02d s' $((seconds / 60)) $((seconds % 60))
}

# quietly NAME COMMAND...: keeps the output in a log and shows it only when the command fails.
quietly() {
  local log="$logs/$1.log"
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    echo "failed: $* (all output: $log)" >&2
    return 1
  fi
}

# build PRESET TARGET...: shows the progress of the build, and its messages only when it fails.
build() {
  local preset=$1 log="$logs/build-$1.log"
  shift
  local command=(cmake --build "build/$preset" --parallel "$jobs" --target "$@")
  if [[ -t 1 ]]; then
    "${command[@]}"
    return
  fi
  if ! "${command[@]}" 2>&1 | tee "$log" | show_tenths; then
    grep -A 60 -m 1 '^FAILED:' "$log" >&2 || tail -n 60 "$log" >&2
    echo "failed: ${command[*]} (all output: $log)" >&2
    return 1
  fi
}

# Of the counted lines that ninja ("[7/120] ...") and ctest (" 7/120 Test ...") print, tells one in ten per cent.
show_tenths() {
  local line tenth last=-1
  while IFS= read -r line; do
    if [[ $line =~ ^\ *\[?([0-9]+)/([0-9]+)[\]\ ] ]]; then
      tenth=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
      if ((tenth != last)); then echo "  ${BASH_REMATCH[1]} of ${BASH_REMATCH[2]}"; fi
      last=$tenth
    fi
  done
}
