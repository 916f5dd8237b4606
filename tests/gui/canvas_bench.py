"""A canvas in the hands of a user: mouse and keyboard, and what there is to see."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from grnstudio.core import antimony
from grnstudio.gui.document import Document
from grnstudio.gui.editors.network_canvas import NetworkCanvas
from grnstudio.gui.large_layout import LargeLayout
from grnstudio.gui.selection import Selection
from grnstudio.project import Design, Project

LEFT = Qt.MouseButton.LeftButton
TOY = """
model toy()
  species A, B
  J1: A => B; mass_action(k)
  J2: => A; mass_action(v)
  A = 3; k = 1; v = 2
end
"""


class Bench:
    """A canvas, and what a user does to it with mouse and keyboard."""

    def __init__(self, qtbot, text="", network=None):
        network = antimony.parse(text) if text else network
        design = Design(network=network)
        self.document, self.selection = Document(Project(design=design)), Selection()
        self.canvas = NetworkCanvas(self.document, self.selection, wait_with=LargeLayout)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(800, 600)
        with qtbot.waitExposed(self.canvas):
            self.canvas.show()
        self.refused = []
        self.canvas.refused.connect(self.refused.append)

    @property
    def view(self):
        return self.canvas.view

    @property
    def network(self):
        return self.document.project.design.network

    def spot(self, where):
        """Return the place of a part, or of a point of the view, on the viewport."""
        if isinstance(where, tuple):
            return QPoint(*where)
        return self.view.mapFromScene(self.view.shown.parts[where].pos())

    def do(self, key):
        self.canvas.commands()[key]()

    def click(self, where, keys=Qt.KeyboardModifier.NoModifier):
        QTest.mouseClick(self.view.viewport(), LEFT, keys, self.spot(where))

    def double_click(self, where):
        QTest.mouseDClick(
            self.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, self.spot(where)
        )

    def drag(self, start, end):
        port, a, b = self.view.viewport(), self.spot(start), self.spot(end)
        QTest.mousePress(port, LEFT, Qt.KeyboardModifier.NoModifier, a)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, a + (b - a) * share)
        QTest.mouseRelease(port, LEFT, Qt.KeyboardModifier.NoModifier, b)

    def pick(self, words):
        """Choose an entry of the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(one for one in menu.actions() if words in one.text())
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())

    def undo(self):
        self.document.undo_stack.undo()
