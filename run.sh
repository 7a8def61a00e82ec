#!/usr/bin/env bash
# Installs what is missing, builds, makes a demonstration office in var/ and serves it until Ctrl-C.
#   ./run.sh [--port N] [--data DIR] [--no-samples]
set -euo pipefail
caller=$PWD
cd "$(dirname "$(readlink -f "$0")")"
. .ci/packages.sh

port=8080 data=var samples=yes
while [ $# -gt 0 ]; do
    case $1 in
        --port) port=${2:?--port needs a number}; shift 2 ;;
        --data) data=$(cd "$caller" && realpath -m "${2:?--data needs a folder}"); shift 2 ;;
        --no-samples) samples=no; shift ;;
        -h|--help) sed -n '2,3p' "$0"; exit 0 ;;
        *) fail "there is no option $1; see ./run.sh --help" ;;
    esac
done

# shellcheck disable=SC2086
step "Debian packages" need_packages $BUILD_PACKAGES
step "Node.js" need_node
configure() { [ -f build/release/build.ninja ] || cmake --preset release -DVANTHU_TESTS=OFF --log-level=WARNING; }
step "Configuring" configure
step "Building (the first time takes some minutes)" cmake --build --preset release --target vanthu vanthu-sandbox
step "Web app" build_web

vanthu=build/release/bin/vanthu
mkdir -p "$data"
chmod 700 "$data"
if [ ! -f "$data/office.db" ]; then
    say "A new office in $data: accounts and their one-time passwords"
    (
        umask 077
        while read -r name role display; do
            "$vanthu" user add "$name" --role "$role" --name "$display" --data "$data"
        done <<'ACCOUNTS' | tee "$data/first-passwords.txt"
clerk clerk Nguyễn Thị Văn Thư
reviewer reviewer Trần Văn Duyệt
archivist archivist Lê Thị Lưu Trữ
head head Phạm Văn Thủ Trưởng
admin admin Quản trị hệ thống
ACCOUNTS
    )
fi
if [ $samples = yes ]; then
    step "Samples" "$vanthu" intake --manifest samples/manifest.json --data "$data"
fi
say "Serving http://127.0.0.1:$port (Ctrl-C ends it; passwords: $data/first-passwords.txt)"
exec "$vanthu" serve --port "$port" --data "$data"
