"""A mailbox to work with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kit.dovecot import Dovecot, missing
from kit.mailplace import mailplace, settings
from kit.postoffice import PASSWORD, Certificates, PostOffice, open_office
from kit.workplaces import Workplace


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Make an authority of our own, once."""
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def provider(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """Run a provider on this machine, whose password we know."""
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", PASSWORD)
    with open_office(certificates.server()) as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, provider: PostOffice, certificates: Certificates) -> Workplace:
    """Make a workspace whose mailbox is there."""
    return mailplace(tmp_path, settings(smtp=provider.port, ca_file=certificates.ca_file))


@pytest.fixture(scope="session")
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    """Start a server, once."""
    if reason := missing():
        pytest.skip(reason)
    running = Dovecot(certificates)
    running.start()
    yield running
    running.close()


@pytest.fixture
def box(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Dovecot:
    """Empty the mailbox, whose password we know."""
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", PASSWORD)
    dovecot.empty()
    return dovecot
