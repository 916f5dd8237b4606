"""What the pages' own widgets look like, beyond the theme's general sheet."""

from __future__ import annotations

from grnstudio import paths
from grnstudio.gui.stylesheet import mixed
from grnstudio.gui.theme import Tokens, tokens


def page_style() -> str:
    """Return the style sheet of cards, steps, columns and headings in the colours in force."""
    t = tokens()
    arrows = (paths.resources() / "themes" / t.name).as_posix()
    return f"\n{_columns(t, arrows)}{_cards(t)}{_links_and_steps(t)}"


def _columns(t: Tokens, arrows: str) -> str:
    return f"""\
#page-title {{ font-size: 15px; font-weight: 600; color: {t.text}; }}
#section {{ font-weight: 600; color: {t.text}; }}
#secondary {{ color: {t.secondary}; }}
QSplitter::handle:vertical {{ background: transparent; margin: 0; height: 9px;
    border-top: 1px solid {t.line}; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ subcontrol-origin: border;
    subcontrol-position: top center; width: 10px; height: 10px; }}
QHeaderView::up-arrow {{ image: url("{arrows}/chevron-up.svg"); }}
QHeaderView::down-arrow {{ image: url("{arrows}/chevron-down.svg"); }}
#text-problem {{ background: {mixed(t.warning, t.panel, 0.10)}; border: none;
    border-left: 3px solid {t.warning}; border-radius: 3px; }}
#text-problem:focus {{ border-left-color: {t.accent}; }}
#text-problem QLabel {{ background: transparent; }}
#line-list {{ border: none; padding: 4px 8px; background: {t.window}; }}
#verdict {{ font-weight: 600; }}
#verdict[tone="good"] {{ color: {t.good}; }}
#verdict[tone="warning"] {{ color: {t.warning}; }}
#verdict[tone="error"] {{ color: {t.error}; }}
#reason {{ color: {t.warning}; }}
#column {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: 6px; }}
#canvas-bar {{ background: transparent; border: none; padding: 0; spacing: 1px; }}
#canvas-bar QToolButton {{ min-height: 18px; padding: 3px; }}
#canvas-bar QToolButton[popupMode="2"] {{ padding-right: 13px; }}
#canvas-bar::separator {{ width: 1px; margin: 3px 4px; background: {t.line}; }}
QToolBarExtension {{ image: url("{arrows}/chevron-down.svg"); min-width: 18px; }}
"""


def _cards(t: Tokens) -> str:
    return f"""\
#offer, #question {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 6px; }}
QPushButton#card {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 6px;
    text-align: left; padding: 0; }}
QPushButton#card:hover, QPushButton#card:focus {{ border-color: {t.accent}; }}
QPushButton#file {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 0; }}
QPushButton#file:hover, QPushButton#file:focus {{ background: {t.raised};
    border-color: {t.accent}; }}
#card QLabel {{ background: transparent; }}
#card-title {{ font-weight: 600; color: {t.text}; background: transparent; }}
#card-text {{ color: {t.secondary}; background: transparent; }}
#card-small {{ color: {t.secondary}; font-size: 11px; background: transparent; }}
"""


def _links_and_steps(t: Tokens) -> str:
    return f"""\
QPushButton#link {{ color: {t.accent}; background: transparent; border: none; padding: 2px 0;
    text-align: left; }}
QPushButton#link:hover, QPushButton#link:focus {{ text-decoration: underline; }}
QPushButton#step {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 0 10px; min-height: 24px; color: {t.secondary}; }}
QPushButton#step:hover:enabled {{ border-color: {t.line}; }}
QPushButton#step:focus {{ border-color: {t.accent}; }}
QPushButton#step:checked {{ background: {t.raised}; border-color: {t.line}; color: {t.accent}; }}
QPushButton#step[short="true"] {{ padding: 0 4px; }}
QPushButton#step:disabled {{ color: {t.disabled}; }}
"""
