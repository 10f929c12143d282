#!/usr/bin/env bash
# Asks every route of a running shop for what its description promises, and for much that it does not: no answer may be
# a server error.   scripts/schemathesis.sh BANYAN [SECONDS]   On PostgreSQL too, if BANYAN_TEST_POSTGRES is set.
set -euo pipefail
cd "$(dirname "$0")/.."

banyan=$1
seconds=${2:-60}
version=4.32.5
target=${CARGO_TARGET_DIR:-target}
venv=$target/schemathesis-$version
if [ ! -x "$venv/bin/st" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi

dir=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; } || true
    server=
}
trap 'stop; rm -rf "$dir"' EXIT

# member URL: registers somebody, and gives their session's token.
member() {
    "$venv/bin/python" - "$1" <<'PYTHON'
import json, sys, urllib.request
body = {"account": "visitor1", "password": "correct horse battery staple", "terms": "1", "promoter": True, "adult": True}
kind = {"content-type": "application/json"}
request = urllib.request.Request(sys.argv[1] + "/api/v1/members", json.dumps(body).encode(), kind)
print(json.load(urllib.request.urlopen(request))["token"])
PYTHON
}

# try NAME ADDRESS: opens a shop there, and asks as nobody, as a promoter and as its owner.
try() {
    export BANYAN_DB=$2 BANYAN_KEY_FILE=$dir/$1.key
    echo 'correct horse battery staple' | "$banyan" staff add owner >/dev/null
    local token
    token=$("$banyan" staff token owner)
    "$banyan" serve --test-till --listen 127.0.0.1:0 >"$dir/out" 2>"$dir/log" &
    server=$!
    for _ in $(seq 100); do
        grep -q http "$dir/out" && break
        sleep 0.1
    done
    local url
    url=$(grep -o 'http://[0-9.:]*' "$dir/out")
    local promoter
    promoter=$(member "$url")
    for who in nobody promoter owner; do
        case $who in
        nobody) header='accept-language: zh' ;;
        promoter) header="authorization: Bearer $promoter" ;;
        owner) header="authorization: Bearer $token" ;;
        esac
        echo "== $1, as $who"
        if ! "$venv/bin/st" --no-color run "$url/api/openapi.json" --header "$header" --checks not_a_server_error \
            --max-examples 25 --max-time "$seconds" --generation-deterministic --no-shrink \
            --request-timeout 20 --warnings off --suppress-health-check all >"$dir/report" 2>&1; then
            tail -n 120 "$dir/report"
            echo "== the shop's log" && grep -v '"level":"INFO"' "$dir/log" | tail -n 30
            exit 1
        fi
        grep -E 'Operations:|Tested:|Test cases:|generated|issues found' "$dir/report" || true
        "$venv/bin/python" -c "import urllib.request as r; r.urlopen('$url/readyz')"
        cp "$dir/report" "$target/schemathesis-$1-$who.txt"
    done
    stop
    "$banyan" verify
}

try sqlite "sqlite:$dir/shop.db"
if [ -n "${BANYAN_TEST_POSTGRES:-}" ]; then
    try postgres "$BANYAN_TEST_POSTGRES"
fi
