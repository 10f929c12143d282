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
# Debian's PostgreSQL brings openssl with it (postgresql-common, ssl-cert).
command -v openssl >/dev/null || { echo "No openssl here: please install openssl" >&2; exit 1; }
# A certificate for `localhost`, by an authority of its own: connections over TCP may be encrypted.
"${as[@]}" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=banyan tests" \
    -keyout "$dir/ca.key" -out "$dir/ca.pem" 2>/dev/null
"${as[@]}" openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=localhost" \
    -keyout "$dir/server.key" -out "$dir/server.csr" 2>/dev/null
echo "subjectAltName=DNS:localhost" >"$dir/names"
"${as[@]}" openssl x509 -req -in "$dir/server.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial -days 2 \
    -extfile "$dir/names" -out "$dir/server.pem" 2>/dev/null
"${as[@]}" "$bin/initdb" -D "$dir/data" -U banyan -A trust -E UTF8 --locale=C >/dev/null
start() {
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 40000))
    "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -s -w -l "$dir/log" \
        -o "-c listen_addresses=localhost -c port=$port -c ssl=on -c ssl_cert_file='$dir/server.pem' -c ssl_key_file='$dir/server.key' -c unix_socket_directories='$dir' -c max_connections=200 ${BANYAN_TEST_POSTGRES_OPTIONS:-}" start
}
# A port may be taken: the next one is not.
start || start || start
cd "$OLDPWD"
export BANYAN_TEST_POSTGRES="postgres://banyan@/postgres?host=${dir//\//%2F}&port=$port"
export BANYAN_TEST_POSTGRES_PORT=$port BANYAN_TEST_POSTGRES_ROOT="$dir/ca.pem"
"$@"
