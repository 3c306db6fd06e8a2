"""The pages on which policies are listed and changed. A change is saved only once its effect on the last month (or
quarter, or year) was shown: ``seen`` of the form tells of what."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import FastAPI, Request
from pydantic import ValidationError
from starlette.responses import Response

from services.console.access import Officer
from services.console.guard import paper
from services.console.permissions import page
from services.console.planning.base import unanswered
from services.console.planning.typed import Typed, Wrong
from services.console.refused import Refused
from services.console.rules import forms
from services.console.rules.answers import Effect, is_same
from services.console.rules.asking import Policies
from services.console.rules.base import NOT_ALLOWED, RuleBase, at_fault, back
from services.console.rules.shown import effect_lines, shown
from services.console.texts import sayer
from services.console.units import NoSuchUnit
from shared.access.permission import At
from shared.aio.errors import RpcError
from shared.events.policies import Policy, SetPolicy

#: Of the units that a change is shown for: a district has more, those that are judged otherwise come first.
UNITS_SHOWN = 200
_FIELDS = {"needs-a-filter": "study_kinds", "not-a-share": "threshold"}


class PolicyRoutes(RuleBase):
    """A part of ``Routes``."""

    def add_policies_to(self, app: FastAPI) -> None:
        app.add_api_route("/policies", self.policies)
        app.add_api_route("/policies/new", self.new_policy)
        app.add_api_route("/policies/{policy_id}", self.edit_policy)
        app.add_api_route("/policies/{policy_id}", self.change_policy, methods=["POST"])

    @page(At("see-figures"), turn_away="_to_the_login")
    async def policies(self, request: Request, officer: Officer) -> Response:
        """``?unit=/d/s``; without it, what is asked of the officer's own unit and those below it."""
        found = await self._policies(officer, self._seen_path(request, officer))
        locale = self._locale(request, officer)
        return self._pages.page(
            "policies.html",
            locale,
            officer=officer,
            found=found,
            who=await self._names(each.changed_by for each in (*found.asked, *found.others)),
            done=sayer(locale)("done-policy") if request.query_params.get("done") == "policy" else None,
            **shown(locale),
        )

    @page(At("administer"), turn_away="_to_the_login")
    async def new_policy(self, request: Request, officer: Officer) -> Response:
        """An empty form, with the id that the policy is going to have."""
        found = await self._policies(officer, self._seen_path(request, officer), to_change=True)
        return self._policy_form(request, officer, found, f"own-{uuid.uuid4().hex[:12]}", forms.blank())

    @page(At("administer"), turn_away="_to_the_login")
    async def edit_policy(self, request: Request, officer: Officer, policy_id: str) -> Response:
        """The form; with ``?from=shipped`` filled in with what is shipped."""
        found = await self._policies(officer, self._seen_path(request, officer), to_change=True)
        known = found.known(policy_id)
        if known is None:
            raise Refused(404, "fault-no-such-page")
        shipped = known.shipped if request.query_params.get("from") == "shipped" else None
        typed = forms.of_policy(shipped or known.policy, known.version)
        return self._policy_form(request, officer, found, policy_id, typed)

    @page(At("administer"))
    async def change_policy(self, request: Request, officer: Officer, policy_id: str) -> Response:
        """Shows the effect, or saves what it was shown of."""
        self._own_page_only(request)
        typed, locale = Typed(await paper(request)), self._locale(request, officer)
        found = await self._policies(officer, self._seen_path(request, officer, typed.one("unit")))
        path, known = found.place.unit.path, found.known(policy_id)

        def form(fault: str | None = None, at: str = "", status: int = 0, **more: Any) -> Response:
            given = {"typed": typed, **more}
            return self._policy_form(request, officer, found, policy_id, fault=fault, at=at, status=status, **given)

        if not found.place.may_change:
            return form(sayer(locale)(NOT_ALLOWED), status=403)
        try:
            version, wanted = typed.number("version", 999_999), forms.policy(typed, policy_id)
            saving = typed.one("do") == "save"
            is_there = known is not None and is_same(known.policy, wanted)
            if is_there and saving:
                # Sent twice, or two wanted the same.
                return back("/policies", path, "policy")
            if version != (known.version if known else 0):
                return await self._overtaken(request, officer, path, policy_id, typed)
            if is_there:
                raise Wrong("", "wrong-nothing-changed")
            seen = forms.digest(wanted, version)
            if not saving or typed.one("seen") != seen:
                effect = await self._rules.effect(found.district_id, wanted)
                names = await self._rules.whole_district(found.district_id)
                return form(typed=typed.but(seen=seen), wanted=wanted, effect=effect, names=names, unseen=saving)
            asked = SetPolicy(district_id=found.district_id, policy=wanted, version=version)
            answer = await self._rules.set_policy(asked)
        except (Wrong, RpcError, ValidationError) as error:
            return form(*at_fault(error, locale))
        if answer.refused == "conflict":
            return await self._overtaken(request, officer, path, policy_id, typed)
        if answer.refused:
            return form(sayer(locale)(f"refused-{answer.refused}"), _FIELDS.get(answer.refused, ""), 409)
        return back("/policies", path, "policy")

    async def _overtaken(self, request: Request, officer: Officer, path: str, policy_id: str, typed: Typed) -> Response:
        """What was typed, beside what is there now."""
        found = await self._policies(officer, path)
        known = found.known(policy_id)
        if known is None:
            raise Refused(404, "fault-no-such-page")
        why = await self._overtaken_by(known.changed_by, officer, self._locale(request, officer))
        typed = typed.but(version=str(known.version), seen="")
        return self._policy_form(request, officer, found, policy_id, typed, why, status=409, overtaken=True)

    def _policy_form(
        self,
        request: Request,
        officer: Officer,
        found: Policies,
        policy_id: str,
        typed: Typed,
        fault: str | None = None,
        at: str = "",
        status: int = 0,
        *,
        wanted: Policy | None = None,
        effect: Effect | None = None,
        names: dict[str, str] | None = None,
        unseen: bool = False,
        overtaken: bool = False,
    ) -> Response:
        """``at`` is the field that ``fault`` is about; ``effect`` is of ``wanted``, and ``unseen`` that it was to be
        saved without; ``overtaken``: the policy as it is now is shown beside."""
        locale = self._locale(request, officer)
        known = found.known(policy_id)
        before = known.policy if known else None
        lines = effect_lines(effect, before, wanted, names or {}, locale) if effect and wanted else []
        return self._pages.page(
            "policy.html",
            locale,
            status=status or (422 if fault else 200),
            officer=officer,
            unit=found.place.unit,
            policy_id=policy_id,
            known=known,
            typed=typed,
            fault=fault,
            at=at,
            effect=effect,
            lines=lines,
            units_shown=UNITS_SHOWN,
            unseen=unseen,
            overtaken=overtaken,
            **shown(locale),
        )

    async def _policies(self, officer: Officer, path: str, *, to_change: bool = False) -> Policies:
        """Raises Refused."""
        try:
            found = await self._rules.policies(officer, path)
        except (RpcError, ValidationError, NoSuchUnit) as error:
            raise unanswered(error) from None
        if to_change and not found.place.may_change:
            raise Refused(403, NOT_ALLOWED)
        return found
