#!/bin/sh
# The main job on the shipped example: Label Studio's export to Azure's labels file and back.
# Usage: examples/demo.sh DIR-OF-THE-COMMAND (`make demo` names the project's own environment)
set -eu
cd "$(dirname "$0")/.."
spanbridge="${1:-.venv/bin}/spanbridge"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
incidents=examples/incidents

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }

say spanbridge convert to-azure $incidents/export.json --label-config $incidents/label_config.xml \
    --language en --language-field data.lang --multilingual --split 80/20 --out azure
"$spanbridge" convert to-azure $incidents/export.json --label-config $incidents/label_config.xml \
    --language en --language-field data.lang --multilingual --split 80/20 --out "$work/azure"

say spanbridge convert to-label-studio azure/labels.json --texts azure/documents \
    --manifest azure/manifest.jsonl --out label-studio
"$spanbridge" convert to-label-studio "$work/azure/labels.json" --texts "$work/azure/documents" \
    --manifest "$work/azure/manifest.jsonl" --out "$work/label-studio"

say spanbridge show azure/labels.json --texts azure/documents --documents 4
"$spanbridge" show "$work/azure/labels.json" --texts "$work/azure/documents" --documents 4

printf '\nThe tasks that came back are the tasks that went out: '
"${1:-.venv/bin}/python" - "$incidents/export.json" "$work/label-studio/tasks.json" <<'PYTHON'
import json, sys
sent, back = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
print("yes" if sent == back else "NO")
sys.exit(sent != back)
PYTHON
