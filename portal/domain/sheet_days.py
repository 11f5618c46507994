"""Days as spreadsheets write them: real dates, text in several forms, or the number of a day in either date system.

Day before month, as in England and Wales; a text that could only be read the other way round is no day here. Whether
a day may stand in a case is not decided here.
"""

import re
from datetime import date, datetime, timedelta

Cell = str | float | date

# The number 0 of each date system; 1900 counts a 29 February that never was, so this is right from 1 March 1900 on.
_DAY_0 = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_NUMBERS = range(25_000, 80_000)  # from the 1960s on; a smaller or larger number is a typing mistake, not a day
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm]|Z)?)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_TIME}", re.ASCII)
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})([-/.] ?| )(?P<month>\d{{1,2}})\2(?P<year>\d{{4}}|\d{{2}}){_TIME}", re.ASCII
)
_IN_WORDS = re.compile(
    r"(?:[^\W\d_]+\.?,? )?(?P<day>\d{1,2})(?:st|nd|rd|th|af|il|ydd|fed|eg|ain)?[ \-/.]+(?P<word>[^\W\d_]+)\.?,?"
    rf"[ \-/]*(?P<year>\d{{4}}|\d{{2}}){_TIME}"
)
_NUMBER = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
    *("ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin", "gorffennaf", "awst"),
    *("medi", "hydref", "tachwedd", "rhagfyr"),
)
_SHORTEST = 3


def parse_day(cell: Cell, *, is_1904: bool = False) -> date | None:
    """Return the day a cell means, None when it means none that is sure.

    `is_1904`: the workbook counts days from 1904. Text is read day first; two digits of a year are of this century.
    """
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case float() | int():
            return _count_day(float(cell), is_1904=is_1904)
    words = " ".join(cell.split())
    if _NUMBER.fullmatch(words):
        return _count_day(float(words), is_1904=is_1904)
    for form in (_YEAR_FIRST, _DAY_FIRST, _IN_WORDS):
        if found := form.fullmatch(words):
            return _make_day(found.groupdict())
    return None


def _count_day(number: float, *, is_1904: bool) -> date | None:
    # what is behind the point is the time of the day
    return _DAY_0[is_1904] + timedelta(days=int(number)) if int(number) in _NUMBERS else None


def _make_day(parts: dict[str, str]) -> date | None:
    month = int(parts["month"]) if "month" in parts else _find_month(parts["word"])
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    try:
        return date(year, month or 0, int(parts["day"]))
    except ValueError:
        return None


def _find_month(word: str) -> int | None:
    """Return the month that a word, or its beginning, names in English or Welsh; None when it names none or two."""
    begins = word.casefold()
    found = {place % 12 + 1 for place, name in enumerate(_MONTHS) if name.startswith(begins)}
    return found.pop() if len(found) == 1 and len(begins) >= _SHORTEST else None
