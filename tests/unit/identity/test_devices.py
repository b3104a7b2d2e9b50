"""What a device is called, and by which mark one is known again."""

from uuid import uuid4

import pytest

from services.api.identity.sessions.devices import UNKNOWN, device_token, device_words, is_known_device

KEY, EARLIER_KEY = b"k" * 32, b"e" * 32


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit CriOS/140 Safari", "Chrome on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit Chrome/140 Mobile Safari", "Chrome on Android"),
        ("curl/8.5.0", "curl"),
        ("", UNKNOWN),
        ("<script>alert(1)</script>", UNKNOWN),
        ("A" * 500, "A" * 40),
    ],
)
def test_a_device_is_called_as_people_call_it(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_a_device_is_known_to_the_person_it_was_marked_for_alone() -> None:
    anna, bo = uuid4(), uuid4()
    token = device_token(anna, KEY)
    assert is_known_device(token, anna, [KEY])
    assert is_known_device(token, anna, [EARLIER_KEY, KEY])
    assert not is_known_device(token, bo, [KEY])
    assert not is_known_device(token, None, [KEY])
    assert not is_known_device(None, anna, [KEY])
    assert not is_known_device(token, anna, [EARLIER_KEY])
    assert not is_known_device(token[:-4] + "AAAA", anna, [KEY])
    assert not is_known_device("x", anna, [KEY])


def test_two_devices_of_one_person_have_marks_of_their_own() -> None:
    anna = uuid4()
    assert device_token(anna, KEY) != device_token(anna, KEY)
