#!/bin/sh
# A virtual environment on a Debian or Ubuntu that ships Python without its venv module.
set -eu
python=$1
venv=$2
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$version-venv" >/dev/null
    exec "$python" -m venv "$venv"
fi
echo "Python's venv module is missing. Install it and try again: sudo apt install python$version-venv" >&2
exit 1
