"""The platform's settings for tests: a home of their own that goes away afterwards, and cheap passwords.

DATABASE_URL, where set, names the server to test on (`make test` runs the suite once on SQLite, once on PostgreSQL).
"""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="gongkai-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["GONGKAI_HOME"] = _home
for _name in ("GONGKAI_ROLE", "GONGKAI_HTTPS", "GONGKAI_DEBUG", "GONGKAI_ALLOWED_HOSTS"):
    os.environ.pop(_name, None)

from gongkai.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
