"""`qinglan plan read FILE`: read a plan document; needs no database."""

import json
import sys
from pathlib import Path

import click

from qinglan.plans.reader import ReadError, Reading, read_file
from qinglan.plans.reader.summary import summary


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the reading as JSON.")
def read(file: Path, as_json: bool) -> None:
    """Read a plan (txt, docx, html, text PDF) into articles, targets, rules and bodies.

    Exits with 2 and one line on standard error where the file cannot be read.
    """
    try:
        reading = read_file(file)
    except ReadError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(_json(reading) if as_json else summary(reading))


def _json(reading: Reading) -> str:
    return json.dumps(reading.to_json(), ensure_ascii=False, indent=1)
