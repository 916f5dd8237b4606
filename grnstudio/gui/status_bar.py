"""The line at the bottom: what is open, what it would be trained with, and where."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from grnstudio import gpu_pack

SAY_MS = 8_000
WHERE = "Where networks are trained."


class StatusBar(QStatusBar):
    """Unsaved dot, file name, problems, seed and device."""

    problems_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 12, 0)
        self.file = _label("File", "The open project; a dot marks unsaved changes")
        self.seed = _label("Seed", "The seed of the next training; set it under Settings")
        self.device = _label("Device", WHERE)
        self.problems = QPushButton(flat=True)
        self.problems.setObjectName("link")
        self.problems.setAccessibleName("Number of problems")
        self.problems.clicked.connect(self.problems_wanted)
        for part in (self.file, self.problems, self.seed, self.device):
            self.addPermanentWidget(part)
        self.show_device("")

    def say(self, text: str) -> None:
        """Show a passing remark."""
        self.showMessage(text, SAY_MS)

    def show_file(self, name: str, modified: bool) -> None:
        """Name the open file."""
        self.file.setText(f"● {name}" if modified else name)
        self.file.setAccessibleDescription("unsaved changes" if modified else "saved")

    def show_problems(self, count: int) -> None:
        """Count what keeps the network from being simulated and the design from being trained."""
        self.problems.setVisible(count > 0)
        self.problems.setText("1 problem" if count == 1 else f"{count} problems")
        self.problems.setToolTip(
            "Show what keeps the network from being simulated, or the design from being trained"
        )

    def show_seed(self, seed: int, of: str = "training") -> None:
        """Name the seed of the next training or simulation."""
        self.seed.setText(f"seed {seed}")
        self.seed.setToolTip(f"The seed of the next {of}; set it under Settings")

    def show_device(self, name: str) -> None:
        """Name the device; empty until the worker has said."""
        self.device.setText(name or "device: asking…")
        self.device.setToolTip(" ".join([WHERE, *gpu_pack.report()]))


def _label(name: str, tip: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setToolTip(tip)
    return label
