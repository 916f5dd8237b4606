"""Ways to damage a file, all drawn from one seeded source."""

import re

EVIL = "__import__('os').system('touch grnstudio-was-here')"
WORDS = (
    "time",
    "pi",
    "lambda",
    "and",
    "delay",
    "rateOf",
    "piecewise",
    "__class__",
    "INF",
    "",
    EVIL,
)
NUMBERS = (
    "1e999", "-1e308", "1e-320", "0", "-0", "-1", "0.5", "NaN", "INF", "-INF", "9^9^9^9", "1e30",
    "99999999999999999999", "0x10", "1_000", "1e", ".", "9" * 400, "true", "null", "1e5", "1e12",
)  # fmt: skip
MILD = ("0", "-1", "0.5", "2", "1e5", "1e-9", "1e12", "1e200", "-0.25", "1000", "7")
SIGNS = ("+", "-", "*", "/", "^", "<", ">=", "==", "=", ":=", "->", "=>", ",", ";")
MATHS = (
    "plus", "minus", "times", "divide", "power", "exp", "ln", "lt", "geq", "and", "root", "floor",
    "factorial", "max", "quotient", "rem", "tan",
)  # fmt: skip
OPENINGS = (
    "(", "[", '{"a":', "<apply>", "<apply><minus/>", "-", "!", "<notes>", "f(", "not ", "/* ",
    '"\\', "`", "A + ",
)  # fmt: skip
LARGE = 200_000  # bytes of a file that is damaged once more
SEARCHED = 20_000  # bytes; looking for elements that nothing closes takes their square
FIGURE = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
WORD = re.compile(r"[A-Za-z_]\w*")
SIGN = re.compile(r"[-+*/^<>]|:=|==")
OPERATOR = re.compile(r"<(\w+)/>")
TOLD = re.compile(r' \w+="[^"]*"| *"\w+": [^{}\[\]\n]*,\n|[^;\n]+;')
TOKEN = re.compile(r"\w+|[^\w\s]")
LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 12)
)  # ten to the eleventh
DOCTYPES = (
    f'<!DOCTYPE sbml [<!ENTITY l0 "lol">{LAUGHS}]>',
    '<!DOCTYPE sbml [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE sbml SYSTEM "http://localhost:9/sbml.dtd">',
)


def mutated(data, source, others=()):
    """Return ``data`` damaged in one to four ways; ``others`` are files to take pieces from.

    Half of the files get through as a rule: their numbers, names and signs are other ones.
    """
    ways = source.choice((MUTATORS, GENTLE))
    for _ in range(source.choice((1, 1, 1, 2, 2, 3, 4))):
        if len(data) <= LARGE:  # damage of damage would fill any memory
            data = source.choice(ways)(data, source, others)
    return data


def flipped(data, source, others):
    """Flip single bits."""
    changed = bytearray(data)
    for _ in range(source.choice((1, 1, 3, 20))):
        if changed:
            changed[source.randrange(len(changed))] ^= 1 << source.randrange(8)
    return bytes(changed)


def truncated(data, source, others):
    """Cut the end, or the beginning, off."""
    cut = source.randrange(len(data) + 1)
    return data[:cut] if source.random() < 0.8 else data[cut:]


def without(data, source, others):
    """Leave a stretch out."""
    start, stop = stretch(data, source)
    return data[:start] + data[stop:]


def crossed(data, source, others):
    """Put a stretch of another file, or of this one, anywhere."""
    other = source.choice(others) if others else data
    start, stop = stretch(other, source)
    place = source.randrange(len(data) + 1)
    return data[:place] + other[start:stop] + data[place:]


def repeated_lines(data, source, others):
    """Repeat some lines, or leave them out."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    start = source.randrange(len(lines))
    stop = start + source.choice((1, 1, 2, 5, 30))
    times = source.choice((0, 2, 2, 3, 1000))
    return b"".join(lines[:start] + lines[start:stop] * times + lines[stop:])


def repeated_element(data, source, others):
    """Put a whole element, object or statement in twice, or elsewhere."""
    pattern = source.choice((rb"<(\w+)\b[^>]*>.*?</\1>", rb"\{[^{}]*\}", rb"[^;\n]+;"))
    begin = source.randrange(len(data)) if len(data) > SEARCHED else 0
    near = re.compile(pattern, re.DOTALL).finditer(data, begin, begin + SEARCHED)
    found = [match.span() for match in near]
    if not found:
        return data
    start, stop = source.choice(found)
    place = source.choice((start, stop, source.choice(found)[0]))
    return data[:place] + data[start:stop] + data[place:]


def swapped(data, source, others):
    """Exchange two words or signs."""
    found = list(TOKEN.finditer(text_of(data)))
    if len(found) < 2:
        return data
    one, other = sorted(source.sample(found, 2), key=lambda match: match.start())
    text = one.string
    middle = text[one.end() : other.start()]
    return bytes_of(text[: one.start()] + other[0] + middle + one[0] + text[other.end() :])


def blown_up(data, source, others):
    """Put an extreme number in a number's place."""
    return replaced(data, source, FIGURE, source.choice(NUMBERS))


