#!/bin/sh
# Secrets come as files, so that they show in no list of processes or settings.
set -eu
export BACKSTAY_SECRET_KEY="$(cat /run/secrets/secret-key)"
export DATABASE_URL="postgresql://backstay:$(cat /run/secrets/database-password)@database/backstay"
exec backstay serve --host 0.0.0.0 --port 8000 --workers 4
