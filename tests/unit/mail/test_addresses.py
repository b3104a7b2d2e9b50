"""What the reader makes of the people in a mail."""

import pytest

from services.api.interactions.mail.addresses import MailAddress, parse_addresses


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("petri@north.example", [("petri@north.example", None)]),
        ("Petri Aho <Petri@North.Example>", [("petri@north.example", "Petri Aho")]),
        ('"Aho, Petri" <petri@north.example>', [("petri@north.example", "Aho, Petri")]),
        ('"Petri \\"Pete\\" Aho" <petri@north.example>', [("petri@north.example", 'Petri "Pete" Aho')]),
        ("petri@north.example (Petri Aho)", [("petri@north.example", "Petri Aho")]),
        ("=?utf-8?q?J=C3=BCrgen?= =?utf-8?q?_M=C3=BCller?= <j@x.example>", [("j@x.example", "Jürgen Müller")]),
        ('"=?utf-8?q?J=C3=BCrgen?=" <j@x.example>', [("j@x.example", "Jürgen")]),
        ("a@x.example, b@x.example;c@x.example", [("a@x.example", None), ("b@x.example", None), ("c@x.example", None)]),
        ("Team: Ann <a@x.example>, b@x.example;", [("a@x.example", "Ann"), ("b@x.example", None)]),
        ("undisclosed-recipients:;", []),
        ("a@x.example, A@X.example", [("a@x.example", None)]),
        ("Petri Aho petri@north.example", [("petri@north.example", "Petri Aho")]),
        ("<@relay.example:petri@north.example>", [("petri@north.example", None)]),
        ('"john smith"@x.example', [('"john smith"@x.example', None)]),
        ("Petri <petri@north.example", [("petri@north.example", "Petri")]),
        ("Petri Aho", [("", "Petri Aho")]),
        ("Cron <root>", [("root", "Cron")]),
        ("<mailto:petri@north.example>", [("petri@north.example", None)]),
        ("'Petri' <petri@north.example>", [("petri@north.example", "Petri")]),
        ("petri@north.example.", [("petri@north.example", None)]),
        ("a@b@c.example", [("", "a@b@c.example")]),
        ("", []),
        (",,;<>", []),
    ],
)
def test_every_way_to_write_people_gives_their_names_and_addresses(
    written: str, expected: list[tuple[str, str | None]]
) -> None:
    assert [(person.address, person.name) for person in parse_addresses([written])] == expected


def test_several_fields_add_up() -> None:
    assert len(parse_addresses(["a@x.example", "b@x.example"])) == 2


def test_the_domain_of_a_local_name_is_none() -> None:
    assert MailAddress("root").domain == ""
    assert MailAddress("petri@north.example").domain == "north.example"
