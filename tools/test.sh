#!/bin/sh
# All tests on SQLite, then those that must hold on both databases on PostgreSQL.
# Usage: tools/test.sh VENV/bin [pytest arguments]
#
# PostgreSQL is the one that BROADSHEET_TEST_DATABASE names (postgresql://user@host/name, with the
# right to create databases), else a throwaway one from Debian's package. CI=1 allows no skips.
set -u
bin=$1
shift
cluster=

stop_cluster() {
    [ -n "$cluster" ] || return 0
    as_owner "$programs/pg_ctl" --pgdata "$cluster/data" --mode immediate --silent stop
    rm -rf "$cluster"
}
trap stop_cluster EXIT
trap 'exit 130' INT TERM

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u "$owner" -- "$@"
    else
        "$@"
    fi
}

start_cluster() {
    owner=nobody
    if id postgres >/dev/null 2>&1; then owner=postgres; fi
    cluster=$(mktemp -d)
    if [ "$(id -u)" = 0 ]; then chown "$owner" "$cluster"; fi
    as_owner "$programs/initdb" --pgdata "$cluster/data" --auth trust --username tester \
        --encoding UTF8 --no-sync >/dev/null &&
        as_owner "$programs/pg_ctl" --pgdata "$cluster/data" --silent --wait --log "$cluster/log" \
            --options "-c listen_addresses='' -c unix_socket_directories='$cluster' -c fsync=off" \
            start >/dev/null
}

echo "== tests on SQLite"
"$bin/pytest" "$@"
failed=$?

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -n "${BROADSHEET_TEST_DATABASE:-}" ]; then
    database=$BROADSHEET_TEST_DATABASE
elif [ -z "$programs" ]; then
    echo "== tests on PostgreSQL: skipped. It is not installed; install it with:"
    echo "   sudo apt install postgresql"
    case "${CI:-}" in 1 | true | TRUE | True) exit 1 ;; esac
    exit $failed
elif start_cluster; then
    # No host in the address: the client library takes the socket's folder from PGHOST.
    database=postgresql://tester@/postgres
    export PGHOST="$cluster"
else
    echo "== tests on PostgreSQL: a throwaway server could not be started; its log:" >&2
    cat "$cluster/log" >&2
    exit 1
fi

echo "== tests on PostgreSQL"
BROADSHEET_DATABASE=$database "$bin/pytest" -m both_databases "$@"
result=$?
# 5: none of the tests that were asked for is one for both databases.
if [ $result -ne 0 ] && [ $result -ne 5 ]; then failed=$result; fi
exit $failed
