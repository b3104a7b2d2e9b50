"""Who works in the demo, and for whom."""

from dataclasses import dataclass, field

from services.api.identity.policy import Role

WORKSPACE = "Lindqvist Consulting"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the workspace; `key` is how the other tables name them."""

    key: str
    name: str
    email: str
    role: Role


@dataclass(frozen=True, slots=True)
class DemoContact:
    """A person at a customer."""

    key: str
    name: str
    email: str
    title: str
    phone: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A customer, since `days` days ago."""

    key: str
    name: str
    days: int
    owner: str
    kind: str = "company"
    domain: str | None = None
    tags: tuple[str, ...] = ()
    contacts: tuple[DemoContact, ...] = field(default=())


OWNER = Colleague("eva", "Eva Lindqvist", "eva@lindqvist.example", "owner")
COLLEAGUES = (
    Colleague("jonas", "Jonas Weber", "jonas@lindqvist.example", "manager"),
    Colleague("amira", "Amira Haddad", "amira@lindqvist.example", "member"),
    Colleague("sofia", "Sofia Nyberg", "sofia@lindqvist.example", "member"),
)

CUSTOMERS = (
    DemoCustomer(
        "northwind",
        "Northwind Logistics",
        140,
        "eva",
        domain="northwind.example",
        tags=("key account", "logistics"),
        contacts=(
            DemoContact("petri", "Petri Aho", "petri.aho@northwind.example", "IT director", "+358 40 555 0101", "fi"),
            DemoContact("laura", "Laura Heino", "laura.heino@northwind.example", "Head of warehousing", language="fi"),
            DemoContact("mikko", "Mikko Salo", "mikko.salo@northwind.example", "Site lead, Vantaa", language="fi"),
        ),
    ),
    DemoCustomer(
        "alaberg",
        "Alaberg Bank",
        320,
        "jonas",
        domain="alaberg.example",
        tags=("key account", "finance"),
        contacts=(
            DemoContact("ingrid", "Ingrid Solheim", "ingrid.solheim@alaberg.example", "Head of operations"),
            DemoContact("anders", "Anders Lie", "anders.lie@alaberg.example", "Security officer"),
        ),
    ),
    DemoCustomer(
        "brunnen",
        "City of Brunnen",
        210,
        "jonas",
        domain="brunnen.example",
        tags=("public sector",),
        contacts=(DemoContact("katrin", "Katrin Vogel", "k.vogel@brunnen.example", "Citizen services", language="de"),),
    ),
    DemoCustomer(
        "helio",
        "Helio Clinics",
        400,
        "eva",
        domain="helio.example",
        tags=("health",),
        contacts=(DemoContact("nadia", "Nadia Karim", "nadia.karim@helio.example", "Chief medical officer"),),
    ),
    DemoCustomer(
        "orchard",
        "Orchard Foods",
        45,
        "amira",
        domain="orchard.example",
        tags=("prospect", "food"),
        contacts=(DemoContact("grace", "Grace Mbeki", "grace@orchard.example", "Quality manager"),),
    ),
    DemoCustomer(
        "fjordline",
        "Fjordline Shipping",
        260,
        "eva",
        domain="fjordline.example",
        tags=("logistics",),
        contacts=(DemoContact("erik", "Erik Dahl", "erik.dahl@fjordline.example", "Fleet planning"),),
    ),
    DemoCustomer(
        "kiln",
        "Kiln & Co",
        150,
        "sofia",
        domain="kiln.example",
        tags=("retail",),
        contacts=(DemoContact("tomas", "Tomás Ferreira", "tomas@kiln.example", "Owner", language="pt"),),
    ),
    DemoCustomer(
        "marta",
        "Marta Kowalczyk",
        90,
        "sofia",
        kind="person",
        tags=("coaching",),
        contacts=(DemoContact("marta", "Marta Kowalczyk", "marta@kowalczyk.example", "Founder", language="pl"),),
    ),
    DemoCustomer("internal", "Our own IT", 500, "jonas", kind="internal", tags=("internal",)),
)
