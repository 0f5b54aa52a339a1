#!/usr/bin/env bash
# Runs a bench over a long list: list-bench.sh NAME CLASS [--rows N] [DATABASE…]. Called by scripts of bench.d.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

name=$1 class=$2 rows=100000
shift 2
if [ "${1:-}" = --rows ]; then
  rows=${2:?--rows needs a number}
  shift 2
fi
databases=("$@")
[ ${#databases[@]} -gt 0 ] || databases=(H2 POSTGRES)
mkdir -p target/bench
home=$(mktemp -d "$PWD/target/bench/$name.XXXXXX")
trap 'rm -rf "$home"' EXIT
mvn -ntp -q -pl dialer -am -DskipTests test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile=target/test-classpath
dialer/src/dist/bin/java-25 -Xmx1g --enable-native-access=ALL-UNNAMED \
  -Dlogback.configurationFile="$PWD/.mvn/logback-test.xml" \
  -cp "dialer/target/classes:dialer/target/test-classes:$(cat dialer/target/test-classpath)" \
  "dev.assent.dialer.engine.$class" "$home" "$rows" "$PWD/target/bench/$name.json" "${databases[@]}"
