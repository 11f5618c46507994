"""What stays on a device after a visit: a whole visit in a real browser, then every file of its profile is searched.

`profile.py` starts Chromium as people have it, with a profile on disk, and closes or kills it. `visit.py` is the visit:
words that are found nowhere else in every field, a mistake, the private page, the way out. `unpack.py` and `search.py`
read the profile as an examiner would: raw bytes, databases, stores, packed bodies, in every spelling. `stays.py` says
which of the codes of `content/en/information/screen.md` a trace is, so that the page and the browser can be compared.

Not here: what the server keeps (tests/journeys/test_nothing_left_behind.py), the mechanics of the Back button
(tests/journeys/test_back.py).

What it cannot see. Chromium writes a second copy of the list of open tabs, encrypted, beside the plain one: the plain
one is searched, and once there is no plain one any more the lists no longer agree, so somebody will look. Other
browsers, a device's own backups, a phone's pictures of open apps, and memory that was written out to disk are not
searched.
"""
