"""What a server of Python web applications calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from backstay.web.site.logs import begin_logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstay.web.site.settings")
application = get_wsgi_application()
begin_logs()
