"""The words, signs and places of a network's text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple, NoReturn

from grnstudio.core.rate_tokens import MAX_LENGTH
from grnstudio.errors import RateSyntaxError

ARROWS = ("->", "=>")
NOTHING = "∅"
MAX_STATEMENT = 200_000
"""Words and signs of a statement."""

# What has no end goes on to the end, so that no piece of a text is looked at again and again.
_COMMENT = re.compile(r'("(?:\\.|[^"\\\n])*"?)|//[^\n]*|\#[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<space>[^\S\n]+)
    |(?P<newline>\n)
    |(?P<semicolon>;)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<quoted>`[!-_a-~]+`)
    |(?P<string>"(?:\\.|[^"\\\n])*")
    |(?P<endless>"(?:\\.|[^"\\\n])*)
    |(?P<sign>:=|->|=>|<=|>=|==|!=|&&|\|\||\*\*|.)""",
    re.VERBOSE | re.ASCII,
)
_ENDS = ("newline", "semicolon", "end")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


class AntimonySyntaxError(RateSyntaxError):
    """A network's text that cannot be read: the message shows the place and says what to do."""


class Token(NamedTuple):
    """A piece of text: ``kind`` is number, name, quoted, string, sign, or what ends a statement.

    A string that its line does not close is ``endless``.
    """

    kind: str
    text: str
    position: int


class Id(NamedTuple):
    """An id, and where it stands."""

    name: str
    position: int


class Formula(NamedTuple):
    """A formula's text, and where it begins."""

    text: str
    position: int

    def bare(self) -> Formula:
        """Return the formula without the parentheses around the whole of it."""
        if not (self.text.startswith("(") and self.text.endswith(")")):
            return self
        depth = 0
        for sign in self.text[:-1]:
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return self
        inside = self.text[1:-1]
        shift = 1 + len(inside) - len(inside.lstrip())
        return Formula(inside.strip(), self.position + shift) if inside.strip() else self


