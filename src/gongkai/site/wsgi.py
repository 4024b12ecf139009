"""The WSGI application of one process; GONGKAI_ROLE says whether it is the public site or the back office."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")

application = get_wsgi_application()
