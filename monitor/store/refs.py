"""Short names that people can say on the phone: 7Q2K. No I, L, O or U; never digits alone."""

from collections.abc import Callable
from hashlib import blake2b

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")


def make_ref(seed: str, taken: Callable[[str], bool]) -> str:
    """A name of four characters for `seed`, always the same; longer where `taken` says that another has it."""
    number = int.from_bytes(blake2b(seed.encode(), digest_size=16).digest(), "big")
    letters = ""
    while len(letters) < 4 or letters.isdigit() or taken(letters):
        number, last = divmod(number, len(_LETTERS))
        letters += _LETTERS[last]
    return letters


def read_ref(text: str) -> str:
    """The name as it is stored, from what a person typed: any case, letters mistaken for digits, a `#` before it."""
    return text.strip().lstrip("#").upper().translate(_MISREAD)
