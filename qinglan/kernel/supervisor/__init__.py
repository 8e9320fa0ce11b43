"""`qinglan run`: one process that starts, watches, restarts and stops the others.

* `listening`: the web address, claimed before anything heavy and kept over restarts of the web server.
* `signals`: being told to stop, and waiting in a way that notices it.
* `children`: a program that is kept running.
* `supervisor`: database, start-up steps, programs; the order of starting and stopping.
* `web`: the web server process.
"""
