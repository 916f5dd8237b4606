"""The style sheet of all widgets, from a theme's tokens. Pages add what is theirs alone.

Widgets ask for a look by property: ``primary`` and ``quiet`` on buttons, ``problem`` on fields;
or by object name, such as ``secondary`` on labels.
"""

from __future__ import annotations

from PySide6.QtGui import QColor

from grnstudio import paths
from grnstudio.gui.theme import Tokens

SMALL = 2  # px less than the body


def stylesheet(colors: Tokens, body: int) -> str:
    """Return the sheet in ``colors`` with a body text of ``body`` pixels."""
    t = colors
    hover = mixed(t.text, t.panel, 0.06)
    pressed = mixed(t.text, t.panel, 0.12)
    chosen = mixed(t.accent, t.panel, 0.16)
    parts = (
        _labels(t, body),
        _buttons(t, hover, pressed, chosen),
        _fields(t, chosen),
        _switches(t),
        _tracks(t),
        _tabs(t, hover),
        _frames(t, hover),
        _menus(t, chosen, hover),
        _tables(t, chosen, hover, body),
        _notices(t),
    )
    return "\n".join(parts)


def mixed(above: str, below: str, share: float) -> str:
    """Return the colour that ``share`` of ``above`` gives over ``below``."""
    blend = [
        round(a * share + b * (1 - share))
        for a, b in zip(_channels(above), _channels(below), strict=True)
    ]
    return QColor(*blend).name()


def _channels(color: str) -> tuple[int, int, int]:
    parts = QColor(color)
    return parts.red(), parts.green(), parts.blue()


def _picture(colors: Tokens, name: str) -> str:
    path = paths.resources() / "themes" / colors.name / f"{name}.svg"
    return f'url("{path.as_posix()}")'


def _labels(t: Tokens, body: int) -> str:
    return f"""
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line};
    padding: 4px 6px; }}
#secondary {{ color: {t.secondary}; }}
#caption {{ color: {t.secondary}; font-size: {body - SMALL}px; }}
#field-error {{ color: {t.error}; font-size: {body - SMALL}px; }}
#monospace {{ font-family: "DejaVu Sans Mono", "Menlo", "Consolas", monospace; }}
QLabel:disabled {{ color: {t.disabled}; }}
"""


def _buttons(t: Tokens, hover: str, pressed: str, chosen: str) -> str:
    primary_hover = mixed(t.text, t.accent, 0.15)
    return f"""
QPushButton {{ min-height: 26px; padding: 0 12px; border: 1px solid {t.line};
    border-radius: 6px; background: {t.raised}; color: {t.text}; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:checked {{ background: {chosen}; border-color: {t.accent}; }}
QPushButton:focus {{ border-color: {t.accent}; }}
QPushButton:disabled {{ color: {t.disabled}; background: {t.window}; }}
QPushButton[primary="true"] {{ background: {t.accent}; border-color: {t.accent};
    color: {t.on_accent}; font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: {primary_hover}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {t.text}; min-height: 24px; }}
QPushButton[primary="true"]:disabled {{ background: {t.line}; border-color: {t.line};
    color: {t.disabled}; }}
QPushButton[quiet="true"] {{ background: transparent; border-color: transparent; }}
QPushButton[quiet="true"]:hover {{ background: {hover}; }}
QPushButton[quiet="true"]:focus {{ border-color: {t.accent}; }}
QPushButton::menu-indicator {{ image: {_picture(t, "chevron-down")}; width: 12px;
    height: 12px; subcontrol-position: right center; right: 6px; }}
QToolButton {{ min-height: 20px; padding: 3px; border: 1px solid transparent;
    border-radius: 6px; background: transparent; color: {t.text}; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed {{ background: {pressed}; }}
QToolButton:checked {{ background: {chosen}; }}
QToolButton:focus {{ border-color: {t.accent}; }}
QToolButton:disabled {{ color: {t.disabled}; }}
QToolButton[popupMode="1"] {{ padding-right: 18px; }}
QToolButton[popupMode="2"] {{ padding-right: 16px; }}
QToolButton::menu-button {{ border: none; width: 16px; }}
QToolButton::menu-arrow, QToolButton::menu-indicator {{ image: {_picture(t, "chevron-down")};
    width: 12px; height: 12px; }}
QToolButton::menu-indicator {{ subcontrol-position: right center; right: 2px; }}
#fold {{ text-align: left; color: {t.secondary}; font-weight: 600; }}
#fold:checked {{ background: transparent; }}
#sign, #sign:hover {{ background: transparent; border: none; padding: 4px 0; }}
"""


