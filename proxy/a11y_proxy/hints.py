"""What our own server tells the application beyond ASGI, under keys of the scope.

Under another server the keys are missing and ASGI's own, slower or coarser, ways are used.
"""

from __future__ import annotations

# bytes: the request target as it came, for ASGI's query_string can't tell "/a?" from "/a".
RAW_TARGET = "a11y_proxy.target"

# bytes: the request target where it is no path: http://host/path, or "*".
ABSOLUTE_FORM = "a11y_proxy.absolute_form"

# Callable[[Callable[[], None]], None]: registers what to call when the visitor's connection ends
# before the answer is complete. A task that waits for http.disconnect costs a fifth of a request.
ON_DISCONNECT = "a11y_proxy.on_disconnect"

# bytes: the visitor's Host where a trusted proxy says it, and the X-Forwarded-For for the portal.
VISITOR_HOST = "a11y_proxy.visitor_host"
FORWARDED_FOR = "a11y_proxy.forwarded_for"

# True: a trusted proxy has sent the request, so what it says of it can be believed.
TRUSTED_PEER = "a11y_proxy.trusted_peer"

# The Record that notes a request for log and counts; missing where nobody wants to know.
RECORD = "a11y_proxy.record"

# Visitor: the visitor's connection, for authentication that belongs to connections. Missing where
# a trusted proxy sends requests of many visitors through one.
VISITOR = "a11y_proxy.visitor"

# TunnelEnd: the visitor's connection, where the request asks to make it a WebSocket.
TUNNEL = "a11y_proxy.tunnel"

# Callable[[Headers], None]: writes a 103 (Early Hints) with these fields.
EARLY_HINTS = "a11y_proxy.early_hints"

# Resumed: the request was sent before it came here, without an answer that could be passed on.
RESUMED = "a11y_proxy.resumed"
