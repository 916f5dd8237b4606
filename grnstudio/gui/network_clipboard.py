"""Parts of networks on the clipboard: copied with what they need, pasted under free names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from grnstudio.core import antimony
from grnstudio.core.drawing import Drawing, Place
from grnstudio.core.network import Network, Parameter
from grnstudio.core.network_edits import dependents, empty
from grnstudio.core.network_merge import fragment, merged
from grnstudio.errors import GRNStudioError, ModelError
from grnstudio.gui.document import Document
from grnstudio.gui.network_editing import edit_network

NETWORK = "application/x-grnstudio-network"
SHARED = "application/x-grnstudio-shared"  # ids that copies share with the network, if it has them
STEP = (24.0, 24.0)


def copied(network: Network, ids: Collection[str]) -> QMimeData:
    """Return the parts ``ids`` with all they need, as JSON and as Antimony.

    Constants that nothing else uses are copied along; species that were not chosen are shared.
    """
    from grnstudio.io import json_network, json_text

    piece = fragment(network, ids)
    data = QMimeData()
    data.setData(NETWORK, json_text.render(json_network.encode(piece)).encode())
    data.setData(SHARED, "\n".join(shared(network, piece, ids)).encode())
    data.setText(antimony.write(piece))
    return data


def shared(network: Network, piece: Network, ids: Collection[str]) -> list[str]:
    """Return what of a piece stays one: all but ``ids`` and constants only they speak of."""
    found = []
    for one in piece.parts():
        if one.id in ids:
            continue
        users = set(dependents(network, [one.id]))
        if not (isinstance(one, Parameter) and users <= set(ids)):
            found.append(one.id)
    return found


def can_paste() -> bool:
    """Whether the clipboard may hold parts of a network."""
    data = contents()
    return data.hasFormat(NETWORK) or data.hasText()


def pasted(document: Document, at: Place | None = None) -> tuple[str, ...]:
    """Add what is on the clipboard to the document's network; return the ids of what came.

    It is drawn around ``at``, else a little beside where it was. Raises `ModelError`.
    """
    data = contents()
    piece = _piece(data)
    names = bytes(data.data(SHARED).data()).decode().split("\n")
    return add_piece(document, piece, names, at, "Paste")


def duplicated(document: Document, network: Network, ids: Collection[str]) -> tuple[str, ...]:
    """Add the parts ``ids`` of the document's network once more; return the ids of the twins."""
    piece = fragment(network, ids)
    return add_piece(document, piece, shared(network, piece, ids), None, "Duplicate", network)


def add_piece(
    document: Document,
    piece: Network,
    same: Collection[str],
    at: Place | None,
    verb: str,
    network: Network | None = None,
) -> tuple[str, ...]:
    """Bring a piece into the document's network in one step; return the ids of what came."""
    network = network or document.project.design.network or empty()
    known = {one.id: type(one) for one in network.parts()}
    same = [one.id for one in piece.parts() if one.id in same and known.get(one.id) is type(one)]
    piece = replace(piece, drawing=_shifted(piece.drawing, same, at))
    found = merged(network, piece, same)
    came = tuple(found.names[one.id] for one in piece.parts() if one.id not in same)
    if not came:
        return ()
    told = came[0] if len(came) == 1 else f"{len(came)} parts"
    edit_network(document, f"{verb} {told}", found.network)
    return came


def contents() -> QMimeData:
    """Return what is on the clipboard, if only nothing."""
    return QGuiApplication.clipboard().mimeData() or QMimeData()  # some platforms give none


def _piece(data: QMimeData) -> Network:
    from grnstudio.io import json_network, json_text

    where = "The clipboard"
    try:
        if data.hasFormat(NETWORK):
            text = bytes(data.data(NETWORK).data()).decode()
            return json_network.decode(json_text.parse(text, where), where)[0]
        piece = antimony.parse(data.text())
    except GRNStudioError as error:
        raise ModelError(
            "What is on the clipboard is no part of a network. Copy parts of one, or a few lines "
            "of Antimony."
        ) from error
    if not any(True for _ in piece.parts()):
        raise ModelError("There is nothing of a network on the clipboard to paste.")
    return piece


def _shifted(drawing: Drawing, same: Collection[str], at: Place | None) -> Drawing:
    """Return the places of what comes in, around ``at`` or a step beside where they were."""
    return Drawing(_moved(drawing.reactions, same, at), _moved(drawing.regulation, same, at))


def _moved(
    places: Mapping[str, Place], same: Collection[str], at: Place | None
) -> dict[str, Place]:
    own = {name: place for name, place in places.items() if name not in same}
    if not own:
        return {}
    step = STEP
    if at is not None:
        middles = [(min(each) + max(each)) / 2 for each in zip(*own.values(), strict=True)]
        step = (at[0] - middles[0], at[1] - middles[1])
    return {name: (x + step[0], y + step[1]) for name, (x, y) in own.items()}
