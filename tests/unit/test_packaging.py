"""What is installed is what is in the folders, and nothing heavy comes with it unasked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

tomllib = pytest.importorskip("tomllib" if sys.version_info >= (3, 11) else "tomli")

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS = {
    folder: name for name, folder in PROJECT["tool"]["setuptools"]["package-dir"].items()
}  # fmt: skip
_IMPORTED = "import sys; {}; print(*sorted(m.partition('.')[0] for m in sys.modules))"


def modules_after(code: str) -> set[str]:
    process = subprocess.run(
        [sys.executable, "-c", _IMPORTED.format(code)], capture_output=True, text=True, check=True
    )
    return {*process.stdout.splitlines()[-1].split()}  # what stands before is the code's own


def test_every_folder_of_code_is_listed_as_a_package():
    found = set()
    for folder, name in FOLDERS.items():
        for init in (ROOT / folder).rglob("__init__.py"):
            inner = init.parent.relative_to(ROOT / folder).parts
            found.add(".".join([name, *inner]))
    assert found == {*PROJECT["tool"]["setuptools"]["packages"]}


def test_each_top_level_package_says_that_it_is_typed():
    assert all((ROOT / folder / "py.typed").exists() for folder in FOLDERS)


def test_converters_import_nothing_but_msgspec_and_the_standard_library():
    code = "import spanbridge.converters.formats"
    foreign = modules_after(code) - modules_after("pass") - {*sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("__editable__")} <= {
        "spanbridge", "msgspec", "typing_extensions", "_distutils_hack",
    }  # fmt: skip


def test_help_imports_none_of_the_heavy_packages():
    heavy = {"rich", "requests", "azure", "flask", "msgspec.json", "pycrfsuite", "waitress"}
    code = "from spanbridge.bridge.cli import run; run(['--help'])"
    assert not heavy & modules_after(code)


def test_dependencies_are_pinned_without_addresses():
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in pins
    pinned = {line.partition("==")[0].lower() for line in pins.splitlines() if "==" in line}
    wanted = [*PROJECT["project"]["dependencies"]]
    wanted += [need for group in PROJECT["dependency-groups"].values() for need in group]
    assert {re.split(r"[<>=\[]", need)[0].lower() for need in wanted} <= pinned


def test_no_file_is_over_400_lines_and_most_are_under_100():
    sizes = sorted(
        len(path.read_text(encoding="utf-8").splitlines())
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
    )
    assert sizes[-1] <= 400
    assert sizes[len(sizes) // 2] <= 100
