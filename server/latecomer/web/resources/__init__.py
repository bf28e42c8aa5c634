"""The REST calls, one module per resource. Handlers decode, call one service, and encode."""
