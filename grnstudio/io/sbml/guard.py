"""What is looked at before libSBML sees a file: XML that is sound, flat and free of entities."""

from __future__ import annotations

import re
from xml.parsers import expat

from grnstudio.errors import FileFormatError

MAX_DEPTH = 250
"""Elements within elements; libSBML walks them by recursion."""

MAX_FORMULA = 10_000
"""Letters of a Level 1 formula, which libSBML parses and frees by recursion."""

_BASE = "http://www.sbml.org/sbml/level"
_SPACES = {
    **{("1", version): f"{_BASE}1" for version in "12"},
    ("2", "1"): f"{_BASE}2",
    **{("2", version): f"{_BASE}2/version{version}" for version in "2345"},
    **{("3", version): f"{_BASE}3/version{version}/core" for version in "12"},
}
"""Namespaces by level and version; libSBML ends the program where they differ."""

_ENCODING = re.compile(r"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)""")
_PLAIN = ("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1")


def check(text: str, where: str) -> None:
    """Refuse text that is no XML, has a document type or entities, or is nested too deep."""
    encoding = _ENCODING.match(text[:1000])
    if encoding and encoding[1].lower() not in _PLAIN:
        raise FileFormatError(
            f"{where} says its letters are encoded as '{encoding[1]}'; save it in UTF-8."
        )
    parser = expat.ParserCreate("utf-8")
    watch = _Watch(parser, where)
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.StartDoctypeDeclHandler = watch.doctype
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise FileFormatError(
            f"{where} is no sound XML: {expat.ErrorString(error.code)} in line {error.lineno}, "
            f"column {error.offset + 1}. Mend it there, or export it again."
        ) from None
    if not watch.is_sbml:
        raise FileFormatError(f"{where} is XML but no SBML; its first element must be 'sbml'.")


class _Watch:
    """What is seen while the text goes by."""

    def __init__(self, parser: expat.XMLParserType, where: str) -> None:
        self._parser, self._where, self._depth = parser, where, 0
        self.is_sbml = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._depth:
            self._first(name, attributes)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"nests elements more than {MAX_DEPTH} deep")
        formula = attributes.get("formula", "")
        if len(formula) > MAX_FORMULA:
            raise self._error(f"has a formula of {len(formula):,} letters (up to {MAX_FORMULA:,})")

    def _first(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, tag = name.rpartition(":")
        if tag != "sbml":
            return
        level, version = attributes.get("level", ""), attributes.get("version", "")
        space = attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", "")
        if (level, version) not in _SPACES:
            raise self._error(f"says it is SBML Level '{level}' Version '{version}', which is none")
        if space != _SPACES[level, version]:
            raise self._error(
                f"is SBML Level {level} Version {version} but says '{space}' for its namespace, "
                f"where {_SPACES[level, version]} is right"
            )
        self.is_sbml = True

    def end(self, name: str) -> None:
        self._depth -= 1

    def doctype(self, *_: object) -> None:
        raise self._error("has a document type (DOCTYPE), which no SBML file needs; remove it")

    def _error(self, fault: str) -> FileFormatError:
        line = self._parser.CurrentLineNumber
        return FileFormatError(f"{self._where} {fault} (line {line}); it was not read.")
