"""Writing a network as SBML, checked by libSBML before it reaches the disk."""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path
from typing import Any

import libsbml

from grnstudio.core.network import Network
from grnstudio.errors import FileSaveError, GRNStudioError, Unsupported
from grnstudio.io.atomic import write_text
from grnstudio.io.sbml import guard
from grnstudio.io.sbml.document import first_error
from grnstudio.io.sbml.extras import text_of
from grnstudio.io.sbml.layout_text import layouts_text
from grnstudio.io.sbml.layout_xml import DECLARED, REQUIRED
from grnstudio.io.sbml.layouts import KEPT
from grnstudio.io.sbml.model_text import ModelText

CORE = "http://www.sbml.org/sbml/level3/version2/core"
LEVELS = ((3, 2), (3, 1), (2, 4))

MANY = 500  # glyphs and links up to which a drawing is checked as closely as the model

_NO_STYLES = "The drawing that came with the network no longer fits it; its styles were left out."
_NO_PLACES = "The places of what is drawn were left out; Level 3 keeps them."

_OPENED = re.compile(r"\s*<annotation[^>]*>")
_PREFIX = re.compile(r'xmlns:(\w+)="([^"]*)"')
_UNCHECKED = (
    libsbml.LIBSBML_CAT_UNITS_CONSISTENCY,
    libsbml.LIBSBML_CAT_MODELING_PRACTICE,
    libsbml.LIBSBML_CAT_SBO_CONSISTENCY,
)


def write(network: Network, path: Path | str, level: int = 3, version: int = 2) -> tuple[str, ...]:
    """Save ``network`` as SBML, and return sentences on what could not be kept.

    Raises `Unsupported` for what the level cannot say, `FileSaveError` for what is no valid SBML.
    """
    try:
        text, notes = encode(network, level, version)
    except Unsupported as error:
        raise Unsupported(f"{path} was not saved: {error}") from error
    except GRNStudioError as error:
        raise FileSaveError(f"{path} was not saved: {error}") from error
    write_text(text, path)
    return notes


def encode(network: Network, level: int = 3, version: int = 2) -> tuple[str, tuple[str, ...]]:
    """Return ``network`` as SBML text, and sentences on what could not be kept.

    Level 3 Version 2 keeps every digit; the others are converted by libSBML, which writes 15.
    """
    if (level, version) not in LEVELS:
        raise Unsupported(
            f"SBML Level {level} Version {version} is not written; choose "
            + ", ".join(f"Level {one} Version {other}" for one, other in LEVELS)
            + "."
        )
    model = ModelText(network)
    if level < 3:
        lost = (_NO_PLACES,) if layouts_text(network, model.id_of, model.taken) else ()
        text, notes = _whole(network)
        return _converted(_checked(text), level, version), (*notes, *lost)
    text, document, notes = _drawn(network, model)
    if (level, version) != (3, 2):
        text = _converted(document, level, version)
    return text, notes


def _drawn(network: Network, model: ModelText) -> tuple[str, Any, tuple[str, ...]]:
    """Return the text with the drawing, checked, and sentences on what had to be left out."""
    layouts = layouts_text(network, model.id_of, model.taken)
    text, notes = _whole(network, layouts)
    try:
        return text, _checked_drawing(network, text, layouts), notes
    except FileSaveError:
        if not layouts or not text_of(network.extras, "", KEPT):
            raise
    layouts = layouts_text(network, model.id_of, model.taken, with_kept=False)
    text, notes = _whole(network, layouts)
    return text, _checked_drawing(network, text, layouts), (*notes, _NO_STYLES)


def _checked_drawing(network: Network, text: str, layouts: str) -> Any:
    """Check a text with a drawing; of a large one libSBML compares everything with everything."""
    if layouts.count(" layout:id=") <= MANY:
        return _checked(text)
    _checked(_whole(network)[0])
    return _sound(libsbml.readSBMLFromString(text))


def _whole(network: Network, layouts: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and sentences on what could not be kept."""
    model = ModelText(network)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sbml xmlns="{CORE}"{_namespaces(network, bool(layouts))} level="3" version="2"'
        f"{REQUIRED if layouts else ''}{model.about_document()}\n{model.text(layouts)}</sbml>\n"
    )
    guard.check(text, "The file made of the network")
    return text, model.notes


def _namespaces(network: Network, is_drawn: bool) -> str:
    """Return the prefixes that notes and annotations use; libSBML misses those of annotations."""
    about = network.extras.get("")
    kept = about.get("namespaces") if isinstance(about, dict) else None
    spaces = dict(kept) if isinstance(kept, dict) else {}
    for key in network.extras:
        opened = _OPENED.match(text_of(network.extras, key, "annotation"))
        for prefix, uri in _PREFIX.findall(opened[0]) if opened else ():
            spaces.setdefault(prefix, unescape(uri))
    if is_drawn:
        spaces |= DECLARED
    return "".join(
        f' xmlns:{prefix}="{escape(uri)}"'
        for prefix, uri in spaces.items()
        if isinstance(uri, str) and prefix.isidentifier()
    )


def _checked(text: str) -> Any:
    document = libsbml.readSBMLFromString(text)
    for category in _UNCHECKED:
        document.setConsistencyChecks(category, False)
    document.checkConsistency()
    return _sound(document)


def _sound(document: Any) -> Any:
    """Return a document that libSBML has found no fault in."""
    fault = first_error(document)
    if fault:
        raise FileSaveError(f"it would be no valid SBML. libSBML says: {fault}")
    return document


def _converted(document: Any, level: int, version: int) -> str:
    document.getErrorLog().clearLog()
    done = document.setLevelAndVersion(level, version, False)
    fault = first_error(document)
    if fault or not done:
        raise Unsupported(
            f"Level {level} Version {version} cannot say what the network does. "
            f"libSBML says: {fault or 'nothing.'}"
        )
    return str(libsbml.writeSBMLToString(document))
