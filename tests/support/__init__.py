"""What the tests share: servers, databases, browser, running systems."""
