"""Which passwords are refused: too short, too long, or among the first that anyone would try.

A list of leaked passwords is mostly a few hundred words with digits, years, swapped letters and repetition around
them. So the words are kept and the decoration is undone by rule, which refuses far more than a copied list would.
"""

import re
from collections.abc import Iterable
from typing import Literal

MINIMUM_LENGTH = 8
ADVISED_LENGTH = 15
MAXIMUM_LENGTH = 128
DECORATION_LIMIT = 6

Weakness = Literal["too_short", "too_long", "too_common", "personal"]

_VOCABULARY = """
abc abcd abcde access account adidas admin administrator alexander alexandra alice amanda america anderson andrea
andrew android angel angela angels animal anthony apple apples april arsenal asdf ashley aspire august austin autumn
awesome azerty babyboy babygirl bailey banana bandit barbara barcelona barney baseball basket basketball batman
beautiful beauty beaver benjamin berlin biteme blabla black blahblah blessed blink blizzard blue bond bonjour booboo
boomer boss boston brandon brazil brian brooklyn bubbles buddy bulldog bullshit buster butter butterfly camaro canada
captain carlos caroline casper cassie champion change changeme charles charlie cheese chelsea cherry chester chicago
chicken chocolate chris christ christian christina christine christopher classic claudia cocacola coffee college
company computer consumer control cookie cookies cooper corvette cowboy cowboys crystal cyber dakota dallas daniel
danielle dave david december default demo denver destiny devil diablo diamond dolphin dolphins donald dragon drowssap
eagle eagles einstein elephant elizabeth emily eminem enter erica estrella explorer external facebook falcon family
fantasy february fender ferrari fireman fish flower flowers football forever formula forum france francis frank
freedom friday friend friends fuck fucker fuckme fuckoff fuckyou gabriel galaxy garfield gateway gemini genesis george
germany ghost giants ginger gizmo god golden goldfish golf golfer google gordon green gregory guest guitar gunner
hammer hannah happy harley harrypotter hawaii heather heaven hello helpme hockey holiday home hotmail hottie house
hunter iceman iloveme iloveyou infinity instagram internet iron ironman isabella jackson jaguar james january jasmine
jasper jeffrey jennifer jeremy jessica jesus johnny johnson jonathan jordan joseph joshua juice julian july june
junior justin katie killer king kitten kitty knight lakers lauren letmein liberty linkedin linux lisa little liverpool
login london lorenzo louise love lovelove lovely loveme lover loveyou lucky maddog madison madrid magic mama manager
manchester mankind marcus maria marina marine mario marlboro martin master matrix matthew maverick maxwell mercedes
merlin metallica mexico michael michelle mickey microsoft midnight miller million minecraft miranda mobile monday
money monica monkey monster morgan mother motorola mountain mustang myspace naruto natalie natasha nathan newpass
newyork nicholas nicole ninja nintendo nirvana nissan nokia nothing november october office oliver olivia orange
pacific packers paladin pamela panther paris pass passport passw passwd password passwort patches patrick patriots
peace peanut pepper peter phantom phoenix pikachu pizza playboy player please pokemon police polska porsche power
precious presario princess private public pumpkin purple pussy qazwsx qwer qwert qwerty qwertz rabbit rachel raiders
rainbow ranger rebecca redsox reset richard robert rocket rocky ronaldo root rosebud runner rush russia sabrina
samantha sample samson samsung samuel sandra saturday savannah school scooby scooter scorpion scotland secret secure
security september sergey server service sexy shadow shannon shelby silver simple skipper skywalker slayer smokey
snickers snoopy soccer sophie spanky sparky spider spiderman spirit sporting spring star startrek starwars steelers
stella stephanie steven strawberry stupid success summer sunday sunflower sunset sunshine super superman superstar
superuser support sweet sweetheart sweety sydney system taylor teacher temp temporary tennis test tester testing texas
thomas thunder thursday tiger tigger tinkerbell tomcat toyota travis trustme trustno tuesday tweety twitter united
unknown user vampire vanessa veronica victor victoria victory viking vincent virginia voyager warrior webmaster
wednesday welcome whatever white william willow wilson winner winston winter wizard wolf wonderful xbox xxx yamaha
yankees yellow yourself youtube zaq zombie zxcv zxcvb zxcvbn zxcvbnm
"""
_WORDS = frozenset(_VOCABULARY.split())
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
    "147258369",
    "741852963",
    "789456123",
)
_SWAPPED = str.maketrans("013457@$!|+", "oieastasiit")
_EDGES = re.compile(r"^[^a-z]+|[^a-z]+$")


def weakness(password: str, *, personal: Iterable[str] = ()) -> Weakness | None:
    """Why a new password is refused, or None. Length is counted in characters; `personal` are words about the owner."""
    if len(password) < MINIMUM_LENGTH:
        return "too_short"
    if len(password) > MAXIMUM_LENGTH:
        return "too_long"
    folded = password.casefold()
    if _repeats(folded) or _is_run(folded) or _is_number(folded) or _is_decorated(folded, _WORDS):
        return "too_common"
    owned = frozenset(word for text in personal for word in _parts(text.casefold()))
    return "personal" if owned and _is_decorated(folded, owned) else None


def _parts(text: str) -> set[str]:
    """An address or a name as a whole, its local part and its words of at least four letters."""
    words = re.split(r"[^a-z]+", text)
    return {part for part in (text, text.partition("@")[0], *words) if len(part) >= 4}


def _repeats(text: str) -> bool:
    """One short piece over and over: `aaaaaaaa`, `abcabcabc`, or few different characters at all."""
    return (text in (text + text)[1:-1] and len(set(text)) <= 6) or len(set(text)) <= 3


def _is_run(text: str) -> bool:
    """Neighbours on a keyboard or in the alphabet, forwards or backwards, perhaps with a digit or two after them."""
    core = text.rstrip("!?.0123456789") if not text.isdigit() else text
    core = core if len(core) >= MINIMUM_LENGTH - 3 else text
    return any(core in run or core[::-1] in run for run in _RUNS)


def _is_number(text: str) -> bool:
    """Dates, telephone and account numbers, which are short and guessable."""
    return text.isdigit() and len(text) < ADVISED_LENGTH


def _is_decorated(text: str, words: frozenset[str]) -> bool:
    """One of `words`, perhaps backwards, with swapped letters, or with digits and signs around it."""
    # Edges first, then letters: `p4ssw0rd2024`. Letters first, then edges: `1l0vey0u`.
    cores = {_EDGES.sub("", text).translate(_SWAPPED), _EDGES.sub("", text.translate(_SWAPPED)), _EDGES.sub("", text)}
    return text in words or any(
        core and len(text) - len(core) <= DECORATION_LIMIT and (core in words or core[::-1] in words) for core in cores
    )
