#!/usr/bin/env bash
# A private PostgreSQL for tests and benches: starts one on a socket of its own, runs a command with its address in
# BANYAN_TEST_POSTGRES, and takes it down again.   scripts/postgres.sh COMMAND [ARG…]
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || { echo "No PostgreSQL server here: please install postgresql" >&2; exit 1; }
dir=$(mktemp -d /tmp/banyan-pg.XXXXXX)
# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir"
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
stop() {
    "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap stop EXIT
cd /
"${as[@]}" "$bin/initdb" -D "$dir/data" -U banyan -A trust -E UTF8 --locale=C >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -s -w -l "$dir/log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c max_connections=200 ${BANYAN_TEST_POSTGRES_OPTIONS:-}" start
cd "$OLDPWD"
export BANYAN_TEST_POSTGRES="postgres://banyan@/postgres?host=${dir//\//%2F}"
"$@"
