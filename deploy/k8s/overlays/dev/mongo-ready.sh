#!/bin/sh
# Succeeds when this MongoDB accepts writes; makes it a replica set of one member the first time.
# MEMBER is the address by which clients reach it. Run by Compose's health check and by the readiness probe.
exec mongosh --quiet --norc --username zhixing --password "$(cat "$MONGO_INITDB_ROOT_PASSWORD_FILE")" \
  --authenticationDatabase admin --eval '
    try { rs.status() } catch (error) {
      if (error.codeName !== "NotYetInitialized") throw error;
      rs.initiate({ _id: "zhixing", members: [{ _id: 0, host: process.env.MEMBER }] });
    }
    if (!db.hello().isWritablePrimary) quit(1)'
