"""The figures as files, CSV and JSON: codes and English, since programs read them. The feed is in figures_feed."""

import csv
import io
import json

from flask import Blueprint, Response, request

from portal.domain.figures import EVERYWHERE, Edition, Row, edition_as_body
from portal.texts.languages import DEFAULT
from portal.web.public.editions import list_known
from portal.web.public.figures import pick_edition
from portal.web.visits import get_portal

blueprint = Blueprint("figures_files", __name__)
# Source of the mark: Government Analysis Function, "Using symbols and shorthand", 2022: [c] is confidential
CONFIDENTIAL = "[c]"
HEADINGS = (
    *("quarter", "first_day", "last_day", "frozen_on", "is_trial"),
    *("measure", "stage", "area", "area_name", "number", "median_weeks", "slowest_tenth_weeks"),
)


@blueprint.get("/figures.csv")
def show_csv() -> Response:
    """Hand out the newest edition, or that of `?quarter=`; before there is one, headings alone."""
    edition = pick_edition(list_known(), request.args.get("quarter"))
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    if edition:
        writer.writerows(_list_cells(edition, row) for row in edition.rows)
    answer = Response(written.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    name = f"figures-{edition.quarter}.csv" if edition else "figures.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/figures.json")
def show_json() -> Response:
    """Hand out the same as JSON, with the list of all editions."""
    editions = list_known()
    edition = pick_edition(editions, request.args.get("quarter"))
    body = {
        "quarters": [str(each.quarter) for each in editions],
        "edition": edition_as_body(edition) if edition else None,
    }
    return Response(json.dumps(body, indent=1), content_type="application/json")


def _list_cells(edition: Edition, row: Row) -> list[object]:
    names = get_portal().library.area_names(DEFAULT)
    quarter = edition.quarter
    return [
        *(quarter, quarter.first_on, quarter.last_on, edition.frozen_on, "yes" if edition.is_trial else "no"),
        *(row.measure.value, row.stage.value if row.stage else "", row.area),
        "England and Wales" if row.area == EVERYWHERE else names.get(row.area, ""),
        CONFIDENTIAL if row.number is None else row.number,
        "" if row.median_weeks is None else row.median_weeks,
        "" if row.slowest_tenth_weeks is None else row.slowest_tenth_weeks,
    ]
