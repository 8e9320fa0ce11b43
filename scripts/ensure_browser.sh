#!/bin/sh
# Installs Chromium and a CJK font for the browser tests where they are missing and we may.
# Never fails: without Chromium those tests are skipped with the reason.
set -u

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="chromium"
if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=zh family)" ]; then
    missing="$missing fonts-noto-cjk"
fi
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Browser tests: missing ($missing), and there is no apt-get; install them by hand." >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    become=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    become="sudo -n"
else
    echo "Browser tests: missing ($missing), and this user may not install; install them by hand." >&2
    exit 0
fi

echo "Installing$([ -n "$become" ] && echo ' (sudo)') for the browser tests: $missing"
log=$(mktemp)
# shellcheck disable=SC2086 # both are lists of words
if ! { $become apt-get update -q &&
    $become env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        $missing; } >"$log" 2>&1; then
    echo "Browser tests: installing $missing failed: $(tail -n 1 "$log")" >&2
fi
rm -f "$log"
exit 0
