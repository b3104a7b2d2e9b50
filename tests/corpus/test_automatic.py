"""Real bounces and auto-replies, as others collected them."""

from collections.abc import Callable

import pytest

from services.api.interactions.mail.message import parse_mail
from tests.corpus.fixtures import IS_THERE, mime_cases
from tests.corpus.test_reading import RECEIVED

pytestmark = pytest.mark.skipif(not IS_THERE, reason="no real mail here; set RAPPORT_FIXTURES to run the corpus")

#: Of that collection: complaints, auto-replies, and what its authors call no bounce.
OTHERS = ("arf-", "rfc3834-", "is-not-bounce", "make-test-36")


def test_real_bounces_are_recognised_and_name_whom_they_concern(
    tally: dict[str, int], note: Callable[[str], None]
) -> None:
    bounces = [
        case for case in mime_cases() if case.name.startswith("sisimai") and not any(x in case.name for x in OTHERS)
    ]
    read = {case.name: parse_mail(case.raw(), received_at=RECEIVED) for case in bounces}
    known = {name for name, mail in read.items() if mail.automatic_kind == "bounce"}
    named = {name for name in known if read[name].automatic.bounced_addresses}
    tally[f"of {len(bounces)} bounces recognised"] = len(known)
    tally[f"of {len(bounces)} bounces with the address"] = len(named)
    for name in sorted(read.keys() - named):
        note(f"bounce without an address: {name}")

    assert len(known) >= 0.95 * len(bounces)
    assert len(named) >= 0.9 * len(bounces)


def test_real_mail_of_people_is_not_taken_for_a_bounce() -> None:
    families = ("mail-rb", "mime4j", "stalwart", "rspamd", "roundcube", "mailparser-js", "postal-mime", "tnef")
    letters = [case for case in mime_cases() if case.name.startswith(families)]
    bounced = [case.name for case in letters if parse_mail(case.raw(), received_at=RECEIVED).automatic_kind == "bounce"]

    assert bounced == []
