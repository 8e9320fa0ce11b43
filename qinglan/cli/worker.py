"""``qinglan worker``: work on background jobs."""

import click


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="How many jobs at once.")
def worker(concurrency: int) -> None:
    """Work on background jobs until told to stop."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - other commands must load without Django

    set_up()
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django

    from qinglan.kernel.clock.domain.setting import note_time  # noqa: PLC0415 - needs Django
    from qinglan.kernel.outbox.running import consumers_running  # noqa: PLC0415 - as above
    from qinglan.kernel.search.following.running import follower_running  # noqa: PLC0415 - as above

    note_time()
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with consumers_running(), follower_running(), app.replace_connector(connector) as running:
        running.run_worker(concurrency=concurrency, shutdown_graceful_timeout=2, install_signal_handlers=True)
