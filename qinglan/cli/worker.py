"""``qinglan worker``: work on background jobs."""

import click


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="How many jobs at once.")
def worker(concurrency: int) -> None:
    """Work on background jobs until told to stop."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - other commands must load without Django

    set_up()
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django

    with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
        running.run_worker(concurrency=concurrency, shutdown_graceful_timeout=2, install_signal_handlers=True)
