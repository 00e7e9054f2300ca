"""What whoever picks up the project relies on: one version, and a pin for every package."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def listed(name: str) -> list[Requirement]:
    """The lines of a list of packages."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def pins() -> dict[str, str]:
    """Each package of constraints.txt with its version."""
    found: dict[str, str] = {}
    for one in listed("constraints.txt"):
        (pin,) = one.specifier
        assert (pin.operator, one.marker) == ("==", None), one
        assert canonicalize_name(one.name) not in found, one
        found[canonicalize_name(one.name)] = pin.version
    return found


def needed(wanted: list[Requirement], surroundings: dict[str, str]) -> set[str]:
    """Names of all packages that these bring in such surroundings."""
    seen: set[tuple[str, str]] = set()
    waiting = [(one, "") for one in wanted]
    while waiting:
        one, extra = waiting.pop()
        name = canonicalize_name(one.name)
        if one.marker and not one.marker.evaluate({**surroundings, "extra": extra}):
            continue
        for part in {"", *one.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, part))
            waiting += [(Requirement(line), part) for line in _requires(name)]
    return {name for name, _ in seen}


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # only other systems need it
        return []


@pytest.mark.parametrize("system", SYSTEMS, ids=("Linux", "Windows"))
@pytest.mark.parametrize("python", PYTHONS)
def test_every_package_has_its_version(system: dict[str, str], python: str) -> None:
    """Whatever requirements.txt and requirements-dev.txt bring, here and on Windows."""
    surroundings = {**system, "python_version": python, "python_full_version": f"{python}.0"}
    wanted = [*listed("requirements.txt"), *listed("requirements-dev.txt")]
    found = needed(wanted, surroundings)
    assert {"pandas", "numpy", "lxml", "hypothesis"} <= found
    assert ("colorama" in found) == (system["sys_platform"] == "win32")
    assert found - pins().keys() == set()


def test_the_versions_are_such_as_are_asked_for() -> None:
    """A pin below a bound would let nobody install."""
    chosen = pins()
    for one in (*listed("requirements.txt"), *listed("requirements-dev.txt")):
        assert chosen[canonicalize_name(one.name)] in one.specifier, one


def test_the_oldest_python_can_have_them_all() -> None:
    """Debian 12 has 3.11.2, and a package that asks for 3.11.5 could not be installed there."""
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert oldest["project"]["requires-python"] == ">=3.11"
    asked = {
        name: metadata(name).get("Requires-Python", "")
        for name, pin in pins().items()
        if _is_installed(name, pin)
    }
    assert {"numpy", "pandas"} <= asked.keys()
    assert [name for name, bound in asked.items() if "3.11.0" not in SpecifierSet(bound)] == []


def _is_installed(name: str, pin: str) -> bool:
    try:
        return version(name) == pin
    except PackageNotFoundError:
        return False


def test_nothing_of_the_project_is_said_twice() -> None:
    """Version and packages stand where they are used, and pyproject.toml asks there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version", "dependencies", "optional-dependencies"]
    assert project["tool"]["setuptools"]["dynamic"] == {
        "version": {"attr": "ducha.version.VERSION"},
        "dependencies": {"file": ["requirements.txt"]},
        "optional-dependencies": {"dev": {"file": ["requirements-dev.txt"]}},
    }


def test_every_command_of_the_readme_and_the_manual_takes_the_pinned_versions() -> None:
    """So that whoever follows them gets the bytes that were checked."""
    for page in ("README.md", "docs/使用手册.md", ".ci/run", ".github/workflows/tests.yml"):
        text = (ROOT / page).read_text(encoding="utf-8")
        commands = re.findall(r'pip"? (?:install|download)[^`\n;&]*', text)
        assert commands, page
        assert [one for one in commands if "-c constraints.txt" not in one] == [], page
