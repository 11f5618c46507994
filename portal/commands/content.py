"""`portal content check`: reads all pages as a strict editor would, and says what to put right."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from portal.proofreading.check import Report, check_content
from portal.proofreading.findings import Level
from portal.settings import ROOT
from portal.wiring import CONTENT, SystemClock

_CATALOGUES = ROOT / "build" / "catalogues"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("content")
def content_group() -> None:
    """Look after the words of the site."""


@content_group.command("check")
@click.option("--json", "as_json", is_flag=True, help="For a machine to read.")
@click.option("--folder", type=_FOLDER, default=CONTENT, help="Another folder of content, to try it.")
@click.pass_context
def check_command(ctx: click.Context, as_json: bool, folder: Path) -> None:
    """Check sources, dates, links, sentences and words of every page, and what each language lacks.

    Status 1 when something has to be put right; what only asks for a look does not count.
    """
    report = check_content(folder.resolve(), _CATALOGUES, SystemClock().today())
    click.echo(_write_json(report) if as_json else _write_tables(report))
    ctx.exit(0 if report.is_fit else 1)


def _write_json(report: Report) -> str:
    return json.dumps({"is_fit": report.is_fit, **asdict(report)}, ensure_ascii=False, indent=2)


def _write_tables(report: Report) -> str:
    """Write the pages, the languages, and then each finding on a line of its own."""
    faults = sum(finding.level is Level.FAULT for finding in report.findings)
    warnings = len(report.findings) - faults
    ending = f"{faults} to put right, {warnings} to look at, in {len(report.measures)} pages and stages."
    return "\n".join([*_list_pages(report), "", *_list_languages(report), "", *_list_findings(report), ending])


def _list_pages(report: Report) -> list[str]:
    found = Counter((finding.lang, finding.place, finding.level) for finding in report.findings)
    lines = [f"{'page':<44}{'grade':>6}{'sentences':>11}{'mean':>6}{'longest':>9}{'faults':>8}{'warnings':>10}"]
    for each in report.measures:
        grade = "" if each.grade is None else f"{each.grade:.1f}"
        name, counts = f"{each.lang}/{each.place}", [found[each.lang, each.place, level] for level in Level]
        lines.append(
            f"{name:<44}{grade:>6}{each.sentences:>11}{each.mean:>6}{each.longest:>9}{counts[0]:>8}{counts[1]:>10}"
        )
    return lines


def _list_languages(report: Report) -> list[str]:
    lines = [f"{'language':<10}{'translated':>12}{'missing':>9}{'stale':>7}{'untouched':>11}{'unread':>8}"]
    for each in report.standings:
        done = f"{each.of - len(each.missing)} of {each.of}"
        rest = f"{len(each.missing):>9}{len(each.stale):>7}{len(each.untouched):>11}{each.unread:>8}"
        lines.append(f"{each.lang:<10}{done:>12}{rest}")
    return lines


def _list_findings(report: Report) -> list[str]:
    in_order = sorted(report.findings, key=lambda finding: (finding.level, finding.lang, finding.place, finding.rule))
    return [
        f"{each.level}: {'/'.join(filter(None, (each.lang, each.place)))}: {each.rule}: {each.words}"
        for each in in_order
    ]
