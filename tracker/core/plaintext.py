"""Text from users is hostile until it has been through `visible`, on the way in and out."""

import re

# Cc and Cf drive terminals and hide or reorder text, Zl and Zp break a record in two, and a
# lone surrogate (Cs) can't be written in any encoding; U+FFFE and U+FFFF not in XML. As of
# Unicode 16, and written out: what a page shows must not depend on the Python that prints it.
_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if char in _NAMED:
        return _NAMED[char]
    code = ord(char)
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def visible(text: str) -> str:
    """The same text with every control, format, bidi and zero-width character shown as an escape.

    Doing it twice changes nothing, so that text may pass here on its way into the ledger and
    again on its way out.
    """
    # What Python calls printable is none of the hidden, in any version of Unicode.
    if text.isprintable():
        return text
    return re.sub(_HIDDEN, _escape, text)


# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), in the width
# of Chinese too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_FORMULA_OR_QUOTE = ("'", "\t", "\r", "\n")


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that looks like it, or begins with an
    apostrophe itself, gets an apostrophe put before it.
    """
    if text.lstrip().startswith(_FORMULA) or text.lstrip(" ").startswith(_FORMULA_OR_QUOTE):
        return f"'{text}"
    return text


def restored(text: str) -> str:
    """A text as it was before `neutral`; an apostrophe that is not from there stays."""
    return text[1:] if text.startswith("'") and neutral(text[1:]) == text else text
