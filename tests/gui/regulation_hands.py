"""What a user does with the mouse on the regulation view, for the tests of it."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from grnstudio.core import antimony
from grnstudio.gui.document import Document
from grnstudio.gui.editors.regulation_view import RegulationView
from grnstudio.gui.selection import Selection

LEFT = Qt.MouseButton.LeftButton
SPOTS = ((300, 150), (600, 150), (450, 420))


class Hands:
    """What a user does with the mouse on the regulation view, and what comes of it."""

    def __init__(self, qtbot, network=None):
        self.document, self.selection = Document(), Selection()
        if network is not None:
            design = self.document.project.design
            self.document.new(
                replace(self.document.project, design=replace(design, network=network))
            )
        self.view = RegulationView(self.document, self.selection)
        qtbot.addWidget(self.view)
        self.view.resize(900, 600)
        self.view.show()
        self.refusals = []
        self.view.refused.connect(self.refusals.append)

    @property
    def network(self):
        return self.document.project.design.network

    @property
    def links(self):
        return {(o.source, o.target): o.sign for o in self.view.genes.shown.links}

    def put_genes(self, *spots):
        self.view.use("species")
        for spot in spots:
            QTest.mouseClick(self.view.viewport(), LEFT, pos=QPoint(*spot))

    def spot(self, name):
        link = self.view.genes.link(name)
        if link is None:
            return self.view.mapFromScene(self.view.shown.parts[name].pos())
        return self.view.mapFromScene(self.view.genes.links[link.source, link.target].middle)

    def drag(self, start, end, keys=Qt.KeyboardModifier.NoModifier):
        port = self.view.viewport()
        QTest.mousePress(port, LEFT, keys, start)
        QTest.mouseMove(port, (start + end) / 2)
        QTest.mouseMove(port, end)
        QTest.mouseRelease(port, LEFT, keys, end)

    def link(self, source, target, keys=Qt.KeyboardModifier.NoModifier):
        self.view.use("select")
        self.view.use("regulation")
        self.view.turn(False)
        self.drag(self.spot(source), self.spot(target), keys)

    def menu(self, name="", at=(0.0, 0.0)):
        hit = self.view.shown.hit_of(name)
        return {one.text().split("\t")[0]: one for one in _all(self.view.menu_for(hit, at))}

    def double_click(self, name):
        self.view.use("select")
        QTest.mouseDClick(self.view.viewport(), LEFT, pos=self.spot(name))


def _all(menu):
    for one in menu.actions():
        yield one
        if one.menu():
            yield from one.menu().actions()


def read(text):
    return antimony.read(f"model m()\n{text}\nend")[0]


def drawn_ring(qtbot):
    """Three genes that repress each other in a ring, drawn with the mouse alone."""
    hands = Hands(qtbot)
    hands.put_genes(*SPOTS)
    hands.view.use("regulation")
    QTest.mouseClick(hands.view.signs.represses, LEFT)
    for source, target in (("A", "B"), ("B", "C"), ("C", "A")):
        hands.drag(hands.spot(source), hands.spot(target))
    return hands
