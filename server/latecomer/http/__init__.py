"""The parts that all routes share: endpoints, authentication, problems, limits, websockets, metrics."""
