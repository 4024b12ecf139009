"""Where a request comes from, as far as it takes to hold one visitor back and not his neighbours."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """The sender's address; of IPv6 the network, since one home has billions of addresses. "" where there is none.

    A proxy's word on it has been taken before, or not (GONGKAI_PROXY).
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if known.version == 6 else address
