# Sourced by run.sh and test.sh: Debian packages, asked for once, and steps that say how long they took.

BUILD_PACKAGES="build-essential cmake ninja-build pkg-config libpoco-dev libxml2-dev libzip-dev libtesseract-dev
libleptonica-dev tesseract-ocr-vie libsqlite3-dev libpq-dev libpoppler-cpp-dev poppler-data libqpdf-dev libsodium-dev
libxlsxwriter-dev libpango1.0-dev libcairo2-dev libutf8proc-dev libssl-dev libseccomp-dev fonts-liberation2"
TEST_PACKAGES="libgtest-dev chromium unzip poppler-utils"

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# step WHAT COMMAND...: runs it and prints how long it took.
step() {
    local what=$1 start=$SECONDS
    shift
    say "$what"
    "$@" || fail "$what did not work; the lines above say why"
    printf '   %s: %d s\n' "$what" $((SECONDS - start))
}

# Installs the named packages that are missing, as root or through one sudo.
need_packages() {
    local missing="" package root=""
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || fail "these Debian packages are missing and apt-get is not here to install them:$missing"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "sudo is missing; as root, run: apt-get install$missing"
        root=sudo
        echo "Installing needs root, so sudo may ask for your password:$missing"
    fi
    $root apt-get update -q </dev/null || true
    # shellcheck disable=SC2086
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing </dev/null ||
        fail "apt-get could not install:$missing"
}

# The programs of a PostgreSQL server, without a server that starts by itself: the tests start their own.
need_postgres() {
    local conf=/etc/postgresql-common/createcluster.conf root=""
    ls /usr/lib/postgresql/1[5-9]/bin/postgres >/dev/null 2>&1 && return 0
    [ "$(id -u)" -eq 0 ] || root=sudo
    need_packages postgresql-common
    $root sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' $conf
    need_packages postgresql-15
    $root sed -i 's/^create_main_cluster.*/#create_main_cluster = true/' $conf
}

need_node() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then need_packages nodejs npm; fi
}

# Builds the web app when its sources are newer than what was built last.
build_web() {
    local stamp=web/dist/.built
    if [ -f "$stamp" ] && [ -z "$(find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -newer "$stamp" -print -quit)" ]; then
        echo "the web app is up to date"
        return 0
    fi
    if [ ! -f web/node_modules/.package-lock.json ] || [ web/package-lock.json -nt web/node_modules/.package-lock.json ]; then
        (cd web && npm ci --no-audit --no-fund --loglevel=error) || return 1
    fi
    (cd web && npm run --silent build) && touch "$stamp"
}
