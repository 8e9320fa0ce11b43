"""The ASGI application."""

import os

from django.core.asgi import get_asgi_application

from qinglan.kernel.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qinglan.settings")
with loading():
    application = get_asgi_application()