def renamed(data, source, others):
    """Put a word that means something, or an endless one, in a name's place."""
    length = source.choice((100, 10_000, 100_000, 1_000_000))
    word = "A" * length if source.random() < 0.2 else source.choice(WORDS)
    return replaced(data, source, WORD, word)


def exchanged(data, source, others):
    """Put a name of the file in another's place."""
    found = WORD.findall(text_of(data))
    return replaced(data, source, WORD, source.choice(found)) if found else data


def renumbered(data, source, others):
    """Put another number in a number's place."""
    return replaced(data, source, FIGURE, source.choice(MILD))


def resigned(data, source, others):
    """Put another sign, or another element of MathML, in a sign's place."""
    if b"<math" in data:
        match = source.choice(list(OPERATOR.finditer(text_of(data))) or [None])
        if match is not None:
            start, stop = match.span(1)
            text = match.string
            return bytes_of(text[:start] + source.choice(MATHS) + text[stop:])
    return replaced(data, source, SIGN, source.choice(SIGNS))


def untold(data, source, others):
    """Leave an attribute, a member or a statement out."""
    return replaced(data, source, TOLD, "")


def nested(data, source, others):
    """Open parentheses, lists or elements, and close them or not."""
    count = source.choice((2, 50, 300, 5_000, 5_000, 100_000, 1_000_000))
    opening = source.choice(OPENINGS)
    closing = {"(": ")", "[": "]", '{"a":': "1}", "<": "</apply>", "f": ")"}
    text = opening * count
    if source.random() < 0.5:
        text += "1" + closing.get(opening, closing.get(opening[0], "")) * count
    place = source.choice([match.start() for match in FIGURE.finditer(text_of(data))] or [0])
    return inserted(data, place, text)


def entities(data, source, others):
    """Declare entities without end, or files and addresses, and call them."""
    text = text_of(data)
    start = max(0, text.find("?>") + 2)
    if (place := text.find("</", start)) > 0 and source.random() < 0.8:
        text = text[:place] + "&l11;" + text[place:]
    return bytes_of(text[:start] + source.choice(DOCTYPES) + text[start:])


def no_text(data, source, others):
    """Put bytes in that are no UTF-8, or mean something to programs that read text."""
    piece = source.choice((b"\xc3", b"\xff\xfe", b"\xed\xa0\x80", b"\x00", b"\xef\xbb\xbf", b"\r",
                           b"\xf4\x90\x80\x80", "é".encode(), "\u202e".encode(), b"\x1b[2J",
                           "\u2028".encode(), "٣".encode(), "ﬁ".encode()))  # fmt: skip
    place = source.randrange(len(data) + 1)
    return data[:place] + piece + data[place:]


def recoded(data, source, others):
    """Save the text in another encoding, or say that it was."""
    text = text_of(data)
    how = source.choice(("utf-16", "utf-32", "latin-1", "crlf", "said", "cr"))
    if how == "crlf":
        return bytes_of(text.replace("\n", "\r\n"))
    if how == "cr":
        return bytes_of(text.replace("\n", "\r"))
    if how == "said":
        return bytes_of(text.replace("UTF-8", source.choice(("UTF-16", "utf-7", "x" * 999))))
    return text.encode(how, "replace")


def hostile(data, source, others):
    """Put Python, a path or an option of the shell anywhere, or in a name's place."""
    word = source.choice((EVIL, "../../../../etc/passwd", "$(reboot)", "%n%n%n", "'; --", "{0.x}"))
    if source.random() < 0.5:
        return replaced(data, source, WORD, word)
    return inserted(data, source.randrange(len(text_of(data)) + 1), word)


MUTATORS = (
    flipped, truncated, without, crossed, repeated_lines, repeated_element, swapped, blown_up,
    blown_up, blown_up, renamed, exchanged, exchanged, nested, entities, no_text, recoded, hostile,
)  # fmt: skip
GENTLE = (
    renumbered, renumbered, renumbered, exchanged, exchanged, swapped, resigned, untold, blown_up,
    repeated_element,
)  # fmt: skip


def stretch(data, source):
    """Return the ends of a stretch of ``data``."""
    start = source.randrange(len(data) + 1)
    return start, min(len(data), start + source.choice((1, 2, 8, 60, 600)))


def replaced(data, source, pattern, piece):
    """Put ``piece`` in the place of something that fits ``pattern``."""
    found = list(pattern.finditer(text_of(data)))
    if not found:
        return data
    match = source.choice(found)
    return bytes_of(match.string[: match.start()] + piece + match.string[match.end() :])


def inserted(data, place, piece):
    """Put ``piece`` at a place of the text."""
    text = text_of(data)
    return bytes_of(text[:place] + piece + text[place:])


def text_of(data):
    """Return bytes as text, whatever they are."""
    return data.decode("utf-8", "surrogateescape")


def bytes_of(text):
    """Return the bytes of such text."""
    return text.encode("utf-8", "surrogateescape")
