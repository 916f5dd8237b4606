"""Numbers as a network's text has them: plain, or times or over a compartment."""

from __future__ import annotations

import math
import re

_NUMBER = r"[+-]?\s*(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|INF|infinity|nan|NaN|notanumber)"
PLAIN = re.compile(_NUMBER)
SCALED = re.compile(rf"({_NUMBER})\s*([*/])\s*`?(\w+)`?")


def as_number(text: str) -> float:
    """Return the number that a text which is one stands for; there is one NaN."""
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text.lstrip("+"))
    text = text.strip()
    number = float(sign + {"infinity": "inf", "notanumber": "nan"}.get(text, text))
    return math.nan if math.isnan(number) else number
