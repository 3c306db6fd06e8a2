"""The kinds of processes that are deployed.

A new one takes a line here, a file in deploy/k8s/base (and a line in its kustomization) and an entry in Compose.
"""

PROCESSES = (
    "directory",
    "checkins",
    "notifications",
    "incidents",
    "volunteers",
    "timekeeper",
    "web",
    "telegram",
    "console",
)

#: Where the code of a process is.
PACKAGES = {
    name: {"timekeeper": "services/notifications/timekeeper"}.get(
        name, f"bots/{name}" if name in ("web", "telegram") else f"services/{name}"
    )
    for name in PROCESSES
}
