"""Prints the copyright file of the Debian package: ``python copyright.py LICENCES``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

HEAD = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: GRNStudio
Source: https://github.com/grnstudio/grnstudio

Files: *
Copyright: the GRNStudio authors, and those of the packages below
License: BSD-3-Clause
Comment: GRNStudio itself is under the BSD 3-Clause licence. The package holds the work of many
 others under licences of their own, which follow, each with all of its files. The same texts are
 in /opt/grnstudio/_internal/grnstudio/_licences.
"""


def main(folder: Path) -> None:
    """Print a list of all packages and their licences, and then all texts, each once."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    packages = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    sys.stdout.write(f"{HEAD}\n")
    for package in packages:
        sys.stdout.write(f"{package['name']} {package['version']}: {package['licence']}\n")
    told: dict[str, str] = {}
    for package in packages:
        for file in package["files"]:
            text = (folder / file).read_text(encoding="utf-8", errors="replace").strip()
            first = told.setdefault(text, file)
            words = text if first == file else f"The same text as {first}."
            sys.stdout.write(f"\n{'-' * 78}\n{file}\n{'-' * 78}\n\n{words}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
