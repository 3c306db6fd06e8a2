#!/bin/sh
# Makes .venv from requirements/$1.lock with the project itself in it. Costs nothing when nothing changed since.
set -eu
lock=requirements/$1.lock
python=${PYTHON:-python3}

case "${ZHIXING_LOCALE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in en*) locale=en ;; *) locale=zh-CN ;; esac
say() { sed -n "s/^bootstrap-$1 = //p" "ops/locales/$locale/bootstrap.ftl" >&2; }
stop() { say "$1"; exit 1; }

stamp=.venv/installed-$1-$(cat "$lock" pyproject.toml | sha256sum | cut -c1-32)
[ -e "$stamp" ] && exit 0

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || stop python-too-old

if ! [ -x .venv/bin/pip ]; then
    # Debian leaves ensurepip out of its python3.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; } || stop venv-needs-root
        apt-get update >/dev/null 2>&1 || true # A third-party source that fails does not matter here.
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends python3-venv >/dev/null || stop venv-failed
    fi
    "$python" -m venv --clear .venv || stop venv-failed
fi

say installing-dependencies
pip=".venv/bin/python -m pip --disable-pip-version-check --quiet --quiet install"
$pip --require-hashes --no-deps -r "$lock" || stop install-failed
$pip --no-deps --no-build-isolation --editable . || stop install-failed
rm -f .venv/installed-"$1"-*
touch "$stamp"
# What the larger lock put in satisfies the smaller one as well.
