"""From text to a libSBML model of Level 3 Version 2 core: flattened, converted, or refused."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import libsbml

from grnstudio.errors import FileFormatError, Unsupported
from grnstudio.io.sbml import guard

MAX_INSTANCES = 10_000
"""Submodels within submodels that are made when a composed model is flattened."""

_MATHEMATICS_OF_L3V2 = "l3v2extendedmath"
_DRAWN = ("layout", "render")  # what they say is read apart from the model
_KEPT = ("comp", *_DRAWN)


def open_document(text: str, where: str, notes: list[str]) -> Any:
    """Return a libSBML document that holds a core model; what was changed is told to ``notes``.

    Raises `FileFormatError` for what is no SBML, `Unsupported` for what cannot be simulated here.
    """
    guard.check(text, where)
    document = libsbml.readSBMLFromString(text)
    _check_errors(document, where)
    if document.getModel() is None:
        raise FileFormatError(f"{where} holds no model.")
    _check_packages(document, where)
    if document.isPackageEnabled("comp"):
        _flatten(document, where, notes)
    _check_fast(document.getModel(), where)
    _drop_packages(document, notes)
    _convert(document, where, notes)
    _check_algebraic(document.getModel(), where)
    return document


def first_error(document: Any, besides: Collection[str] = ()) -> str:
    """Return the first error that libSBML has logged, with its line; empty if there is none.

    Errors in what packages ``besides`` say do not count.
    """
    log = document.getErrorLog()
    for index in range(log.getNumErrors()):
        error = log.getError(index)
        counts = error.getPackage() not in besides
        if counts and error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR:
            message = " ".join(error.getMessage().split())
            place = f"line {error.getLine()}: " if error.getLine() else ""
            return place + message[:400]
    return ""


def _check_errors(document: Any, where: str) -> None:
    fault = first_error(document, _DRAWN)
    for index in range(document.getNumErrors()):
        if document.getError(index).getErrorId() == libsbml.RequiredPackagePresent:
            raise Unsupported(f"{where} needs a package that is not known here. {fault}")
    if fault:
        raise FileFormatError(f"{where} is no sound SBML; libSBML says: {fault}")


def _check_packages(document: Any, where: str) -> None:
    if document.getLevel() < 3:
        return
    for index in range(document.getNumPlugins()):
        name = document.getPlugin(index).getPackageName()
        if name in ("comp", _MATHEMATICS_OF_L3V2) or not document.isSetPackageRequired(name):
            continue
        if document.getPackageRequired(name):
            raise Unsupported(
                f"{where} needs the SBML package '{name}', which cannot be simulated here."
            )


def _flatten(document: Any, where: str, notes: list[str]) -> None:
    plugin = document.getPlugin("comp")
    if plugin.getNumExternalModelDefinitions():
        source = plugin.getExternalModelDefinition(0).getSource()
        raise Unsupported(
            f"{where} takes a submodel from the file '{source}'; models in several files are not "
            "read. Flatten the model with the program that made it."
        )
    made = _instances(document)
    if made > MAX_INSTANCES:
        raise Unsupported(
            f"{where} is composed of {made:,} submodels; at most {MAX_INSTANCES:,} are read."
        )
    options = libsbml.ConversionProperties()
    options.addOption("flatten comp", True)
    options.addOption("performValidation", False)
    options.addOption("leavePorts", False)
    options.addOption("abortIfUnflattenable", "requiredOnly")
    document.getErrorLog().clearLog()
    if document.convert(options) != libsbml.LIBSBML_OPERATION_SUCCESS:
        fault = first_error(document) or "it gives no reason."
        raise FileFormatError(f"{where} cannot be flattened into one model; libSBML says: {fault}")
    if made:
        notes.append(f"The model was flattened: {made} submodels became parts of one model.")


def _instances(document: Any) -> int:
    """Return how many submodels flattening would make, or the limit and more."""
    plugin = document.getPlugin("comp")
    known = {one.getId(): one for one in _definitions(plugin)}
    known[document.getModel().getId()] = document.getModel()
    counts: dict[str, int] = {}

    def count(model: Any, open_models: tuple[str, ...]) -> int:
        id = model.getId()
        if id in open_models or len(open_models) > 100:
            return MAX_INSTANCES + 1
        if id not in counts:
            counts[id] = _total(model, known, lambda one: count(one, (*open_models, id)))
        return counts[id]

    return count(document.getModel(), ())


def _total(model: Any, known: dict[str, Any], count: Any) -> int:
    plugin = model.getPlugin("comp")
    total = 0
    for index in range(plugin.getNumSubmodels() if plugin else 0):
        part = known.get(plugin.getSubmodel(index).getModelRef())
        total += 1 + (count(part) if part is not None else 0)
    return min(total, MAX_INSTANCES + 1)


def _definitions(plugin: Any) -> list[Any]:
    return [plugin.getModelDefinition(i) for i in range(plugin.getNumModelDefinitions())]


def _check_fast(model: Any, where: str) -> None:
    for reaction in model.getListOfReactions():
        if reaction.isSetFast() and reaction.getFast():
            raise Unsupported(
                f"{where}: reaction '{reaction.getId()}' is fast, that is, always at equilibrium; "
                "such reactions cannot be simulated here."
            )


def _check_algebraic(model: Any, where: str) -> None:
    if any(rule.isAlgebraic() and rule.isSetMath() for rule in model.getListOfRules()):
        raise Unsupported(f"{where} has an algebraic rule, which cannot be simulated here.")


def _drop_packages(document: Any, notes: list[str]) -> None:
    if document.getLevel() < 3:
        _drop_layouts(document.getModel())
        return
    names = [document.getPlugin(i).getPackageName() for i in range(document.getNumPlugins())]
    for name in names:
        if name == _MATHEMATICS_OF_L3V2:
            continue
        options = libsbml.ConversionProperties()
        options.addOption("stripPackage", True)
        options.addOption("package", name)
        document.convert(options)
        if name not in _KEPT:
            notes.append(f"What the SBML package '{name}' adds was not kept.")


def _drop_layouts(model: Any) -> None:
    """Drop what libSBML takes from an annotation of Level 2, and writes there again."""
    plugin = model.getPlugin("layout")
    while plugin is not None and plugin.getNumLayouts():
        plugin.removeLayout(0)
    if model.isSetAnnotation():
        model.removeTopLevelAnnotationElement("listOfLayouts")


def _convert(document: Any, where: str, notes: list[str]) -> None:
    level, version = document.getLevel(), document.getVersion()
    if (level, version) == (3, 2):
        return
    if level < 3:
        notes.append(f"The file was SBML Level {level} Version {version}; it was read as L3V2.")
    document.getErrorLog().clearLog()
    if not document.setLevelAndVersion(3, 2, False):
        fault = first_error(document) or "it gives no reason."
        raise FileFormatError(f"{where} cannot be converted to SBML L3V2; libSBML says: {fault}")
