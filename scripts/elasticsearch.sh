#!/usr/bin/env bash
# Brings Elasticsearch, the server that its makers test with, to build/elasticsearch/VERSION, for the tests; needs Maven
# now and Java to run. Done in no time when it is there; what an interruption left is swept away.
# usage: scripts/elasticsearch.sh
set -euo pipefail
cd "$(dirname "$0")/.."

VERSION=8.19.3
SHA256=c4b08b70523700efde9f3e4c9287229f085c2c0db1efca5c6a7d65abbdb9f2e1
target=build/elasticsearch/$VERSION
path=org/elasticsearch/distribution/integ-test-zip/elasticsearch/$VERSION/elasticsearch-$VERSION.zip

whole() { echo "$SHA256  $1" | sha256sum --check --status 2>/dev/null; }

[ "$(cat "$target/.whole" 2>/dev/null)" = "$SHA256" ] && exit 0
mkdir -p build/elasticsearch
exec 9>build/elasticsearch/.lock
! command -v flock >/dev/null || flock 9
[ "$(cat "$target/.whole" 2>/dev/null)" = "$SHA256" ] && exit 0
rm -rf "$target" build/elasticsearch/.new
mkdir build/elasticsearch/.new
trap 'rm -rf build/elasticsearch/.new' EXIT

zip="${MAVEN_REPOSITORY:-$HOME/.m2/repository}/$path"
if ! whole "$zip"; then
    command -v mvn >/dev/null || { echo "no Maven here: apt install maven" >&2; exit 1; }
    rm -f "$zip"
    mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get -Dtransitive=false \
        "-Dartifact=org.elasticsearch.distribution.integ-test-zip:elasticsearch:$VERSION:zip" \
        ${MAVEN_REPOSITORY:+"-Dmaven.repo.local=$MAVEN_REPOSITORY"} >/dev/null
fi
whole "$zip" || { echo "elasticsearch-$VERSION.zip is not the file that it was" >&2; exit 1; }
python3 -m zipfile -e "$zip" build/elasticsearch/.new
unpacked=build/elasticsearch/.new/elasticsearch-$VERSION
chmod +x "$unpacked"/bin/*
chmod -R a+rX "$unpacked"
echo "$SHA256" >"$unpacked/.whole"
mv "$unpacked" "$target"
