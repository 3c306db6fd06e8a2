"""HTTP to processes of this machine.

httpx reads all authorities of the world for each client it makes, for each ``httpx.get`` one: 25 ms of a processor, of
which waiting for a process takes many. Nothing here speaks TLS.
"""

from __future__ import annotations

import ssl

import httpx

#: For ``verify``: trusts nobody, and is made in no time.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

#: Keeps no connection: who is asked may be killed and another take its port.
plain = httpx.Client(verify=NO_TLS, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
