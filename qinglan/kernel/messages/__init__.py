"""Messages to people: in the application, by mail, SMS and chat robots. See docs/messages.md."""
