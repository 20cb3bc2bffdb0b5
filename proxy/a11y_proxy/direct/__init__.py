"""Plain requests on a shorter way: by callbacks from socket to socket, without ASGI and tasks.

What is asked and answered is decided by the same functions as on the general way; whatever is not
plain, or goes wrong before the answer has begun, goes on there.
"""
