"""Refused fields are told in plain words."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.api.customers.contacts.schemas import ContactCreate
from services.api.customers.schemas import CustomerCreate, CustomerUpdate
from services.api.web.page import MAXIMUM_LIMIT
from services.api.web.sentences import PLAIN, sentence


def told(model: Any, **body: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(body)
    return {str(error["loc"][-1]): sentence(error) for error in refused.value.errors()}


@pytest.mark.parametrize(
    ("model", "body", "field", "words"),
    [
        (CustomerCreate, {}, "name", "This is required."),
        (CustomerCreate, {"name": ""}, "name", "This cannot be empty."),
        (CustomerCreate, {"name": "N" * 201}, "name", "Use at most 200 characters."),
        (CustomerCreate, {"name": 7}, "name", "Write this as text."),
        (CustomerCreate, {"name": "N", "nmae": "x"}, "nmae", "This field is not known here; leave it out."),
        (CustomerCreate, {"name": "N", "kind": "firm"}, "kind", "Choose one of: 'company', 'person' or 'internal'."),
        (CustomerCreate, {"name": "N", "owner_id": "eva"}, "owner_id", "This is not an id."),
        (CustomerCreate, {"name": "a\x00b"}, "name", "Contains a character that cannot be stored; remove it."),
        (CustomerUpdate, {"name": None}, "name", "Cannot be empty; leave the field out to keep it as it is."),
        (ContactCreate, {"name": "P", "customer_id": "0", "birthday_on": "soon"}, "birthday_on", PLAIN["date_parsing"]),
    ],
)
def test_a_field_says_what_to_do(model: Any, body: dict[str, Any], field: str, words: str) -> None:
    assert told(model, **body)[field] == words


def test_a_bound_is_named() -> None:
    error = {"type": "less_than_equal", "loc": ("query", "limit"), "msg": "", "ctx": {"le": MAXIMUM_LIMIT}}

    assert sentence(error) == "Give 200 or less."
