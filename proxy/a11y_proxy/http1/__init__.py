"""An HTTP/1.1 client for one origin on asyncio's protocols: bytes in, the same bytes out."""