def _fields(t: Tokens, chosen: str) -> str:
    boxes = "QLineEdit, QAbstractSpinBox, QComboBox"
    texts = "QPlainTextEdit, QTextEdit"
    focused = ", ".join(f"{one}:focus" for one in f"{boxes}, {texts}".split(", "))
    wrong = ", ".join(f'{one}[problem="true"]' for one in f"{boxes}, {texts}".split(", "))
    off = ", ".join(f"{one}:disabled" for one in f"{boxes}, {texts}".split(", "))
    return f"""
{boxes}, {texts} {{ background: {t.panel}; color: {t.text}; border: 1px solid {t.line};
    border-radius: 6px; selection-background-color: {t.accent};
    selection-color: {t.on_accent}; }}
{boxes} {{ min-height: 26px; padding: 0 8px; }}
QTableView QLineEdit, QTreeView QLineEdit, QListView QLineEdit {{ min-height: 0; padding: 0 3px;
    border-radius: 0; }}
{focused} {{ border-color: {t.accent}; }}
{wrong} {{ border-color: {t.error}; }}
{off} {{ color: {t.disabled}; background: {t.window}; }}
QAbstractSpinBox {{ padding-right: 2px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border;
    border: none; background: transparent; width: 20px; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-arrow {{ image: {_picture(t, "chevron-up")}; width: 11px; height: 11px; }}
QAbstractSpinBox::down-arrow {{ image: {_picture(t, "chevron-down")}; width: 11px;
    height: 11px; }}
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off {{
    image: {_picture(t, "chevron-up-disabled")}; }}
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off {{
    image: {_picture(t, "chevron-down-disabled")}; }}
QComboBox {{ padding-right: 0; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: {_picture(t, "chevron-down")}; width: 12px; height: 12px; }}
QComboBox::down-arrow:disabled {{ image: {_picture(t, "chevron-down-disabled")}; }}
QComboBox QAbstractItemView {{ background: {t.raised}; border: 1px solid {t.line};
    padding: 4px; outline: 0; selection-background-color: {chosen};
    selection-color: {t.text}; }}
QComboBox QAbstractItemView::item {{ min-height: 24px; padding: 0 6px; }}
"""


def _switches(t: Tokens) -> str:
    return f"""
QCheckBox, QRadioButton {{ spacing: 8px; color: {t.text}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.disabled}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{ width: 14px;
    height: 14px; border: 1px solid {t.secondary}; border-radius: 4px; background: {t.panel}; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {t.accent};
    width: 12px; height: 12px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.accent}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {t.accent};
    border-color: {t.accent}; image: {_picture(t, "check")}; }}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{
    background: {t.accent}; border-color: {t.accent}; image: {_picture(t, "dash")}; }}
QRadioButton::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
    image: {_picture(t, "dot")}; }}
QCheckBox::indicator:checked:focus, QRadioButton::indicator:checked:focus {{
    border: 2px solid {t.text}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
    border-color: {t.line}; background: {t.line}; }}
"""


def _tracks(t: Tokens) -> str:
    return f"""
QSlider:horizontal {{ min-height: 20px; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.line}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {t.accent}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: {t.raised}; border: 1px solid {t.secondary}; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{
    border: 2px solid {t.accent}; width: 12px; height: 12px; }}
QSlider::sub-page:horizontal:disabled {{ background: {t.disabled}; }}
QSlider::handle:horizontal:disabled {{ border-color: {t.line}; }}
QProgressBar {{ border: none; border-radius: 4px; background: {t.line}; color: transparent;
    min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ border-radius: 4px; background: {t.accent}; }}
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {mixed(t.secondary, t.panel, 0.4)}; border-radius: 3px;
    margin: 2px; }}
QScrollBar::handle:hover {{ background: {t.secondary}; }}
QScrollBar::handle:vertical {{ min-height: 24px; }}
QScrollBar::handle:horizontal {{ min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _tabs(t: Tokens, hover: str) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{ padding: 6px 12px; margin: 0 2px; color: {t.secondary};
    background: transparent; border: none; border-bottom: 2px solid transparent; }}
QTabBar::tab:hover:!selected:enabled {{ background: {hover}; color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
QTabBar::tab:selected:focus {{ background: {hover}; }}
QTabBar::tab:disabled {{ color: {t.disabled}; }}
QTabBar::close-button {{ image: {_picture(t, "close")}; }}
"""


