"""Names of authorities as they are compared: spacing and the width of brackets do not tell two apart."""

import re

_SPACE = re.compile(r"\s+")
_WIDTH = str.maketrans({"(": "（", ")": "）", "\u3000": ""})


def clean_name(name: str) -> str:
    """The name without spaces and with full-width brackets, as it is kept and as it is looked up."""
    return _SPACE.sub("", name).translate(_WIDTH)
