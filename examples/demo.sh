#!/bin/sh
# The main job on the shipped example: Label Studio's export to Azure's labels file and back.
# Usage: examples/demo.sh DIR-OF-THE-COMMAND (`make demo` names the project's own environment)
set -eu
cd "$(dirname "$0")/.."
PATH="$(cd "${1:-.venv/bin}" && pwd):$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp examples/incidents/export.json examples/incidents/label_config.xml "$work"
cd "$work"

run() {
    printf '\n\033[1m$ %s\033[0m\n' "$*"
    "$@"
}

run spanbridge convert to-azure export.json --label-config label_config.xml \
    --language en --language-field data.lang --multilingual --split 80/20 --out azure

run spanbridge convert to-label-studio azure/labels.json --texts azure/documents \
    --manifest azure/manifest.jsonl --out label-studio

run spanbridge show azure/labels.json --texts azure/documents --documents 4

printf '\nThe tasks that came back are the tasks that went out: '
python - export.json label-studio/tasks.json <<'PYTHON'
import json, sys
sent, back = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
print("yes" if sent == back else "NO")
sys.exit(sent != back)
PYTHON