def _frames(t: Tokens, hover: str) -> str:
    return f"""
QMainWindow, QDialog {{ background: {t.window}; }}
* {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMainWindow::separator {{ background: {t.window}; width: 4px; height: 4px; }}
QMainWindow::separator:hover {{ background: {t.accent}; }}
QDockWidget {{ color: {t.secondary}; icon-size: 16px; titlebar-close-icon: {_picture(t, "close")};
    titlebar-normal-icon: {_picture(t, "float")}; }}
QDockWidget::title {{ background: {t.window}; padding: 5px 12px 2px 12px; text-align: left;
    border-bottom: 1px solid {t.line}; }}
QDockWidget::close-button, QDockWidget::float-button {{ border: none; border-radius: 4px;
    background: transparent; padding: 0; width: 22px; height: 22px;
    subcontrol-origin: margin; subcontrol-position: center right; position: relative; }}
QDockWidget::close-button {{ right: 4px; }}
QDockWidget::float-button {{ right: 28px; }}
QDockWidget::close-button:hover, QDockWidget::float-button:hover {{ background: {hover}; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:horizontal {{ width: 1px; margin: 0 4px; }}
QSplitter::handle:vertical {{ height: 1px; margin: 4px 0; }}
QSplitter::handle:hover {{ background: {t.accent}; }}
QGroupBox {{ border: 1px solid {t.line}; border-radius: 6px; margin-top: 10px;
    padding: 12px 8px 8px 8px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 10px; padding: 0 4px;
    color: {t.secondary}; }}
QStatusBar {{ background: {t.window}; color: {t.secondary}; border-top: 1px solid {t.line}; }}
QStatusBar::item {{ border: none; }}
QToolBar {{ background: {t.window}; border: none; border-bottom: 1px solid {t.line};
    padding: 4px; spacing: 4px; }}
QToolBar::separator {{ background: {t.line}; width: 1px; margin: 4px; }}
"""


def _menus(t: Tokens, chosen: str, hover: str) -> str:
    return f"""
QMenuBar {{ background: {t.window}; color: {t.text}; border-bottom: 1px solid {t.line};
    padding: 2px 4px; }}
QMenuBar::item {{ background: transparent; padding: 4px 8px; border-radius: 4px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {hover}; }}
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 10px; border-radius: 4px; }}
QMenu::item:selected {{ background: {chosen}; }}
QMenu::item:disabled {{ color: {t.disabled}; background: transparent; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
QMenu::indicator {{ width: 14px; height: 14px; left: 6px; }}
QMenu::indicator:checked {{ image: {_picture(t, "tick")}; }}
QMenu::right-arrow {{ image: {_picture(t, "chevron-right")}; width: 12px; height: 12px;
    right: 6px; }}
"""


def _tables(t: Tokens, chosen: str, hover: str, body: int) -> str:
    return f"""
QTableView, QTreeView, QListView {{ background: {t.panel}; color: {t.text};
    alternate-background-color: {t.window}; border: 1px solid {t.line}; border-radius: 6px;
    gridline-color: {t.line}; outline: 0; selection-background-color: {chosen};
    selection-color: {t.text}; }}
QTableView::item {{ padding: 0 6px; }}
QTreeView::item, QListView::item {{ min-height: 24px; }}
QTreeView::item:hover, QListView::item:hover {{ background: {hover}; }}
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {{
    background: {chosen}; color: {t.text}; }}
QTableView::item:focus {{ border: 1px solid {t.accent}; }}
QTreeView::branch {{ background: transparent; }}
QTreeView::branch:has-children:closed {{ image: {_picture(t, "chevron-right")}; }}
QTreeView::branch:has-children:open {{ image: {_picture(t, "chevron-down")}; }}
QHeaderView {{ background: {t.window}; border: none; }}
QHeaderView::section {{ background: {t.window}; color: {t.secondary}; border: none;
    border-bottom: 1px solid {t.line}; padding: 4px 8px; font-size: {body - SMALL}px;
    font-weight: 400; }}
QTableCornerButton::section {{ background: {t.window}; border: none; }}
#palette {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 6px; }}
#palette QTreeView {{ background: {t.raised}; border: none; }}
#palette QTreeView::item {{ min-height: 28px; padding: 0 8px; }}
"""


def _notices(t: Tokens) -> str:
    kinds = {"error": t.error, "warning": t.warning, "info": t.accent, "good": t.good}
    return "\n".join(
        f'#notice[kind="{kind}"] {{ background: {mixed(color, t.panel, 0.1)};'
        f" border: none; border-left: 3px solid {color};"
        f" border-bottom: 1px solid {mixed(color, t.panel, 0.3)}; }}"
        for kind, color in kinds.items()
    )
