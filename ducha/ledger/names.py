"""What a unit is called: its name and aliases, a county's government, its mail addresses."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from ducha.cells import squeeze

_GOVERNMENTS = ("人民政府", "政府", "管理委员会", "管委会")
_SHORTEST = 2
_CITY = re.compile(r"(\S{1,8}?市)(?:人民政府|政府|委|人大|政协)")
_OF_THE_CITY = "市"


def city_of(issuer: str) -> str:
    """The city in the name of its government, 开封市 in 开封市人民政府办公室; blank without one."""
    match = _CITY.match(squeeze(issuer))
    return match[1] if match else ""


def _official_names(county: str) -> Iterator[str]:
    """杞县人民政府 and 杞县政府 for 杞县, and the other way round (R6.341)."""
    plain = county
    for ending in _GOVERNMENTS:
        plain = plain.removesuffix(ending)
    if len(plain) >= _SHORTEST:
        yield from (plain, *(f"{plain}{ending}" for ending in _GOVERNMENTS))


def owners(
    called: Iterable[tuple[str, str]], counties: Container[str], city: str = ""
) -> dict[str, str]:
    """Every name, without white space, to the own name of the unit that bears it.

    Where two units clash the first keeps the name. The government of a county answers for it,
    unless somebody else is called so, and so does who is named with the city before it
    (R6.340, R6.341, R6.451).

    Args:
        called: A name of a unit, and that unit's own; its own name comes first.
        counties: Own names of the counties.
        city: The city's own name, blank where it is not known.
    """
    names: dict[str, str] = {}
    for name, own in called:
        if plain := squeeze(name):
            names.setdefault(plain, own)
    for name, own in [pair for pair in names.items() if pair[1] in counties]:
        for official in _official_names(name):
            names.setdefault(official, own)
    for name, own in list(names.items()) if city else ():
        if own in counties or name.startswith(_OF_THE_CITY):
            names.setdefault(city + name.removeprefix(_OF_THE_CITY), own)
    return names


def same_mail(mail: str) -> str:
    """A mail address for comparing: capitals do not matter, letters of another script do.

    Lower case alone would make a plain k of the sign for kelvin.
    """
    return mail.lower() if mail.isascii() else mail
