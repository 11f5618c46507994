"""The shapes of re:hub's messages and of our answers: what is parsed, what is sent, and what the OpenAPI document says.

Holds no rule about moves or days (domain, casework) and repeats nothing of a message in its complaints.
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from portal.casework.take_updates import RehubUpdate
from portal.domain.errors import Invalid
from portal.domain.stages import Stage
from portal.domain.updates import WaitingFor

NOTE_LENGTH = 2000
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Safety: hide_input_in_errors keeps what was sent out of every error's text
_STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _read_as(shape: re.Pattern[str], read: Callable[[str], date], example: str) -> BeforeValidator:
    """Read text of RFC 3339's shape alone; left to itself, pydantic takes "0" for a day of 1970."""

    def check(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            if shape.fullmatch(value):
                return read(value.upper())
        except ValueError:
            pass  # Safety: Python's own words would repeat what was sent
        raise PydanticCustomError("shape", "It must be written as in {example}", {"example": example})

    return BeforeValidator(check)


_Day = Annotated[date, _read_as(_DAY, date.fromisoformat, "2026-11-23")]
_Moment = Annotated[AwareDatetime, _read_as(_MOMENT, datetime.fromisoformat, "2026-11-23T09:30:00Z")]


class UpdateData(BaseModel):
    """One dated fact about one case."""

    model_config = _STRICT

    reference: str = Field(min_length=1, max_length=40, description="The case reference; it may be said aloud.")
    stage: Stage = Field(
        description="The stage the case is in. re:hub may set enquiries, suitability, rehub_check, approval_board and"
        " asking_them, forward only; any other move is answered 409 and kept for the service to look at."
    )
    happened_on: _Day = Field(description="The day it happened, at most one day in the future and ten years ago.")
    expected_by: _Day | None = Field(
        default=None, description="The day the next step is expected, not before happened_on. The person sees it."
    )
    waiting_for: WaitingFor | None = Field(
        default=None,
        description="Whom the case waits for. The person sees it in their own language, except `person`, which is"
        " never shown.",
    )
    sensitive: bool = Field(
        default=False,
        description="True keeps the update from the person's page until the facilitator has talked with them.",
    )
    note: str | None = Field(
        default=None, max_length=NOTE_LENGTH, description="For the facilitator only; never shown to the person."
    )


class CaseUpdated(BaseModel):
    """The message of `POST /api/rehub/v1/updates`."""

    model_config = _STRICT

    type: Literal["case.updated"] = Field(description="The kind of message; there is only this one.")
    timestamp: _Moment = Field(description="When the message was made, with an offset or Z.")
    data: UpdateData


class Accepted(BaseModel):
    """The answer to a message that was taken."""

    model_config = _STRICT

    applied: bool = Field(
        description="True: the case moved and the person sees it. False: kept for the service, because the message is"
        " older than the newest one, is marked sensitive, or (only when the same webhook-id comes again) was answered"
        " 409 before."
    )


class Problem(BaseModel):
    """An error after RFC 9457. It repeats nothing of the message but a field's name."""

    model_config = _STRICT

    type: str = Field(description="An address that names the problem and leads to its description here.")
    title: str
    status: int
    detail: str = Field(description="What to do about it.")
    field: str | None = Field(default=None, description="Of 422: the part of the request that is wrong.")


def parse_update(raw: bytes) -> RehubUpdate:
    """Return the update in a verified body; Invalid names the first field that is wrong, `body` when it is no JSON."""
    try:
        data = CaseUpdated.model_validate_json(raw).data
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise Invalid(_name_field(first["loc"]), first["msg"]) from None
    _check_names(raw)
    return RehubUpdate(
        case_reference=data.reference,
        stage=data.stage,
        happened_on=data.happened_on,
        expected_by=data.expected_by,
        waiting_for=data.waiting_for,
        is_sensitive=data.sensitive,
    )


def _check_names(raw: bytes) -> None:
    """Raise Invalid when a field is named twice: readers differ in which of the two they take (RFC 8259, section 4)."""

    def check(fields: list[tuple[str, object]]) -> None:
        names = [name for name, _ in fields]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            place = (twice,) if twice in CaseUpdated.model_fields else ("data", twice)
            raise Invalid(_name_field(place), "is there twice")

    try:
        json.loads(raw, object_pairs_hook=check)
    except (ValueError, RecursionError):  # in the part that a later field of the same name hides
        raise Invalid("body", "a field is there twice") from None


def _name_field(place: Sequence[int | str]) -> str:
    # Safety: an unknown field's name comes from the message; what is no plain name could be anybody's words
    names = [part for part in place if isinstance(part, str) and _FIELD_NAME.fullmatch(part)]
    return ".".join(names) or "body"
