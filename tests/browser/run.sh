#!/bin/sh
# Looks at pages of the report in headless Chromium (check.js) and reads them with html-validate. Wants chromium and
# node; npm brings what package.json names into the build folder. Says why, and is content, where it can not.
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
skip() { echo "browser tests skipped: $*"; exit 0; }

CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    skip "there is no chromium (Debian: apt-get install chromium)"
command -v node >/dev/null && command -v npm >/dev/null || skip "there is no node with npm"
export CHROMIUM
work=$build/browser
mkdir -p "$work/pages" && cp "$here/package.json" "$here/check.js" "$work" || exit 1
[ -d "$work/node_modules/puppeteer-core" ] ||
    npm install --prefix "$work" --no-audit --no-fund --silent || skip "npm can not fetch its packages"

samples=$here/../../data/samples
for page in empty one all many refused hostile bare fleet; do
    "$build/tests/tools/demo_report" html $page >"$work/pages/$page.html" || exit 1
done
rm -f "$work/demo.db" &&
"$build/headroom" --quiet --db "$work/demo.db" --config "$samples/headroom.ini" ingest "$samples"/*.gz &&
"$build/headroom" --db "$work/demo.db" --config "$samples/headroom.ini" whatif --growth +20% --format html \
    -o "$work/pages/whatif.html" || exit 1
"$build/tests/tools/demo_report" mail all >"$work/mail.eml" &&
node -e '
    const text = require("fs").readFileSync(process.argv[1], "latin1");
    const part = text.split("--=_headroom-related\n")[1].split("\n\n").slice(1).join("\n\n");
    const bytes = part.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    process.stdout.write(Buffer.from(bytes, "latin1").toString("utf8").replace(/cid:[^"]*/g, "data:,"));
' "$work/mail.eml" >"$work/pages/mail.html" || exit 1

status=0
node "$work/check.js" "$work/pages" || status=1
for page in "$work"/pages/*.html; do
    # a mail is made of what browsers have long done without
    [ "${page##*/}" = mail.html ] || (cd "$work" && npx html-validate "$page") || status=1
done
[ $status -eq 0 ] && echo "html-validate: 0 errors"
exit $status
