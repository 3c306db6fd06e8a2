"""Who holds data about people is asked, waited for, and explained."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest

from ops.commands.audit_log import LOGGING
from ops.people import OTHERS
from services.directory.personal_data.model import CHANNEL_PROCESS, PROCESSES
from shared.events.catalogue.page import consumers
from shared.events.catalogue.subscriptions import Subscription
from shared.events.people import PersonErased
from shared.i18n import LOCALES
from shared.personal_data import Holding
from tests.contract.catalogues import entries
from tests.contract.test_no_inline_chinese import ROOT

#: Made for the export by the directory itself.
COMPUTED = {("directory", "contacts"), ("directory", "audit_log"), ("directory", "acted")}


def held() -> Iterator[tuple[str, Holding]]:
    for process in OTHERS:
        module = "bots.personal_data" if process == "bots" else f"services.{process}.personal_data"
        yield from ((process, holding) for holding in importlib.import_module(module).HELD)
    own = importlib.import_module("services.directory.personal_data.repository").HELD
    yield from (("directory", holding) for holding in own)


def test_everybody_who_hears_of_an_erasure_is_waited_for(declared: list[Subscription]) -> None:
    hearing = {each.process for each in declared if each.takes("directory.events", PersonErased.type)}
    assert hearing == {*PROCESSES, CHANNEL_PROCESS}
    assert consumers(PersonErased, declared)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_holding_is_explained_and_no_other(locale: str) -> None:
    explained = {key for key in entries("ops", locale) if key.startswith("held-") and key.count("-") > 1}
    named = {f"held-{process}-{holding.name}" for process, holding in held()}
    assert explained == named | {f"held-{process}-{name}" for process, name in COMPUTED}


def test_the_page_about_personal_data_names_every_collection() -> None:
    page = (ROOT / "docs/personal-data.md").read_text(encoding="utf-8")
    collections = {holding.collection for _, holding in held()}
    assert {name for name in collections if f"`{name}`" not in page} == set()


def test_the_services_that_keep_an_audit_log_are_those_that_are_verified() -> None:
    keeping = {
        path.parent.name for path in ROOT.glob("services/*/service.py") if "AuditEntrypoints" in path.read_text()
    }
    assert keeping == set(LOGGING)
