"""The drawings in an SBML file as text of one form, whatever the level and the prefixes it had.

Level 2 has them in an annotation; from Level 3 on they are a package of their own. Everything is
kept that is said of them, render information included.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree import ElementTree

LAYOUT = "http://www.sbml.org/sbml/level3/version1/layout/version1"
RENDER = "http://www.sbml.org/sbml/level3/version1/render/version1"
_LEVEL_2 = "http://projects.eml.org/bcb/sbml/level2"
_RENDER_LEVEL_2 = "http://projects.eml.org/bcb/sbml/render/level2"
_TYPE = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES = {
    LAYOUT: "layout",
    _LEVEL_2: "layout",
    RENDER: "render",
    _RENDER_LEVEL_2: "render",
    _TYPE: "xsi",
}
_CORE = "http://www.sbml.org/sbml/level"
_OF_CORE = ("metaid", "sboTerm")  # attributes that belong to the core even on a package's elements
_RENDERED = ("listOfRenderInformation", "listOfGlobalRenderInformation")
_STYLES = {f"{{{space}}}{name}" for space in (RENDER, _RENDER_LEVEL_2) for name in _RENDERED}

DECLARED = {"layout": LAYOUT, "render": RENDER, "xsi": _TYPE}
"""The prefixes that the first element of a file with drawings declares."""

REQUIRED = ' layout:required="false" render:required="false"'
"""What it says of the packages besides: who does not know them may pass over them."""


def layouts_in(text: str, with_styles: bool = True) -> str:
    """Return the list of layouts in the text of an SBML file, empty if there is none.

    The text must be sound XML without entities, as `guard.check` sees to.
    """
    if "listOfLayouts" not in text:
        return ""
    root = ElementTree.fromstring(text.encode("utf-8"))
    for element in _candidates(root):
        if element.tag in (f"{{{LAYOUT}}}listOfLayouts", f"{{{_LEVEL_2}}}listOfLayouts"):
            if not with_styles:
                _drop_styles(element)
            return _written(element)
    return ""


def _drop_styles(element: ElementTree.Element) -> None:
    for key in [key for key in element.attrib if _parted(key)[0] in (RENDER, _RENDER_LEVEL_2)]:
        del element.attrib[key]
    for child in list(element):
        if child.tag in _STYLES:
            element.remove(child)
        else:
            _drop_styles(child)


def _candidates(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield what may be a list of layouts: children of the model, or of its annotation."""
    for model in root:
        if _local(model.tag) == "model":
            yield from model
            for child in model:
                if _local(child.tag) == "annotation":
                    yield from child


def _written(element: ElementTree.Element) -> str:
    """Return an element with its prefixes made those of `DECLARED`."""
    if not isinstance(element.tag, str):
        return ""  # a comment
    space, name = _parted(element.tag)
    tag, declared = _named(space, name)
    inside = escape(element.text or "", quote=False).strip()
    may_have = name in ("layout", "listOfLayouts")
    has_style = not may_have or any(one.tag in _STYLES for one in element)
    inside += "".join(_inside(child, has_style) for child in element)
    attributes = "".join(_attributes(space, element)) + declared
    return f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"


def _inside(child: ElementTree.Element, has_style: bool) -> str:
    """Return a child; styles that Level 2 put into annotations of drawings come out of them.

    Some programs write them in both places; what already ``has_style`` keeps the one it has.
    """
    tail = escape((child.tail or "").strip(), quote=False)
    if isinstance(child.tag, str) and _local(child.tag) == "annotation":
        styles = [one for one in child if _is_style(one) and not has_style]
        others = [_written(one) for one in child if not _is_style(one)]
        kept = f"<annotation>{''.join(others)}</annotation>" if others else ""
        return kept + "".join(map(_written, styles)) + tail
    return _written(child) + tail


def _is_style(element: ElementTree.Element) -> bool:
    """Return whether an element is render information, which Level 2 keeps in annotations."""
    return element.tag in _STYLES


def _attributes(space: str, element: ElementTree.Element) -> Iterator[str]:
    own = _PREFIXES.get(space, "")
    for number, (key, value) in enumerate(element.attrib.items()):
        of, name = _parted(key)
        if of == _TYPE and name == "type":
            value = value.rpartition(":")[2]
        if not of:
            prefix = "" if name in _OF_CORE else own
        elif of in _PREFIXES:
            prefix = _PREFIXES[of]
        else:
            prefix = f"a{number}"
            yield f' xmlns:{prefix}="{escape(of)}"'
        yield f' {prefix + ":" if prefix else ""}{name}="{escape(value)}"'


def _named(space: str, name: str) -> tuple[str, str]:
    """Return how an element is written, and the namespace that it has to declare for that."""
    if space in _PREFIXES:
        return f"{_PREFIXES[space]}:{name}", ""
    if not space or space.startswith(_CORE):
        return name, ""
    return f"other:{name}", f' xmlns:other="{escape(space)}"'


def _parted(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition("}")
    return space.removeprefix("{"), local


def _local(name: object) -> str:
    return _parted(name)[1] if isinstance(name, str) else ""