class Cursor:
    """Walks through the tokens of a text, statement by statement."""

    def __init__(self, text: str) -> None:
        self.source = text
        self._text = without_comments(text)
        self._coming = tokens(self._text)
        self._tokens = [next(self._coming)]
        self._index = 0

    @property
    def token(self) -> Token:
        """The token that is next."""
        return self.ahead(0)

    def ahead(self, count: int = 1) -> Token:
        """Return the token ``count`` places after the next one."""
        return self._at(self._index + count)

    def _at(self, index: int) -> Token:
        while index >= len(self._tokens):
            token = next(self._coming, None)
            if token is None:
                return self._tokens[-1]
            self._tokens.append(token)
        return self._tokens[index]

    def take(self) -> Token:
        """Step over the next token and return it."""
        token = self.token
        if token.kind != "end":
            self._index += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Say whether one of these signs or words is next."""
        return self.token.kind in ("sign", "name") and self.token.text in texts

    def skip(self, text: str) -> bool:
        """Step over this sign or word if it is next, and say whether it was."""
        found = self.sees(text)
        if found:
            self.take()
        return found

    def expect(self, text: str, after: str) -> Token:
        """Step over this sign or word; raises `AntimonySyntaxError` if something else is next."""
        if not self.sees(text):
            self.fail(f"After {after} there should be '{text}', not {self.shown()}.")
        return self.take()

    @property
    def is_done(self) -> bool:
        """Whether the statement ends here."""
        return self.token.kind in _ENDS

    @property
    def is_over(self) -> bool:
        """Whether the text ends here."""
        return self.token.kind == "end"

    @property
    def end(self) -> int:
        """Where the last piece of the statement before ends."""
        index = self._index - 1
        while index >= 0 and self._tokens[index].kind in _ENDS:
            index -= 1
        return self._tokens[index].position + len(self._tokens[index].text) if index >= 0 else 0

    def finish(self, what: str) -> None:
        """Step over the end of a statement; raises `AntimonySyntaxError` if more follows."""
        if not self.is_done:
            self.fail(f"{what} should end here: end the line, or write ; before {self.shown()}.")
        self.take()

    def skip_ends(self) -> None:
        """Step over ends of statements."""
        while self.is_done and not self.is_over:
            self.take()

    def to_end(self) -> list[Token]:
        """Step over the rest of the statement and return it."""
        found = []
        while not self.is_done:
            found.append(self.take())
        return found

    def rest(self) -> list[Token]:
        """Return the rest of the statement."""
        index = self._index
        while self._at(index).kind not in _ENDS:
            index += 1
            if index - self._index > MAX_STATEMENT:
                self.fail(f"This statement has more than {MAX_STATEMENT:,} words and signs.")
        return self._tokens[self._index : index]

    def first(self, count: int) -> list[Token]:
        """Return the first tokens of the rest of the statement, ``count`` at most."""
        found: list[Token] = []
        while len(found) < count and self.ahead(len(found)).kind not in _ENDS:
            found.append(self.ahead(len(found)))
        return found

    def id(self, what: str) -> Id:
        """Step over an id; ``what`` says which one is expected."""
        if self.token.kind not in ("name", "quoted"):
            self.fail(f"{what} should stand here, not {self.shown()}.")
        token = self.take()
        return Id(token.text.strip("`"), token.position)

    def string(self, what: str) -> str:
        """Step over a quoted text; ``what`` says which one is expected."""
        if self.token.kind != "string":
            self.fail(f'{what} should stand here in double quotes ("..."), not {self.shown()}.')
        return unquoted(self.take().text)

    def formula(self, what: str, stops: Collection[str] = ()) -> Formula:
        """Step over a formula that ends with the statement or before one of ``stops``."""
        start, depth = self.token, 0
        end = start.position
        while not self.is_done and not (depth == 0 and self.sees(*stops)):
            token = self.take()
            if token.position - start.position > MAX_LENGTH:
                self.fail(
                    f"{what} has more than the {MAX_LENGTH:,} characters that are read.", start
                )
            depth += (token.text == "(") - (token.text == ")" and depth > 0)
            end = token.position + len(token.text)
        text = self._text[start.position : end]
        if not text:
            self.fail(f"{what} is missing here; write a formula, such as k1*S1.", start)
        return Formula(text, start.position)

    def shown(self) -> str:
        """Return what is next in words."""
        words = {"newline": "the end of the line", "end": "the end of the text"}
        return words.get(self.token.kind, f"'{self.token.text}'")

    def fail(self, problem: str, at: Token | Id | Formula | None = None) -> NoReturn:
        """Raise `AntimonySyntaxError` at a place, by default where the cursor stands."""
        raise AntimonySyntaxError(problem, self.source, (at or self.token).position)


def without_comments(text: str) -> str:
    """Return ``text`` with spaces in the place of comments."""
    if "//" not in text and "#" not in text and "/*" not in text:
        return text
    return _COMMENT.sub(_blank, text)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where comments begin and end."""
    for found in _COMMENT.finditer(text):
        if not found[1] and _blank(found) != found[0]:
            yield found.span()


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a text that has no comments; the last one is its end."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            yield Token(match.lastgroup or "", match.group(), match.start())
    yield Token("end", "", len(text))


def quoted(text: str) -> str:
    """Return ``text`` in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for letter, meaning in _ESCAPES.items():
        escaped = escaped.replace(meaning, "\\" + letter)
    return f'"{escaped}"'


def unquoted(text: str) -> str:
    """Return what stands between double quotes."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text[1:-1])


def _blank(found: re.Match[str]) -> str:
    """Put spaces in a comment's place, so that every place keeps its position."""
    if found[0].startswith("/*") and not found[0].endswith("*/"):
        return found[0]
    return found[1] or re.sub(r"[^\n]", " ", found[0])
