"""``qinglan events``: export a stream, verify streams and anchors, make the day's anchor."""

import sys
from pathlib import Path

import click


@click.group()
def events() -> None:
    """Event streams: export, verify, anchor."""


@events.command()
@click.argument("stream")
@click.option(
    "--out", type=click.Path(path_type=Path), help="File to write, .jsonl or .zip (default: standard output)."
)
@click.option(
    "--with-personal", is_flag=True, help="With personal data and its salts, for a court or an auditor."
)
def export(stream: str, out: Path | None, *, with_personal: bool) -> None:
    """Export STREAM with hashes and anchors, to be checked by tools/verify_events.py."""
    _set_up()
    from qinglan.kernel.events import export as exports  # noqa: PLC0415 - needs Django
    from qinglan.kernel.events.models import Head  # noqa: PLC0415 - needs Django

    if not Head.objects.filter(stream=stream, sequence__gt=0).exists():
        raise click.ClickException(f"there is no stream {stream!r}; `qinglan events verify` lists them")
    lines = exports.lines(stream, with_personal=with_personal)
    if out is None:
        for line in lines:
            sys.stdout.buffer.write(line)
        return
    if out.suffix not in (".jsonl", ".zip"):
        raise click.ClickException("the file's name must end in .jsonl or .zip")
    if out.exists():
        raise click.ClickException(f"{out} exists already; an export is never overwritten")
    with out.open("xb") as output:
        if out.suffix == ".zip":
            exports.write_zip(output, lines)
        else:
            output.writelines(lines)
    click.echo(f"written: {out}")


@events.command()
@click.argument("stream", required=False)
def verify(stream: str | None) -> None:
    """Check STREAM, or all streams and anchors; exit 1 with the first bad event of each."""
    _set_up()
    from qinglan.kernel.events import verification  # noqa: PLC0415 - needs Django

    findings = [verification.verify_stream(stream)] if stream else verification.verify_all()
    bad = 0
    for finding in findings:
        bad += not finding.sound
        if finding.sound:
            click.echo(
                f"sound  {finding.stream}: {finding.checked} events, anchored up to {finding.anchored_up_to}"
            )
        else:
            click.echo(f"BAD    {finding.stream}, event {finding.fault_at}: {finding.fault}")
    if stream is None:
        number, fault = verification.verify_anchors()
        bad += bool(fault)
        click.echo(f"BAD    {fault}" if fault else f"sound  anchors: {number}")
    sys.exit(1 if bad else 0)


@events.command()
def anchor() -> None:
    """Make today's signed anchor over all streams, if it is not made yet, and queue its sending."""
    _set_up()
    from qinglan.kernel.events.domain.anchor import make_anchor  # noqa: PLC0415 - needs Django

    made, new = make_anchor()
    click.echo(f"{'made' if new else 'there already'}: anchor {made.number} of {made.day.isoformat()}")
    click.echo(bytes(made.document).decode())
    click.echo(f"Ed25519 {bytes(made.signature).hex()}")


def _set_up() -> None:
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
