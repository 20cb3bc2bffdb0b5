"""The reverse proxy that puts care mode in front of any portal."""
