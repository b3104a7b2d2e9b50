"""An amount of one currency."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

CENT = Decimal("0.01")

Amount = Annotated[
    Decimal,
    Field(max_digits=18, decimal_places=2, examples=["1234.50"], description="A decimal string."),
    AfterValidator(lambda amount: amount.quantize(CENT)),
]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), Field(description="ISO 4217.", examples=["EUR"])]


class Money(BaseModel):
    """An amount with two decimals, and its currency."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    amount: Amount
    currency: Currency


def _not_below_zero(money: Money) -> Money:
    if money.amount < 0:
        raise ValueError("give an amount of 0 or more")
    return money


#: Of the same form, and not below zero.
Budget = Annotated[Money, AfterValidator(_not_below_zero)]
