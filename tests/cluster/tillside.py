"""The command `tillside`, and the comparison of graphs."""

import os
import subprocess
from pathlib import Path

from databases import VIEW
from shops import ROOT, Shop

CLI = Path(os.environ.get("TILLSIDE", ROOT / "target/release/tillside"))


def tillside(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([CLI, *map(str, arguments)], capture_output=True, text=True, check=False)


def succeed(*arguments) -> str:
    result = tillside(*arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


def first_script(dialect: str, location: Path | str) -> str:
    return succeed("sql", "--dialect", dialect, "--table", VIEW, "--location", location)


def second_script(dialect: str, shop: Shop, tables: Path, location: Path | str) -> str:
    target = ["--dialect", dialect, "--tables", tables, "--location", location]
    return succeed("sql", *target, *shop.tuning, "--quiet")


def build(shop: Shop, tables: Path, out: Path) -> subprocess.CompletedProcess:
    options = [*shop.tuning, *shop.publishing, "--quiet"]
    return tillside("build", "--tables", tables, "--out", out, *options)


def build_on_one_machine(shop: Shop, out: Path) -> None:
    options = [*shop.tuning, *shop.publishing, "--quiet"]
    succeed("build", "--orders", shop.lines, "--preset", "plain", "--out", out, *options)


def contents(folder: Path) -> dict[str, bytes]:
    """Every byte of a graph, by file."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
