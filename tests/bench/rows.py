"""Rows as years of work would leave them: deterministic, ordered in time, of realistic size."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

FIRST_DAY = datetime(2024, 1, 8, tzinfo=UTC)
DAYS = 900
NOW = FIRST_DAY + timedelta(days=DAYS)
SEED = 20240108


def _words(text: str) -> list[str]:
    return text.split()


PLACES = _words("North South East West Upper Lower Old New Grand Little Silver Golden Green Blue Red White Stone River")
NOUNS = _words("wind bridge field gate harbour mill ford haven ridge brook wood cliff lake bay marsh moor hill dale")
TRADES = _words("Freight Foods Energy Textiles Health Logistics Labs Insurance Press Timber Optics Retail Rail Bank")
FIRST = _words("Petri Anna Lars Mira Jonas Elif Tomas Ines Yusuf Clara Henrik Sofia Marek Lena Oskar Priya Diego Noor")
LAST = _words(
    "Aho Berg Costa Dahl Eriksen Fontana Gruber Haas Ivanov Jansen Kaya Lindqvist Moreau Novak Okafor Peeters"
)
WORDS = _words(
    "the delivery phase of migration needs your review before we go live please confirm budget and scope "
    "change request invoice meeting agenda minutes attached risk integration testing environment schedule "
    "moved next week team availability acceptance criteria training rollout data export interface contract "
    "signed open question answer status report milestone reached delay supplier hardware warehouse mobile "
    "login permission screen"
)
CHANNELS = ("email", "email", "email", "email", "call", "meeting", "chat", "note")
STATUSES = ("todo", "doing", "blocked", "done")


def uuid7(moment: datetime, chance: random.Random) -> UUID:
    """An id of that moment, as the product would have made it."""
    milliseconds = int(moment.timestamp() * 1000)
    random_bits = chance.getrandbits(74)
    return UUID(
        int=milliseconds << 80 | 0x7 << 76 | (random_bits >> 62) << 64 | 0b10 << 62 | random_bits & ((1 << 62) - 1)
    )


@dataclass
class Ids:
    """What the loads ask for."""

    workspace: UUID
    members: list[UUID] = field(default_factory=list)
    customers: list[UUID] = field(default_factory=list)
    contacts: list[UUID] = field(default_factory=list)
    projects: list[UUID] = field(default_factory=list)


class Rows:
    """The rows of one workspace with so many interactions; tuples in the order of the columns that `dataset` names."""

    def __init__(self, interactions: int) -> None:
        self.interactions = interactions
        self._chance = random.Random(SEED + interactions)
        self.ids = Ids(self.id())
        self._owner_of: dict[UUID, UUID] = {}

    def id(self) -> UUID:
        """A new id of the first day."""
        return uuid7(FIRST_DAY, self._chance)

    def phrase(self, least: int, most: int) -> str:
        """Some words."""
        return " ".join(self._chance.choices(WORDS, k=self._chance.randint(least, most)))

    def users(self) -> list[tuple[Any, ...]]:
        """20 people of ours; the first is the owner."""
        self.ids.members = [self.id() for _ in range(20)]
        return [
            (user_id, f"{user_id.hex[-10:]}@bench.example", self._person(), "no password fits this", 1)
            for user_id in self.ids.members
        ]

    def customers(self) -> list[tuple[Any, ...]]:
        """One customer for 500 interactions."""
        found = []
        for number in range(max(20, self.interactions // 500)):
            customer_id, words = self.id(), self._chance
            self.ids.customers.append(customer_id)
            name = f"{words.choice(PLACES)}{words.choice(NOUNS)} {words.choice(TRADES)} {number}"
            domain = name.lower().replace(" ", "-") + ".example"
            custom = json.dumps({"segment": words.choice(TRADES).lower(), "seats": words.randint(5, 900)})
            tags = words.sample(TRADES, 2)
            row = (customer_id, name, words.choice(self.ids.members), f"https://{domain}", [domain], tags, custom)
            found.append(row)
        return found

    def contacts(self) -> list[tuple[Any, ...]]:
        """Three people at each customer."""
        found = []
        for customer_id in self.ids.customers:
            for _ in range(3):
                contact_id, name = self.id(), self._person()
                self.ids.contacts.append(contact_id)
                address = f"{name.lower().replace(' ', '.')}.{contact_id.hex[-6:]}@{customer_id.hex[-8:]}.example"
                found.append((contact_id, customer_id, name, [address], ["+358 40 555 0100"], "Head of delivery"))
        return found

    def projects(self) -> list[tuple[Any, ...]]:
        """A project for every fourth customer."""
        found = []
        for number, _ in enumerate(self.ids.customers[::4]):
            project_id = self.id()
            self.ids.projects.append(project_id)
            manager = self._chance.choice(self.ids.members)
            found.append((project_id, f"{self.phrase(2, 4).title()} {number}", f"P{number}", "active", manager))
        return found

    def project_customers(self) -> list[tuple[UUID, UUID]]:
        """Which customer each project is for."""
        return list(zip(self.ids.projects, self.ids.customers[::4], strict=True))

    def tasks(self) -> list[tuple[Any, ...]]:
        """40 tasks on each project."""
        found = []
        for project_id in self.ids.projects:
            for number in range(40):
                due = FIRST_DAY.date() + timedelta(days=self._chance.randint(0, DAYS))
                status, member = self._chance.choice(STATUSES), self._chance.choice(self.ids.members)
                estimate = Decimal(self._chance.randint(1, 20))
                row = (self.id(), project_id, self.phrase(3, 8), self.phrase(10, 40), status, member, due, estimate)
                found.append((*row, Decimal(number + 1)))
        return found

    def exchanges(self) -> Iterator[tuple[Any, ...]]:
        """Interactions in the order of time; most of them with few customers, as in life."""
        ids, chance = self.ids, self._chance
        texts = [self.phrase(15, 45) for _ in range(4000)]
        subjects = [self.phrase(3, 8).capitalize() for _ in range(4000)]
        step = timedelta(days=DAYS) / self.interactions
        for number in range(self.interactions):
            occurred_at = FIRST_DAY + step * number
            which = int(len(ids.customers) * chance.random() ** 1.5)
            contact = ids.contacts[which * 3 + chance.randrange(3)]
            # Two halves of ready-made texts: 16 million different ones at a hundredth of the cost.
            text = f"{chance.choice(texts)} {chance.choice(texts)}"
            inbound = chance.random() < 0.6
            yield (
                uuid7(occurred_at, chance),
                chance.choice(CHANNELS),
                "inbound" if inbound else "outbound",
                occurred_at,
                chance.choice(subjects),
                text,
                text[:200],
                ids.customers[which],
                contact,
                None if inbound else chance.choice(ids.members),
                uuid7(occurred_at, chance),
                f"{chance.getrandbits(64):x}@mail.example",
                "contact" if inbound else None,
            )

    def _person(self) -> str:
        return f"{self._chance.choice(FIRST)} {self._chance.choice(LAST)}"
