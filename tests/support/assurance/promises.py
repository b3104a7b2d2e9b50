"""What Rapport promises, each under the number that tests name it by: `@pytest.mark.requirement("R15")`.

A promise stands here only while a test shows it; `tests/contract/test_assurance.py` compares both.
"""

GROUPS: dict[str, dict[str, str]] = {
    "Nothing lost, nobody told twice": {
        "R01": "The API may die at any moment: what it acknowledged is there, and nothing happens twice.",
        "R02": "PostgreSQL may die at any moment: every service goes on by itself once it is back.",
        "R04": "The notifier may die at any moment: a mail is repeated only if it was on its way, and recognisably.",
        "R05": "What waited while the notifier was away is told soon, in order, and a crowd of mails as one.",
        "R06": "Without the broker every write goes on, and what waited goes out when it is back.",
        "R07": "A broker that lost its store costs delay: PostgreSQL sends again what nobody has seen.",
        "R09": "The relay publishes what was committed, all of it and once, however slow some writers are.",
        "R10": "No start on engines that would forget what they acknowledged.",
        "R12": "An event that comes many times is told once.",
        "R13": "An event that cannot be worked through is set aside where people see it, and holds nobody up.",
        "R14": "Clients that hang up leave no connection, no transaction and no workspace behind.",
        "R15": "A request repeated under its Idempotency-Key has one effect and one answer.",
    },
    "Workspaces and roles": {
        "R16": "A record of another workspace is answered like one that never was, wherever its id stands.",
        "R17": "Every operation is open to the roles and scopes of its row in the matrix and to nobody else.",
        "R18": "Row-level security alone keeps workspaces apart, on every table.",
        "R19": "Keys and foreign keys of tenant tables begin with the workspace.",
        "R20": "A write takes the fields it offers and no other.",
        "R21": "What is shown depends on who asks, and is never more than the schema of the answer names.",
        "R23": "Nothing of one workspace turns up in another: not in lists, search, counts, feeds or notifications.",
        "R24": "Who is admitted no more is refused within seconds, on open streams too.",
        "R25": "Whatever stands in a parameter or a field, the answer is no failure and holds no SQL.",
    },
    "Signing in": {
        "R26": "A token that is not exactly what was signed is refused, in one way and quickly.",
        "R27": "A weak secret stops the start; replacing a secret signs nobody out.",
        "R28": "A refresh token serves once; its reuse ends the session and tells the person.",
        "R29": "Raising a person's token version ends every token they hold.",
        "R30": "An unknown address and a wrong password are told alike.",
        "R31": "A link in a mail leads to us alone, works once and not for long, and looking at it changes nothing.",
        "R32": "An invitation is for one address, one role and one workspace, and only the mail holds its token.",
        "R33": "Passwords are hashed slowly, beside the event loop, and common ones are refused.",
        "R40": "A token that opens something by itself is long, kept hashed, in no log, and cannot be tried at length.",
    },
    "What comes in": {
        "R34": "A webhook with a bad or missing signature has no effect.",
        "R35": "A webhook that comes again has no second effect.",
        "R36": "A body over its limit is refused without being read to its end.",
        "R37": "A good webhook is stored as it came and answered at once.",
        "R38": "No mail, however broken, stops or exhausts its reader.",
        "R39": "The address of a project cannot be guessed, and who knows it can file mail there and nothing else.",
    },
    "What goes out": {
        "R43": "Nobody within the network is asked for what a stranger names, however the address is written.",
        "R44": "A name or an answer that leads elsewhere the second time leads to nobody within.",
        "R45": "One guarded client goes to foreign addresses, and only the operator opens private ones.",
        "R47": "Words of strangers stay words in a mail: no template, no header, no element.",
        "R49": "Mails can be unsubscribed from in one click, and a refusal for good is final.",
    },
    "In the browser": {
        "R50": "Nothing in a stranger's HTML runs or calls home.",
        "R51": "Every answer carries the headers that keep foreign scripts and frames out.",
        "R52": "A stranger's file is kept under a name of ours and leaves as a download, for those who may see it.",
        "R56": "The refresh cookie serves our own pages only.",
        "R57": "Of two edits of one version, one succeeds and the other is told.",
    },
    "Under load": {
        "R60": "A live stream that broke off goes on where it was.",
    },
    "Operation": {
        "R62": "The event log can be added to, not rewritten.",
        "R65": "Migrations keep the data on the way up, down and up again.",
        "R66": "No secret reaches a log.",
        "R67": "A local stack listens on the loopback only.",
        "R68": "Probes say what is missing: 503 without PostgreSQL, 200 without the broker.",
    },
}

PROMISES: dict[str, str] = {number: promise for group in GROUPS.values() for number, promise in group.items()}
