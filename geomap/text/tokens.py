"""Words of a text with their offsets, as names are made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S., U.A.E.
    r"|[^\W_]+(?:(?:['’‘ʿʾ`\-‑/]|(?<=[a-z])’)[^\W_]+)*[^\W_]*",
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word; `end` leaves a possessive 's out, `full_end` does not."""

    start: int
    end: int
    full_end: int
    text: str

    @property
    def possessive(self) -> bool:
        """Whether the word stands in the genitive: "Baghdad's"."""
        return self.full_end > self.end

    @property
    def is_name(self) -> bool:
        """Whether it may be part of a name: capitalised, a number, or of a script without capitals."""
        first = self.text[0]
        if first.isupper() or first.isdigit():
            return True
        if first.islower():
            # al-Asad, el-Geneina, d'Ivoire: a small article before a capital.
            head, _, rest = self.text.replace("’", "-").replace("'", "-").partition("-")
            return len(head) <= 4 and rest[:1].isupper()
        return first.isalpha()


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Give the words of ``text[start:end]`` in order."""
    tokens: list[Token] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        finish = match.end()
        if word.endswith(("'s", "’s")):
            finish -= 2
        elif (
            text[finish : finish + 1] in {"'", "’"}
            and word.endswith("s")
            and text[finish + 1 : finish + 2] == " "
        ):
            tokens.append(Token(match.start(), finish, finish + 1, word))
            continue
        tokens.append(Token(match.start(), finish, match.end(), text[match.start() : finish]))
    return tokens
