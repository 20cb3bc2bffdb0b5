"""One module for each way to drive a browser; all speak the protocol of `tests.browsers.driver`."""
