"""One module for each command; ``register(app)`` adds it to the application."""
