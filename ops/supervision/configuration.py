"""The configuration that supervisord is given (https://supervisord.org/configuration.html)."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.places import PROJECT
from ops.supervision.endpoints import log_file
from ops.supervision.plan import Plan

#: In the environment of everything that runs here, with the directory as its value: how strays are found.
MARKER = "ZHIXING_SUPERVISED_IN"
APPLICATION = "app"
PARTS = "parts"

_DAEMON = """\
[supervisord]
nodaemon = true
directory = {project}
logfile = {log}
logfile_maxbytes = 5MB
logfile_backups = 1
pidfile = {pidfile}
identifier = zhixing

[unix_http_server]
file = {socket}
chmod = 0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""

# Groups of a higher priority stop first: the processes finish what they hold while broker and database still answer.
_GROUP = """
[group:{name}]
programs = {programs}
priority = {priority}
"""

_PROGRAM = """
[program:{name}]
command = {command}
autostart = false
autorestart = true
startsecs = 1
startretries = 1000000
stopsignal = TERM
stopwaitsecs = {patience}
killasgroup = true
redirect_stderr = true
stdout_logfile = {log}
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 1
"""


def configuration(plan: Plan, directory: Path, socket: Path) -> str:
    """The text of ``supervisord.conf``. It holds no secret: addresses with passwords are inherited instead."""
    sections = [
        _DAEMON.format(
            project=_plain(PROJECT),
            log=_plain(directory / "supervisord.log"),
            pidfile=_plain(directory / "supervisord.pid"),
            socket=_plain(socket),
        )
    ]
    parts: list[str] = []
    for name, part in (("broker", plan.broker), ("database", plan.database)):
        if part is not None:
            parts.append(name)
            own = {**part.env, MARKER: str(directory)}
            sections.append(_program(name, ["-i", *_pairs(own), *part.command], directory, patience=40))
    for process in plan.processes:
        own = {**process.env, "ZHIXING_HEALTH_PORT": str(process.health_port)}
        sections.append(_program(process.name, [*_pairs(own), *process.command], directory, patience=20))
    if parts:
        sections.append(_GROUP.format(name=PARTS, programs=",".join(parts), priority=100))
    names = ",".join(process.name for process in plan.processes)
    sections.append(_GROUP.format(name=APPLICATION, programs=names, priority=200))
    return "".join(sections)


def _pairs(env: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in env.items()]


def _program(name: str, arguments: Sequence[str], directory: Path, *, patience: int) -> str:
    # env(1) replaces itself by the program, so that signals reach it; supervisord's own "environment" cannot
    # take variables away, and a broker must not see the user's.
    command = _plain(shlex.join(["/usr/bin/env", *arguments]))
    return _PROGRAM.format(name=name, command=command, log=_plain(log_file(directory, name)), patience=patience)


def _plain(value: object) -> str:
    """supervisord expands %(...)s in every value."""
    return str(value).replace("%", "%%")
